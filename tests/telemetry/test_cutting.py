from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from racetrace.telemetry.cutting import Cut, cut_laps
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import FileGate, LapKind, LoggedLap, MeasuredBy
from racetrace.telemetry.plane import Fixes
from tests.telemetry.made import fixes_of, frame_of, log_of, logged
from tests.telemetry.shapes import ORIGIN, line_of, stadium

LINE = line_of(*stadium())  # 1,177 m, begins in the middle of the western straight
HERE = ORIGIN.to_degrees(np.array([0.0]), np.array([30.0]))
GATE = FileGate(latitude_deg=float(HERE[0][0]), longitude_deg=float(HERE[1][0]), heading_deg=0.0)

Stretch = tuple[float, float]  # way [m], speed [m/s]; for a standstill its seconds and 0


def drive(*stretches: Stretch, start_m: float = -70.0) -> tuple[Fixes, list[float]]:
    """Drive one stretch after the other at 10 Hz; return the moments between them as well.

    It begins 100 m before the gate of the file.
    """
    lasts = [way / speed if speed else way for way, speed in stretches]
    ends = np.concatenate([[0.0], np.cumsum(lasts)])
    places = start_m + np.concatenate([[0.0], np.cumsum([way if speed else 0 for way, speed in stretches])])
    time_s = np.arange(0, ends[-1], 0.1)
    speeds = np.array([speed for _, speed in stretches])
    speed_mps = speeds[np.searchsorted(ends, time_s, side='right') - 1]
    east_m, north_m = LINE.position(np.interp(time_s, ends, places))
    return fixes_of(time_s, east_m, north_m, speed_mps), ends.tolist()


def cut(fixes: Fixes, *, laps: list[LoggedLap] | None = None, gate: FileGate | None = GATE) -> Cut:
    return cut_laps(log_of(frame_of(fixes), laps=laps or (), gate=gate), fixes)


def by_gate(*stretches: Stretch) -> tuple[Lap, ...]:
    return cut(drive((100.0, 20.0), *stretches, (150.0, 20.0))[0]).laps


def kinds(laps: tuple[Lap, ...]) -> list[str]:
    return [lap.kind.value for lap in laps]


ROUND = LINE.length_m


def test_before_the_first_crossing_is_lap_0_and_after_the_last_it_stays_open() -> None:
    laps = by_gate((3 * ROUND, 20.0))
    assert [lap.number for lap in laps] == [0, 1, 2, 3, 4]
    assert kinds(laps) == ['out', 'flying', 'flying', 'flying', 'open']
    assert [lap.is_timed for lap in laps] == [False, True, True, True, False]
    assert [lap.time_s for lap in laps[1:4]] == pytest.approx([ROUND / 20] * 3, abs=0.002)
    assert all(after.start_s == lap.end_s for lap, after in pairwise(laps))
    assert (laps[0].start_s, laps[-1].end_s) == pytest.approx((0.0, 12.5 + 3 * ROUND / 20), abs=0.1)


def test_a_lap_knows_its_way_its_top_speed_and_how_it_was_measured() -> None:
    lap = by_gate((ROUND, 20.0), (ROUND, 25.0))[2]
    assert lap.length_m == pytest.approx(ROUND, abs=1.0)
    assert lap.max_speed_mps == 25.0
    assert (lap.measured_by, lap.resolution_ms) == (MeasuredBy.GATE, 5.0)


KINDS = [
    ([(ROUND, 20.0), (ROUND, 20.0), (ROUND, 20.0)], ['flying', 'flying', 'flying']),
    ([(ROUND, 20.0), (ROUND, 15.5), (ROUND, 20.0)], ['flying', 'flying', 'flying']),  # 1.29 of the best
    ([(ROUND, 20.0), (ROUND, 15.2), (ROUND, 20.0)], ['flying', 'slow', 'flying']),  # 1.32
    ([(ROUND, 20.0), (400.0, 20.0), (2.8, 0.0), (ROUND - 400, 20.0), (ROUND, 20.0)], ['flying'] * 3),
    (
        [(ROUND, 20.0), (400.0, 20.0), (3.3, 0.0), (ROUND - 400, 20.0), (ROUND, 20.0)],
        ['flying', 'pit', 'flying'],
    ),
    (
        # three stops of 2 s are no pit stop
        [(ROUND, 20.0), *[(300.0, 20.0), (2.0, 0.0)] * 3, (ROUND - 900, 20.0), (ROUND, 20.0)],
        ['flying', 'flying', 'flying'],
    ),
]


@pytest.mark.parametrize(('stretches', 'expected'), KINDS)
def test_timed_laps_are_judged_beside_each_other(stretches: list[Stretch], expected: list[str]) -> None:
    assert kinds(by_gate(*stretches)) == ['out', *expected, 'open']


