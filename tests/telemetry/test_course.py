from dataclasses import replace

import numpy as np
import pytest

from racetrace.telemetry.course import Course, course_of
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.line import Line
from racetrace.telemetry.log import LapKind
from racetrace.telemetry.plane import Fixes, Samples
from tests.telemetry.made import lap_of
from tests.telemetry.shapes import arc, driven, line_of, stadium, straight

LINE = line_of(*stadium())
LAP_S = LINE.length_m / 25


def laps_aside(*aside_m: float) -> tuple[Fixes, tuple[Lap, ...]]:
    """Drive laps at 25 m/s, each on its own side of the line but within 30 m of the gate."""

    places_m = np.array([0, 30, LINE.length_m - 30, LINE.length_m])

    def right_m(way_m: Samples) -> Samples:
        lap = np.clip(way_m // LINE.length_m, 0, len(aside_m) - 1).astype(int)
        away: Samples = np.interp(way_m % LINE.length_m, places_m, [0, 1, 1, 0]) * np.array(aside_m)[lap]
        return away

    fixes = driven(LINE, laps=len(aside_m), aside_m=right_m)
    laps = tuple(
        lap_of(n * LAP_S, min((n + 1) * LAP_S, float(fixes.time_s[-1])), number=n, length_m=LINE.length_m)
        for n in range(len(aside_m))
    )
    return fixes, laps


def right_of(line: Line) -> float:
    """Return how far a line lies to the right of the true one in the middle of the far straight."""
    half = LINE.length_m / 2
    east_m, _ = line.position(np.array([half]))
    return float(LINE.position(np.array([half]))[0][0] - east_m[0])  # southwards, right is west


@pytest.mark.parametrize(
    ('apart_m', 'half_width_m'), [(11, 6.0), (14, 6.3), (16, 7.2), (20, 9.0), (60, 20.0)]
)
def test_the_gate_keeps_off_a_straight_beside_it(apart_m: float, half_width_m: float) -> None:
    line = line_of(*stadium(400.0, apart_m / 2))
    gate = Course(line=line).gate
    assert gate.half_width_m == pytest.approx(half_width_m, abs=0.01)
    assert gate.half_width_m < 0.55 * apart_m


def test_where_nothing_is_near_the_gate_has_its_full_width() -> None:
    assert Course(line=line_of(straight(500), closed=False)).gate.half_width_m == 20


@pytest.mark.parametrize('turned_deg', [0.0, 77.0, 200.0])
def test_the_gate_stands_on_the_first_node_across_the_line(turned_deg: float) -> None:
    line = line_of(*stadium(), turned_deg=turned_deg)
    gate = Course(line=line).gate
    assert (gate.east_m, gate.north_m) == (line.east_m[0], line.north_m[0])
    assert np.cos(gate.heading_rad - np.radians(turned_deg)) == pytest.approx(1)


def test_one_lap_that_closes_makes_a_course() -> None:
    fixes, laps = laps_aside(0.0)
    course = course_of(laps, fixes, name='Oval')
    assert course is not None
    assert course.name == 'Oval'
    assert course.line.closed
    assert course.line.length_m == pytest.approx(LINE.length_m, rel=0.001)
    assert [corner.name for corner in course.corners] == ['T1', 'T2']


def test_of_three_laps_the_line_is_the_median() -> None:
    fixes, laps = laps_aside(-1.5, 0.5, 3.0)
    course = course_of(laps, fixes)
    assert course is not None
    assert right_of(course.line) == pytest.approx(0.5, abs=0.1)


def test_of_two_laps_the_line_is_the_better_one() -> None:
    fixes, laps = laps_aside(-1.5, 3.0)
    faster = (laps[0], replace(laps[1], time_s=LAP_S - 0.2))
    course = course_of(faster, fixes)
    assert course is not None
    assert right_of(course.line) == pytest.approx(3.0, abs=0.1)


def test_laps_of_another_length_do_not_count_for_the_median() -> None:
    fixes, laps = laps_aside(0.0, 3.0, 3.0, 3.0)
    longer = (laps[0], *(replace(lap, time_s=LAP_S + 1, length_m=1.06 * LINE.length_m) for lap in laps[1:]))
    course = course_of(longer, fixes)
    assert course is not None
    assert right_of(course.line) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize(
    'kind', [LapKind.OUT, LapKind.OPEN, LapKind.PIT, LapKind.CUT, LapKind.DOUBLE, LapKind.IN]
)
def test_only_whole_laps_at_speed_make_a_course(kind: LapKind) -> None:
    fixes, laps = laps_aside(0.0)
    assert course_of((replace(laps[0], kind=kind),), fixes) is None


def test_where_no_lap_closes_there_is_no_course() -> None:
    fixes, laps = laps_aside(0.0, 0.0)
    adrift = replace(fixes, north_m=fixes.north_m + 15 * fixes.time_s / LAP_S)
    assert course_of(laps, adrift) is None
    assert course_of((), fixes) is None


def test_the_best_lap_that_closes_is_taken() -> None:
    fixes, laps = laps_aside(0.0, 2.0)
    jumps = np.where(fixes.time_s < LAP_S / 2, 14.0, 0.0)  # in the first lap, which is the better one
    better = (replace(laps[0], time_s=LAP_S - 1), laps[1])
    course = course_of(better, replace(fixes, north_m=fixes.north_m + jumps))
    assert course is not None
    assert right_of(course.line) == pytest.approx(2.0, abs=0.1)


def test_corners_belong_to_the_line() -> None:
    line = line_of(straight(200), arc(40, 90), straight(150), arc(40, -70), straight(200), closed=False)
    assert [round(corner.angle_deg, -1) for corner in Course(line=line).corners] == [90, -70]


def test_corners_that_are_given_are_taken_as_they_are() -> None:
    found = Course(line=LINE).corners
    assert len(found) == 2
    assert Course(line=LINE, given_corners=found[1:]).corners == found[1:]
    assert Course(line=LINE, given_corners=()).corners == ()
