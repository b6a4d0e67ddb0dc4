from dataclasses import replace

import numpy as np
import pytest

from racetrace.telemetry.corrections import Correction, CorrectionKind, corrected, holding, newest
from racetrace.telemetry.course import Course
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy
from racetrace.telemetry.plane import Fixes
from racetrace.telemetry.recutting import begun_at, gate_on, labelled, nearest_node, recut, turned
from racetrace.telemetry.track import Track
from tests.telemetry.made import fixes_of, frame_of, log_of, session_with
from tests.telemetry.shapes import line_of, stadium

LINE = line_of(*stadium())  # 1,177 m, begins in the middle of the western straight
SPEED_MPS = 20.0
ROUND_S = LINE.length_m / SPEED_MPS
SPLIT, MERGE, EXCLUDE = CorrectionKind.SPLIT, CorrectionKind.MERGE, CorrectionKind.EXCLUDE


def driven(rounds: float = 4.5) -> Fixes:
    """Drive round and round at 10 Hz, from 100 m before the first node of the line."""
    time_s = np.arange(0, rounds * ROUND_S, 0.1)
    east_m, north_m = LINE.position(SPEED_MPS * time_s - 100)
    return fixes_of(time_s, east_m, north_m, SPEED_MPS)


def lap(number: int, start_s: float, end_s: float, kind: LapKind = LapKind.FLYING) -> Lap:
    is_timed = kind not in {LapKind.OUT, LapKind.OPEN}
    return Lap(
        number=number,
        kind=kind,
        start_s=start_s,
        end_s=end_s,
        time_s=round(end_s - start_s, 3) if is_timed else None,
        measured_by=MeasuredBy.LOGGER,
        resolution_ms=1.0,
        length_m=SPEED_MPS * (end_s - start_s),
        max_speed_mps=SPEED_MPS,
    )


FIRST_S = 5.0
ENDS = [FIRST_S + k * ROUND_S for k in range(4)]
LAPS = (
    lap(0, 0.0, ENDS[0], LapKind.OUT),
    *(lap(k + 1, ENDS[k], ENDS[k + 1]) for k in range(3)),
    lap(4, ENDS[3], 4.4 * ROUND_S, LapKind.OPEN),
)


def after(*made: Correction) -> tuple[Lap, ...]:
    return corrected(LAPS, made, driven(), None)


def middle(number: int) -> float:
    return (LAPS[number].start_s + LAPS[number].end_s) / 2


def test_without_corrections_laps_stay_what_they_are() -> None:
    assert after() == LAPS


def test_the_numbers_after_a_split_go_up_and_after_a_merge_down() -> None:
    assert [one.number for one in after(Correction(kind=SPLIT, at_s=middle(2)))] == [0, 1, 2, 3, 4, 5]
    assert [one.number for one in after(Correction(kind=MERGE, at_s=middle(2)))] == [0, 1, 2, 3]


def test_half_a_lap_is_cut_and_two_whole_ones_are_double() -> None:
    halves = after(Correction(kind=SPLIT, at_s=middle(2)))[2:4]
    assert [half.kind for half in halves] == [LapKind.CUT, LapKind.CUT]
    assert {half.measured_by for half in halves} == {MeasuredBy.HAND}
    assert all(half.resolution_ms == 100 for half in halves), 'no finer than the fixes'
    double = after(Correction(kind=MERGE, at_s=middle(2)))[2]
    assert double.kind is LapKind.DOUBLE
    assert double.time_s == pytest.approx(2 * ROUND_S, abs=2e-3)
    assert double.length_m == pytest.approx(2 * LINE.length_m, rel=1e-3)


def test_split_near_the_line_it_is_split_at_the_crossing() -> None:
    double = corrected(LAPS, [Correction(kind=MERGE, at_s=middle(2))], driven(), None)
    gate = Course(line=LINE).gate
    found = corrected(double, [Correction(kind=SPLIT, at_s=ENDS[2] + 2.0)], driven(), gate)
    assert found[2].end_s == pytest.approx(ENDS[2], abs=2e-3)
    assert (found[2].measured_by, found[2].kind) == (MeasuredBy.GATE, LapKind.FLYING)


def test_an_out_lap_stays_untimed_when_it_is_split_or_grows() -> None:
    first, second = after(Correction(kind=SPLIT, at_s=2.5))[:2]
    assert (first.kind, first.time_s) == (LapKind.OUT, None)
    assert second.is_timed
    assert not after(Correction(kind=MERGE, at_s=2.5))[0].is_timed
    assert not after(Correction(kind=MERGE, at_s=middle(3)))[3].is_timed, 'the last one never ended'


@pytest.mark.parametrize('at_s', [ENDS[1] + 0.5, ENDS[2] - 0.5])
def test_a_lap_is_not_split_within_a_second_of_its_ends(at_s: float) -> None:
    assert after(Correction(kind=SPLIT, at_s=at_s)) == LAPS