def test_a_pit_lap_is_whole_but_its_stop_does_not_make_the_others_slow() -> None:
    laps = by_gate((ROUND, 20.0), (400.0, 20.0), (60.0, 0.0), (ROUND - 400, 20.0), (ROUND, 20.0))
    assert kinds(laps) == ['out', 'flying', 'pit', 'flying', 'open']
    assert laps[2].is_comparable


def test_a_missed_crossing_makes_a_double_lap() -> None:
    fixes, _ = drive((100.0, 20.0), (4 * ROUND, 20.0), (150.0, 20.0))
    second = 5 + 2 * ROUND / 20
    unseen = np.abs(fixes.time_s - second) < 2.5  # a gap of 5 s over the line
    laps = cut(fixes.taken(~unseen)).laps
    assert kinds(laps) == ['out', 'flying', 'double', 'flying', 'open']
    assert not laps[2].is_comparable


def test_a_pass_through_the_pit_lane_ends_a_lap_in_and_begins_a_lap_out() -> None:
    fixes, _ = drive((100.0, 20.0), (4 * ROUND, 20.0), (150.0, 20.0))
    since_s = fixes.time_s - (5 + 2 * ROUND / 20)
    aside_m = 28 * np.exp(-((since_s / 4) ** 2))  # wider than the line's 20 m, within the 40 of a pit lane
    heading = LINE.heading_rad[0]
    beside = replace(
        fixes,
        east_m=fixes.east_m + aside_m * np.cos(heading),
        north_m=fixes.north_m - aside_m * np.sin(heading),
    )
    laps = cut(beside).laps
    assert kinds(laps) == ['out', 'flying', 'in', 'out', 'flying', 'open']
    assert [lap.is_best_candidate for lap in laps] == [False, True, False, False, True, False]


@pytest.mark.parametrize(
    ('share', 'kind'), [(0.94, 'cut'), (0.96, 'flying'), (1.25, 'flying'), (1.45, 'slow'), (1.55, 'double')]
)
def test_the_way_tells_cut_and_double_laps(share: float, kind: str) -> None:
    fixes, moments = drive((ROUND, 20.0), (share * ROUND, 20.0), (ROUND, 20.0), (ROUND, 20.0))
    laps = cut(fixes, laps=logged(*moments)).laps
    assert kinds(laps) == ['flying', kind, 'flying', 'flying']


def test_one_lap_alone_is_never_an_outlier() -> None:
    for speed in (4.0, 20.0):
        assert kinds(by_gate((ROUND, speed))) == ['out', 'flying', 'open']


def test_two_laps_of_different_lengths_do_not_judge_each_other() -> None:
    fixes, moments = drive((ROUND, 20.0), (0.8 * ROUND, 20.0))
    assert kinds(cut(fixes, laps=logged(*moments)).laps) == ['flying', 'flying']


def test_one_lap_alone_may_still_be_a_pit_lap() -> None:
    assert kinds(by_gate((300.0, 20.0), (5.0, 0.0), (ROUND - 300, 20.0))) == ['out', 'pit', 'open']


@pytest.mark.parametrize(
    ('accuracy_m', 'kind'), [(np.nan, 'pit'), (5.0, 'pit'), (19.0, 'pit'), (21.0, 'flying')]
)
def test_a_standstill_that_the_receiver_is_unsure_of_is_none(accuracy_m: float, kind: str) -> None:
    fixes, _ = drive((100.0, 20.0), (ROUND, 20.0), (300.0, 20.0), (5.0, 0.0), (ROUND, 20.0))
    unsure = np.where(fixes.speed_mps < 1, accuracy_m, 4.0)
    assert cut(replace(fixes, accuracy_m=unsure)).laps[2].kind == kind


def test_the_times_of_the_logger_are_kept_to_the_digit() -> None:
    fixes, moments = drive((ROUND, 20.0), (ROUND, 21.0), (ROUND, 20.5))
    laps = [replace(lap, time_s=58.0 + lap.number / 1000) for lap in logged(*moments)]
    result = cut(fixes, laps=laps)
    assert [lap.time_s for lap in result.laps] == [58.001, 58.002, 58.003]
    assert [lap.start_s for lap in result.laps] == moments[:-1]
    assert {lap.measured_by for lap in result.laps} == {MeasuredBy.LOGGER}
    assert {lap.resolution_ms for lap in result.laps} == {1.0}


def test_what_the_logger_says_of_a_lap_is_not_judged_again() -> None:
    fixes, moments = drive((ROUND, 20.0), (ROUND, 10.0), (ROUND, 20.0))
    stated = logged(*moments)
    stated[1] = replace(stated[1], kind=LapKind.PIT)
    assert kinds(cut(fixes, laps=stated).laps) == ['flying', 'pit', 'flying']


