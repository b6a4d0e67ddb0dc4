from dataclasses import replace

import numpy as np
import pytest

from racetrace.telemetry.line import Line
from tests.telemetry.shapes import ORIGIN, arc, line_of, straight

RADIUS_M = 100.0
ROUND_M = 2 * np.pi * RADIUS_M


def circle(turn_deg: float = 360.0) -> Line:
    """Begins northwards from the origin; its centre lies 100 m to the east, or west when it turns left."""
    return line_of(arc(RADIUS_M, turn_deg))


def test_a_closed_line_does_not_repeat_its_first_node() -> None:
    line = circle()
    assert line.length_m == pytest.approx(ROUND_M)
    assert line.nodes * line.step_m == pytest.approx(ROUND_M)
    assert line.distance_m[[0, 1, -1]] == pytest.approx([0, line.step_m, ROUND_M - line.step_m])


def test_an_open_line_ends_on_its_last_node() -> None:
    line = line_of(straight(200.0), closed=False)
    assert (line.nodes, line.step_m) == (201, 1.0)
    assert line.distance_m[-1] == pytest.approx(200.0)


@pytest.mark.parametrize('turn_deg', [360.0, -360.0])
def test_the_heading_of_a_circle_is_its_tangent(turn_deg: float) -> None:
    line = circle(turn_deg)
    assert line.heading_rad == pytest.approx(np.sign(turn_deg) * line.distance_m / RADIUS_M, abs=1e-9)


@pytest.mark.parametrize(('turn_deg', 'curvature'), [(360.0, 0.01), (-360.0, -0.01)])
def test_the_curvature_of_a_circle_is_one_over_its_radius_right_positive(
    turn_deg: float, curvature: float
) -> None:
    assert circle(turn_deg).curvature == pytest.approx(curvature, abs=1e-9)


def test_a_straight_has_no_curvature_and_an_open_bend_has_its_own() -> None:
    assert line_of(straight(150.0), closed=False).curvature == pytest.approx(0.0, abs=1e-12)
    bend = line_of(arc(50.0, -90), closed=False)
    assert bend.curvature[15:-15] == pytest.approx(-1 / 50, rel=1e-4)


def test_a_quarter_round_lies_where_geometry_puts_it() -> None:
    east_m, north_m = circle().position(np.array([0.0, 0.25, 0.5, 0.75]) * ROUND_M)
    assert east_m == pytest.approx([0, RADIUS_M, 2 * RADIUS_M, RADIUS_M], abs=0.002)
    assert north_m == pytest.approx([0, RADIUS_M, 0, -RADIUS_M], abs=0.002)


def test_between_two_nodes_a_circle_is_cut_short_by_its_sagitta() -> None:
    line = circle()
    east_m, north_m = line.position(line.distance_m + line.step_m / 2)
    inside_m = RADIUS_M - np.hypot(east_m - RADIUS_M, north_m)
    assert inside_m == pytest.approx(line.step_m**2 / (8 * RADIUS_M), rel=1e-3)


@pytest.mark.parametrize('distance_m', [-5.3, 0.0, 7.7, 300.0])
def test_a_closed_line_goes_on_where_it_began(distance_m: float) -> None:
    line, once = circle(), np.array([distance_m])
    for later, now in zip(line.position(once + ROUND_M), line.position(once), strict=True):
        assert later == pytest.approx(now, abs=1e-9)
    assert line.heading_at(once + ROUND_M) == pytest.approx(line.heading_at(once), abs=1e-9)


def test_an_open_line_stays_at_its_ends() -> None:
    east_m, north_m = line_of(straight(200.0), closed=False).position(np.array([-10.0, 210.0]))
    assert east_m == pytest.approx([0, 0])
    assert north_m == pytest.approx([0, 200])


def test_a_place_beside_the_line_is_to_its_right() -> None:
    north = line_of(straight(100.0), closed=False)
    assert north.beside(np.array([50.0, 50.0]), np.array([3.0, -3.0]))[0] == pytest.approx([3, -3])
    assert north.beside(np.array([50.0]), np.array([3.0]))[1] == pytest.approx([50])


def test_the_centre_of_a_circle_is_one_radius_beside_every_place_of_it() -> None:
    line = circle()
    everywhere_m = np.linspace(0, ROUND_M, 5000)  # also between the last node and the first
    east_m, north_m = line.beside(everywhere_m, np.full(5000, RADIUS_M))
    assert np.hypot(east_m - RADIUS_M, north_m).max() < 0.01


def test_a_line_that_differs_by_a_millimetre_is_another_version() -> None:
    line = circle()
    assert line.version == circle().version
    assert line.version != replace(line, east_m=line.east_m + 0.001).version
    assert line.version != replace(line, closed=False).version


def test_a_line_keeps_the_origin_it_was_given() -> None:
    assert circle().origin == ORIGIN
