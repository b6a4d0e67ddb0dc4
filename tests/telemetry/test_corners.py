import numpy as np
import pytest

from racetrace.telemetry.corners import find_corners
from racetrace.telemetry.reference_line import line_of_lap
from racetrace.telemetry.session import read_session
from tests.recordings import recording
from tests.telemetry.shapes import arc, figure_of_eight, line_of, stadium, straight

HALF_BEND_M = np.pi * 60 / 2


def test_two_bends_are_found_where_they_are() -> None:
    corners = find_corners(line_of(*stadium(400, 60)))
    assert [corner.name for corner in corners] == ['T1', 'T2']
    apexes_m = [200 + HALF_BEND_M, 600 + 3 * HALF_BEND_M]
    assert [corner.apex_m for corner in corners] == pytest.approx(apexes_m, abs=1)
    assert [corner.angle_deg for corner in corners] == pytest.approx([180, 180], abs=2)
    assert corners[0].start_m == pytest.approx(200, abs=3)
    assert corners[0].end_m == pytest.approx(200 + 2 * HALF_BEND_M, abs=3)


def test_sections_meet_in_the_middle_of_the_gaps_and_cover_the_line_once() -> None:
    line = line_of(*stadium(400, 60))
    first, second = find_corners(line)
    assert first.section_end_m == second.section_start_m == pytest.approx(line.length_m / 2, abs=1)
    assert second.section_end_m == first.section_start_m
    away_m = first.section_start_m % line.length_m
    assert min(away_m, line.length_m - away_m) < 1


def test_right_is_positive_and_a_figure_of_eight_has_a_corner_to_each_side() -> None:
    assert [corner.angle_deg for corner in find_corners(line_of(*figure_of_eight()))] == pytest.approx(
        [270, -270], abs=3
    )


@pytest.mark.parametrize('turned_deg', [0, 37, 90, 211])
@pytest.mark.parametrize('start_m', [0, 100, 290, 777])
def test_neither_direction_nor_start_gate_change_the_corners(start_m: float, turned_deg: float) -> None:
    pieces = (straight(150), arc(40, 120), straight(120), arc(25, -60), straight(80), arc(70, 120))
    plain = find_corners(line_of(*pieces, *pieces))
    line = line_of(*pieces, *pieces, start_m=start_m, turned_deg=turned_deg)
    moved = find_corners(line)
    assert len(plain) == len(moved) == 6
    assert [corner.number for corner in moved] == [1, 2, 3, 4, 5, 6]
    assert [corner.apex_m for corner in moved] == sorted(corner.apex_m for corner in moved)
    expected = sorted((corner.apex_m - start_m) % line.length_m for corner in plain)
    assert [corner.apex_m for corner in moved] == pytest.approx(expected, abs=0.5)
    assert sorted(corner.angle_deg for corner in moved) == pytest.approx(
        sorted(corner.angle_deg for corner in plain), abs=1.5
    )


def test_a_gate_inside_a_bend_does_not_cut_it() -> None:
    line = line_of(*stadium(400, 60), start_m=200 + HALF_BEND_M - 20)  # the apex is 20 m behind the gate
    corners = find_corners(line)
    assert len(corners) == 2
    assert corners[0].apex_m == pytest.approx(20, abs=1)
    assert corners[0].start_m > corners[0].end_m
    assert corners[0].section_start_m > corners[0].section_end_m


@pytest.mark.parametrize(('between_m', 'expected'), [(333, [86, 165]), (150, [240])])
def test_a_hairpin_stays_apart_from_the_sweeper_before_it_when_the_road_opens_between(
    between_m: float, expected: list[float]
) -> None:
    middle = arc(between_m, np.degrees(120 / between_m))
    pieces = (straight(1000), arc(150, 60), middle, arc(30, 150), straight(800), arc(80, -90), straight(500))
    found = find_corners(line_of(*pieces, closed=False))[:-1]
    total = 210 + np.degrees(120 / between_m)
    assert len(found) == len(expected)
    assert sum(corner.angle_deg for corner in found) == pytest.approx(total, abs=6)


@pytest.mark.parametrize(('turn_deg', 'count'), [(14, 1), (22, 2), (-22, 2)])
def test_a_kink_under_18_degrees_is_no_corner(turn_deg: float, count: int) -> None:
    line = line_of(straight(300), arc(40, turn_deg), straight(200), arc(50, 90), straight(300), closed=False)
    assert len(find_corners(line)) == count


def test_sections_of_an_open_line_reach_to_both_its_ends() -> None:
    line = line_of(straight(200), arc(40, 90), straight(100), arc(40, -90), straight(200), closed=False)
    first, second = find_corners(line)
    assert (first.section_start_m, second.section_end_m) == pytest.approx((0, line.length_m))
    assert first.section_end_m == pytest.approx(200 + 40 * np.pi / 2 + 50, abs=1)


def test_a_straight_has_no_corner_nor_has_an_even_circle() -> None:
    assert find_corners(line_of(straight(500), closed=False)) == ()
    assert find_corners(line_of(arc(80, -360))) == ()


@pytest.mark.parametrize(
    ('name', 'count'), [('vbo/racechrono-vbo-test.vbo', 11), ('vbo/grattan-speedangle.vbo', 12)]
)
def test_a_real_circuit_has_as_many_corners_on_its_median_line_as_on_each_lap(name: str, count: int) -> None:
    path = recording(name)
    session = read_session(path.read_bytes(), path.name)
    assert session.course is not None
    corners = find_corners(session.course.line)
    assert len(corners) == count
    laps = [lap for lap in session.laps if lap.is_comparable and (lap.time_s or 0) < 110]
    assert len(laps) >= 4
    for lap in laps:
        line = line_of_lap(session.fixes, lap.start_s, lap.end_s)
        assert line is not None
        apexes_m = [corner.apex_m for corner in find_corners(line)]
        assert apexes_m == pytest.approx([corner.apex_m for corner in corners], abs=25)