def test_pieces_of_the_laps_beside_are_left_out_and_named() -> None:
    fixes, moments = drive((200.0, 20.0), (ROUND, 20.0), (ROUND, 20.0), (300.0, 20.0))
    result = cut(fixes, laps=logged(*moments))
    assert [lap.number for lap in result.laps] == [2, 3]
    assert result.notes == ('Only parts of laps are in the file: 1, 4.',)


def test_the_laps_of_a_logger_without_a_line_show_where_its_line_is() -> None:
    fixes, moments = drive((100.0, 20.0), (ROUND, 20.0), (ROUND, 20.0), (ROUND, 20.0))
    gate = cut(fixes, laps=logged(*moments[1:]), gate=None).gate
    assert gate is not None
    assert (gate.east_m, gate.north_m) == pytest.approx((0, 30), abs=0.5)
    assert np.cos(gate.heading_rad) == pytest.approx(1)


def test_laps_of_a_logger_without_positions_are_laps_all_the_same() -> None:
    nothing = fixes_of(np.empty(0), np.empty(0), np.empty(0), 0.0)
    frame = frame_of(drive((ROUND, 20.0))[0]).select('time_s', 'speed_mps')
    result = cut_laps(log_of(frame, laps=logged(0.0, 58.0, 117.0)), nothing)
    assert [lap.time_s for lap in result.laps] == [58.0, 59.0]
    assert (result.gate, kinds(result.laps)) == (None, ['flying', 'flying'])


def test_without_marks_and_without_a_line_one_is_found() -> None:
    fixes, _ = drive((5.5 * ROUND, 20.0))
    result = cut(fixes, gate=None)
    first, *flying, last = result.laps
    assert (first.kind, last.kind) == (LapKind.OUT, LapKind.OPEN)
    assert {lap.kind for lap in flying} == {LapKind.FLYING}
    assert {lap.measured_by for lap in result.laps} == {MeasuredBy.LOOP}
    assert len(flying) in {4, 5}  # wherever the line was found
    assert [lap.time_s for lap in flying] == pytest.approx([ROUND / 20] * len(flying), abs=0.01)


def test_a_line_that_is_never_crossed_is_no_line() -> None:
    elsewhere = replace(GATE, latitude_deg=GATE.latitude_deg + 0.1)
    result = cut(drive((4.5 * ROUND, 20.0))[0], gate=elsewhere)
    assert {lap.measured_by for lap in result.laps} == {MeasuredBy.LOOP}


def test_where_nothing_is_passed_again_there_are_no_laps() -> None:
    result = cut(drive((0.9 * ROUND, 20.0))[0], gate=None)
    assert result.laps == ()
    assert result.notes == ('No line is crossed often enough to make laps.',)


def test_a_piece_of_a_second_is_no_lap_and_never_the_best() -> None:
    fixes, moments = drive((ROUND, 20.0), (20.0, 20.0), (ROUND, 20.0))
    found = cut(fixes, laps=logged(*moments))
    assert [lap.number for lap in found.laps] == [1, 3]
    assert found.notes == ('Only parts of laps are in the file: 2.',)


def test_a_lap_without_positions_is_judged_by_its_time() -> None:
    fixes, _ = drive((ROUND, 20.0), (ROUND, 20.0))
    at_one_hertz = fixes.taken(slice(None, None, 600))
    found = cut(at_one_hertz, laps=logged(0.0, 58.0, 116.0, 125.0, 183.0))
    assert [lap.number for lap in found.laps] == [1, 2, 4]


def test_laps_of_one_number_are_counted_anew() -> None:
    fixes, moments = drive((ROUND, 20.0), (ROUND, 21.0), (ROUND, 20.5))
    first, second, third = logged(*moments)
    found = cut(fixes, laps=[first, replace(second, number=1), replace(third, number=4)])
    assert [lap.number for lap in found.laps] == [1, 2, 3]
    assert found.notes == ('Lap numbers come twice in the file: its laps are counted anew.',)


def test_positions_that_jump_over_the_line_make_no_laps_of_seconds() -> None:
    fixes, _ = drive((100.0, 20.0), (3 * ROUND, 20.0), (150.0, 20.0))
    jumping = fixes.north_m.copy()
    after = np.flatnonzero((fixes.time_s > 5.15) & (fixes.time_s < 5.75))
    jumping[after[::3]] -= 14.0  # back before the line, again and again
    laps = cut(replace(fixes, north_m=jumping)).laps
    assert kinds(laps) == ['out', 'flying', 'flying', 'flying', 'open']