@pytest.mark.parametrize('at_s', [-3.0, 1e9, None])
@pytest.mark.parametrize('kind', [SPLIT, MERGE, EXCLUDE])
def test_a_moment_in_no_lap_changes_nothing(kind: CorrectionKind, at_s: float | None) -> None:
    assert after(Correction(kind=kind, at_s=at_s, reason='x')) == LAPS


def test_the_last_reason_to_exclude_a_lap_counts() -> None:
    found = after(*(Correction(kind=EXCLUDE, at_s=middle(2), reason=why) for why in ('Rain.', 'Traffic.')))
    assert [one.excluded_reason for one in found] == ['', '', 'Traffic.', '', '']
    assert not found[2].is_best_candidate
    assert found[2].is_comparable


def test_a_moment_belongs_to_the_lap_that_begins_with_it() -> None:
    assert [holding(LAPS, at) for at in (-1.0, 0.0, ENDS[1], 1e9, None)] == [None, 0, 2, None, None]


def test_of_several_corrections_of_a_kind_the_newest_is_told() -> None:
    made = [Correction(kind=CorrectionKind.COURSE, course_id=n) for n in (1, 2)]
    assert newest([*made, Correction(kind=SPLIT, at_s=1.0)], CorrectionKind.COURSE) == made[1]
    assert newest(made, CorrectionKind.GATE) is None


def test_a_line_that_begins_elsewhere_is_the_same_path_and_comes_back_to_the_last_bit() -> None:
    moved = begun_at(LINE, 300)
    assert np.array_equal(moved.position(np.zeros(1)), LINE.position(np.array([300 * LINE.step_m])))
    assert moved.length_m == LINE.length_m
    assert moved.version != LINE.version
    assert begun_at(moved, LINE.nodes - 300).version == LINE.version


def test_a_course_is_turned_to_the_place_nearest_by() -> None:
    right_m = 7.0
    east, north = LINE.beside(np.array([400 * LINE.step_m]), np.array([right_m]))
    latitude, longitude = (float(a[0]) for a in LINE.origin.to_degrees(east, north))
    assert nearest_node(LINE, latitude, longitude) == pytest.approx(400, abs=1)
    course = turned(Course(line=LINE, name='Here'), latitude, longitude)
    assert course.name == 'Here'
    assert abs(course.gate.along_m(east, north)[0]) < 1.0
    assert abs(course.gate.aside_m(east, north)[0]) == pytest.approx(right_m, abs=0.2)


def test_a_session_is_cut_at_the_gate_of_a_turned_course_where_it_was_driven() -> None:
    session = session_with(driven(), *LAPS, log=log_of(frame_of(driven())))
    course = Course(line=begun_at(LINE, 300))
    found = recut(session, gate_on(session, course))
    starts = [one.start_s for one in found.laps if one.is_timed]
    first_s = FIRST_S + 300 * LINE.step_m / SPEED_MPS
    assert starts == pytest.approx([first_s + k * ROUND_S for k in range(len(starts))], abs=5e-3)
    assert {one.measured_by for one in found.laps} == {MeasuredBy.GATE}


def test_stated_times_go_with_the_laps_that_they_mostly_are() -> None:
    moved = [replace(one, start_s=one.start_s + 3, end_s=one.end_s + 3) for one in LAPS[1:4]]
    assert [one.stated_time_s for one in labelled(moved, LAPS)] == [one.time_s for one in LAPS[1:4]]
    again = labelled(moved, [replace(one, measured_by=MeasuredBy.GATE, stated_time_s=59.0) for one in moved])
    assert {one.stated_time_s for one in again} == {59.0}, 'from one cut to the next'
    beyond = [replace(one, start_s=one.start_s + 5 * ROUND_S, end_s=one.end_s + 5 * ROUND_S) for one in moved]
    assert {one.stated_time_s for one in labelled(beyond, LAPS)} == {None}


def test_the_gate_of_a_track_stands_square_to_it() -> None:
    track = Track.of_course(Course(line=LINE))
    gate = track.gate_at(300)
    assert gate.heading_rad == pytest.approx(float(LINE.heading_rad[300]), abs=1e-6)
    latitude, longitude = track.place_deg(300)
    assert nearest_node(LINE, latitude, longitude) == 300


def test_where_no_course_is_known_the_way_itself_takes_the_gate() -> None:
    fixes = driven()
    track = Track.of_way(fixes)
    assert track.east_m.size <= 2000
    assert not track.is_closed
    gate = track.gate_at(500)
    assert (gate.east_m, gate.north_m) == (track.east_m[500], track.north_m[500])
    behind = gate.along_m(track.east_m[499:500], track.north_m[499:500])
    assert behind[0] < 0
