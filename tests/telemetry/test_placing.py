import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from racetrace.errors import LapsNotComparable
from racetrace.telemetry.comparison import Method
from racetrace.telemetry.course import Course
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.line import Line
from racetrace.telemetry.log import LapKind, MeasuredBy
from racetrace.telemetry.placing import PlacedLap, place
from racetrace.telemetry.plane import Fixes, Samples
from tests.telemetry.made import frame_of, lap_of, log_of, session_with
from tests.telemetry.shapes import arc, driven, line_of, stadium, straight

LINE = line_of(*stadium())
LAP_S = LINE.length_m / 25
COURSE = Course(line=LINE)


def two_laps(rate_hz: float = 10.0, aside_m: Callable[[Samples], Samples] | float = 0.0) -> Fixes:
    """Drive half a lap, a lap from line to line and half a lap more, at 25 m/s."""
    fixes = driven(LINE, rate_hz=rate_hz, laps=2.5, aside_m=aside_m)
    return fixes.taken(fixes.time_s > 0.5 * LAP_S)


LAP = lap_of(LAP_S, 2 * LAP_S, number=7, length_m=LINE.length_m)


def placed(fixes: Fixes, lap: Lap = LAP, course: Course = COURSE) -> PlacedLap:
    return place(session_with(fixes, lap), lap, course, 'L7')


def refusal(fixes: Fixes, lap: Lap = LAP, course: Course = COURSE) -> str:
    with pytest.raises(LapsNotComparable) as caught:
        placed(fixes, lap, course)
    return str(caught.value)


def without(fixes: Fixes, *gaps_s: tuple[float, float]) -> Fixes:
    """Leave out the fixes between moments of the lap."""
    there = np.ones(fixes.count, bool)
    for from_s, to_s in gaps_s:
        there &= (fixes.time_s < LAP_S + from_s) | (fixes.time_s > LAP_S + to_s)
    return fixes.taken(there)


def test_a_lap_stands_on_the_course_from_line_to_line() -> None:
    lap = placed(two_laps())
    assert (lap.label, lap.method, lap.start_s) == ('L7', Method.POSITION, LAP_S)
    assert lap.time_s == pytest.approx(LAP_S)
    assert lap.progress.distance_at(LAP_S + np.array([10.0, 30.0])) == pytest.approx([250, 750], abs=0.1)


@pytest.mark.parametrize('kind', [LapKind.OUT, LapKind.OPEN, LapKind.CUT, LapKind.DOUBLE])
def test_what_is_not_a_whole_lap_is_refused(kind: LapKind) -> None:
    assert (
        refusal(two_laps(), replace(LAP, kind=kind)) == f'L7 is no whole timed lap ({kind}): choose another.'
    )


def test_a_lap_without_a_time_is_refused() -> None:
    assert refusal(two_laps(), replace(LAP, time_s=None)).startswith('L7 is no whole timed lap')


def test_a_gap_of_more_than_ten_seconds_is_refused() -> None:
    sentence = 'L7 has no position for 12 s: its time is valid, a comparison would not be.'
    assert refusal(without(two_laps(), (20.0, 32.0))) == sentence


def test_a_gap_over_the_line_counts_as_far_as_it_is_in_the_lap() -> None:
    sentence = 'L7 has no position for 11 s: its time is valid, a comparison would not be.'
    assert refusal(without(two_laps(), (LAP_S - 11.0, LAP_S + 1))) == sentence
    assert placed(without(two_laps(), (LAP_S - 4.0, LAP_S + 6))).progress.gap_s == pytest.approx(4, abs=0.2)


def test_more_than_a_tenth_of_the_lap_in_gaps_is_refused() -> None:
    sentence = (
        'L7 has no positions for more than a tenth of the lap: its time is valid, a comparison would not be.'
    )
    assert refusal(without(two_laps(), (10.0, 13.5), (25.0, 28.5))) == sentence


@pytest.mark.parametrize('lasts_s', [0.4, 2.0])
def test_a_lap_too_short_for_positions_is_refused(lasts_s: float) -> None:
    short = lap_of(LAP_S + 5.2, LAP_S + 5.2 + lasts_s, number=8)
    session = session_with(two_laps(rate_hz=1.0), LAP, short)
    assert session.course is not None
    with pytest.raises(LapsNotComparable) as caught:
        place(session, short, session.course, 'L8')
    assert str(caught.value) == f'L8 has too few positions to compare ({lasts_s:.0f}): its time is valid.'


def test_short_gaps_are_bridged() -> None:
    lap = placed(without(two_laps(), (5.0, 7.8), (15.0, 17.8), (25.0, 27.8), (32.0, 36.0)))
    assert lap.progress.gap_s == pytest.approx(4, abs=0.3)
    assert lap.progress.distance_at(np.array([LAP_S + 34])) == pytest.approx([34 * 25], abs=0.5)


