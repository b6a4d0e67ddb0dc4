import numpy as np
import pytest

from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.projection import project
from tests.telemetry.shapes import arc, line_of, stadium, straight

RADIUS_M = 100.0
ROUND_M = 2 * np.pi * RADIUS_M


def circle() -> Line:
    return line_of(arc(RADIUS_M, 360))


def beside_circle(way_m: Samples, right_m: float) -> tuple[Samples, Samples]:
    turned, reach_m = way_m / RADIUS_M, RADIUS_M - right_m
    return RADIUS_M - reach_m * np.cos(turned), reach_m * np.sin(turned)


@pytest.mark.parametrize('right_m', [-12.0, -0.5, 0.0, 0.5, 12.0])
@pytest.mark.parametrize('guess_error_m', [-14.0, 0.0, 14.0])
def test_beside_a_circle_place_and_offset_are_those_of_geometry(right_m: float, guess_error_m: float) -> None:
    way_m = np.linspace(3.3, ROUND_M - 3.3, 500)
    distance_m, offset_m = project(circle(), *beside_circle(way_m, right_m), way_m + guess_error_m, 20.0)
    assert distance_m == pytest.approx(way_m, abs=0.07)  # the chords of the 1 m grid turn by 0.01 rad
    assert np.sqrt(np.mean((distance_m - way_m) ** 2)) < 0.04
    assert offset_m == pytest.approx(right_m, abs=0.002)


@pytest.mark.parametrize(('east_m', 'offset_m'), [(4.0, 4.0), (-4.0, -4.0)])
def test_right_of_the_direction_of_travel_is_positive(east_m: float, offset_m: float) -> None:
    north = line_of(straight(100.0), closed=False)
    place = project(north, np.array([east_m]), np.array([40.25]), np.array([40.0]), 20.0)
    assert (place[0][0], place[1][0]) == pytest.approx((40.25, offset_m))


def test_before_the_start_distances_are_negative_and_beyond_the_end_they_go_on() -> None:
    way_m = np.array([-8.0, -0.5, 0.0, ROUND_M + 0.5, ROUND_M + 9.0])
    distance_m, _ = project(circle(), *beside_circle(way_m, 1.0), way_m, 20.0)
    assert distance_m == pytest.approx(way_m, abs=0.02)


def test_beyond_both_ends_of_an_open_line_its_first_and_last_segment_go_on() -> None:
    line = line_of(arc(50.0, 90), straight(30.0), closed=False)  # ends eastwards
    end_e, end_n = line.east_m[-1], line.north_m[-1]
    east_m, north_m = np.array([2.0, end_e + 6.5]), np.array([-7.0, end_n - 3.0])
    distance_m, offset_m = project(line, east_m, north_m, np.array([0.0, line.length_m]), 20.0)
    assert distance_m == pytest.approx([-7, line.length_m + 6.5], abs=0.1)
    assert offset_m == pytest.approx([2, 3], abs=0.1)


def test_the_straight_twelve_metres_beside_is_never_taken() -> None:
    hairpin = line_of(*stadium(400.0, 6.0), start_m=0.0)  # two straights 12 m apart
    way_m = np.linspace(20, 100, 81)
    distance_m, offset_m = project(hairpin, np.full(81, 9.0), way_m, way_m, 60.0)  # nearer to the other
    assert distance_m == pytest.approx(way_m, abs=1e-6)
    assert offset_m == pytest.approx(9.0)


def test_each_straight_is_found_from_its_own_guess() -> None:
    hairpin = line_of(*stadium(400.0, 6.0))
    back_m = 200 + 6 * np.pi + 200 - 50  # there the car comes back southwards, 12 m to the east
    distance_m, offset_m = project(
        hairpin, np.array([11.0, 11.0]), np.array([50.0, 50.0]), np.array([50.0, back_m]), 30.0
    )
    assert distance_m == pytest.approx([50, back_m], abs=0.6)
    assert offset_m == pytest.approx([11, 1], abs=0.01)