def test_positions_that_wander_beside_the_line_are_too_uncertain() -> None:
    def wandering(way_m: Samples) -> Samples:
        right: Samples = 14.0 * np.sin(2 * np.pi * way_m / 260)
        return right

    sentence = refusal(two_laps(rate_hz=1.0, aside_m=wandering))
    pattern = (
        r'The positions of L7 are too uncertain to compare \(\d+ m beside the line\): its time is valid\.'
    )
    assert re.fullmatch(pattern, sentence)


@pytest.mark.parametrize(('factor', 'times'), [(1.5, '1.50'), (0.7, '0.70')])
def test_a_speed_in_another_unit_is_refused(factor: float, times: str) -> None:
    fixes = two_laps()
    drove = f'L7 drove {times} times the length of the course'
    sentence = f'{drove}: it is another lap, or its speed is in another unit.'
    assert refusal(replace(fixes, speed_mps=factor * fixes.speed_mps)) == sentence


def test_a_lap_of_another_course_is_refused() -> None:
    other = line_of(straight(200), arc(80, 180), straight(400), arc(80, 180), straight(200))
    assert refusal(two_laps(), course=Course(line=other)).startswith(
        'L7 is not a lap of the course it is compared on. '
    )


def test_a_lap_that_never_crosses_the_line_of_the_course_is_refused() -> None:
    far = replace(LINE, east_m=LINE.east_m + 500.0)
    sentence = refusal(two_laps(), replace(LAP, start_s=LAP_S + 6, end_s=2 * LAP_S + 6), Course(line=far))
    assert sentence == 'L7 does not cross the start line of the course it is compared on.'


def shifted(line: Line, by: int) -> Line:
    return replace(line, east_m=np.roll(line.east_m, -by), north_m=np.roll(line.north_m, -by))


def test_a_lap_is_cut_again_where_the_course_begins_elsewhere() -> None:
    """Two loggers' start lines on one circuit were 42 m apart."""
    lap = placed(two_laps(), course=Course(line=shifted(LINE, 42)))
    assert lap.start_s == pytest.approx(LAP_S + 42 * LINE.step_m / 25, abs=0.002)
    assert lap.time_s == pytest.approx(LAP_S, abs=0.002)
    assert lap.lap is LAP


def test_a_start_line_two_metres_off_is_the_same_one() -> None:
    lap = placed(two_laps(), course=Course(line=shifted(LINE, 2)))
    assert (lap.start_s, lap.time_s) == pytest.approx((LAP_S, LAP_S))


@pytest.mark.parametrize('late_s', [-0.03, 0.0, 0.012])
def test_the_residual_of_the_gate_is_our_time_less_that_of_the_logger(late_s: float) -> None:
    lap = replace(LAP, time_s=LAP_S - late_s, measured_by=MeasuredBy.LOGGER)
    assert placed(two_laps(), lap).gate_residual_ms == pytest.approx(1000 * late_s, abs=1)


def test_there_is_no_residual_of_a_time_that_is_ours_anyway() -> None:
    for ours in (MeasuredBy.GATE, MeasuredBy.LOOP):
        assert placed(two_laps(), replace(LAP, measured_by=ours)).gate_residual_ms is None


def by_speed(speed: Samples | None, time_s: Samples, name: str = 'wheel_speed_mps') -> PlacedLap:
    """Place a lap of a log that has no positions, from 20 s to 60 s."""
    nowhere = driven(LINE).taken(slice(0))
    frame = frame_of(driven(LINE)).select('time_s').head(time_s.size).with_columns(time_s=time_s)
    frame = frame if speed is None else frame.with_columns(**{name: speed})
    lap = lap_of(20.0, 60.0, number=7)
    return place(session_with(nowhere, lap, log=log_of(frame)), lap, COURSE, 'L7')


@pytest.mark.parametrize('name', ['wheel_speed_mps', 'speed_mps'])
def test_without_positions_the_speed_places_the_lap(name: str) -> None:
    time_s = np.arange(0, 80, 0.2)
    lap = by_speed(np.where(time_s < 40, 20.0, 40.0), time_s, name)
    assert lap.method is Method.DISTANCE
    assert (lap.start_s, lap.time_s) == (20, 40)
    third = LINE.length_m / 3  # 20 s at 20 m/s and 20 s at 40 m/s
    assert lap.progress.time_at(np.array([0, third / 2, third, 2 * third])) == pytest.approx(
        [20, 30, 40, 50], abs=0.15
    )
    assert lap.gate_residual_ms is None


def test_without_a_speed_only_the_time_can_be_told() -> None:
    with pytest.raises(
        LapsNotComparable, match='L7 has neither positions nor a speed: only its time can be told'
    ):
        by_speed(None, np.arange(0, 80, 0.2))


def test_a_speed_of_nothing_places_nothing() -> None:
    with pytest.raises(LapsNotComparable, match='L7 has no speed that could be compared'):
        by_speed(np.zeros(400), np.arange(0, 80, 0.2))
    with pytest.raises(LapsNotComparable, match='L7 has no speed that could be compared'):
        by_speed(np.full(8, 20.0), np.arange(0, 80, 10.0))
