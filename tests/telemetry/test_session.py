from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from racetrace.errors import LapsNotComparable
from racetrace.telemetry.channels import CANONICAL
from racetrace.telemetry.course import Course
from racetrace.telemetry.log import LapKind
from racetrace.telemetry.matching import Verdict
from racetrace.telemetry.session import Session, session_of
from racetrace.units import MPS_PER_KMH, MPS_PER_MPH
from tests.telemetry.made import frame_of, lap_of, log_of, logged, session_with
from tests.telemetry.shapes import driven, line_of, stadium
from tests.telemetry.test_dead_reckoning import as_reported, racing

LINE = line_of(*stadium())
LAP_S = LINE.length_m / 25


def phone(tau_s: float) -> Session:
    """Return a session whose phone reckons ahead, with an engine speed that is on time."""
    reported = as_reported(racing(), tau_s)
    rpm = pl.DataFrame({'time_s': np.arange(0, 200, 0.5), 'rpm': 3000 + 10 * np.arange(0, 200, 0.5)})
    frame = pl.concat([frame_of(reported), rpm], how='diagonal').sort('time_s')
    return session_of(log_of(frame), 'phone.csv')


def test_a_phone_is_found_corrected_and_named() -> None:
    session = phone(1.6)
    assert session.tau_s == pytest.approx(1.6, abs=0.05)
    assert session.is_coarse
    assert 'This phone reports where it expects the car to be. Corrected by 1.6 s.' in session.notes
    true = racing()
    east_m, north_m = true.origin.to_metres(
        *session.fixes.origin.to_degrees(session.fixes.east_m, session.fixes.north_m)
    )
    assert np.hypot(east_m - true.east_m, north_m - true.north_m).max() < 2.5  # of up to 75 m


@pytest.mark.parametrize('name', ['latitude_deg', 'longitude_deg', 'speed_mps', 'heading_deg'])
def test_what_the_receiver_said_was_true_that_much_earlier(name: str) -> None:
    session = phone(1.6)
    time_s, _ = session.recorded.samples(CANONICAL[name])
    assert time_s == pytest.approx(np.arange(200.0) + 1.6 - session.tau_s, abs=1e-9)


def test_what_the_car_said_is_on_time() -> None:
    time_s, rpm = phone(1.6).recorded.samples(CANONICAL['rpm'])
    assert time_s == pytest.approx(np.arange(0, 200, 0.5))
    assert rpm == pytest.approx(3000 + 10 * time_s)


def test_a_clean_receiver_is_not_moved() -> None:
    fixes = driven(LINE, laps=4)
    session = session_of(log_of(frame_of(fixes)), 'clean.csv')
    assert (session.tau_s, session.is_coarse, session.speed_factor) == (0.0, False, 1.0)
    assert session.recorded.samples(CANONICAL['speed_mps'])[0] == pytest.approx(fixes.time_s)


def test_a_speed_in_another_unit_is_corrected_wherever_it_is_read() -> None:
    fixes = driven(LINE, laps=4)
    mph = fixes.speed_mps / MPS_PER_MPH * MPS_PER_KMH  # mph under a label of km/h
    wheel = pl.DataFrame({'wheel_speed_mps': fixes.speed_mps})
    frame = pl.concat([frame_of(replace(fixes, speed_mps=mph)), wheel], how='horizontal')
    session = session_of(log_of(frame), 'mph.csv')
    assert session.speed_factor == pytest.approx(1.609344)
    assert session.fixes.speed_mps == pytest.approx(25)
    assert session.recorded.samples(CANONICAL['speed_mps'])[1] == pytest.approx(25)
    assert session.recorded.samples(CANONICAL['wheel_speed_mps'])[1] == pytest.approx(25)
    assert session.notes == ('The speed column holds mph under a km/h label: corrected from the positions.',)


def test_a_log_becomes_laps_a_gate_and_a_course() -> None:
    fixes = driven(LINE, laps=4)
    session = session_of(log_of(frame_of(fixes), laps=logged(*np.arange(4) * LAP_S)), 'three.csv')
    assert [lap.number for lap in session.laps] == [1, 2, 3]
    assert session.gate is not None
    assert session.course is not None
    assert session.course.line.length_m == pytest.approx(LINE.length_m, rel=0.001)
    assert session.course is session.course  # made once


def test_without_a_lap_that_closes_there_is_no_course() -> None:
    fixes = driven(LINE, laps=4)
    assert session_with(fixes, lap_of(0, LAP_S, kind=LapKind.OPEN)).course is None


def test_laps_are_asked_for_by_number() -> None:
    fixes = driven(LINE, laps=3)
    session = session_with(fixes, lap_of(0, LAP_S, number=4), lap_of(LAP_S, 2 * LAP_S, number=6))
    assert session.lap(6).start_s == LAP_S
    with pytest.raises(LapsNotComparable, match=r'^made\.csv has no lap 5; its laps are: 4, 6\.$'):
        session.lap(5)
    with pytest.raises(LapsNotComparable, match=r'its laps are: none\.$'):
        session_with(fixes).lap(1)


def test_what_was_recorded_is_that_of_the_log_made_once() -> None:
    session = phone(1.6)
    recorded = session.recorded
    assert recorded is session.recorded
    assert recorded.frame is session.log.frame
    assert recorded.channels is session.log.channels
    assert (recorded.tau_s, recorded.speed_factor) == (session.tau_s, session.speed_factor)


@pytest.mark.parametrize(('rate_hz', 'coarse'), [(1.0, True), (2.0, True), (5.0, False), (25.0, False)])
def test_at_two_hertz_and_fewer_positions_are_coarse(rate_hz: float, coarse: bool) -> None:
    assert session_with(driven(LINE, rate_hz=rate_hz)).is_coarse is coarse


def test_only_a_matched_lap_drove_the_course() -> None:
    whole = [lap_of(n * LAP_S, (n + 1) * LAP_S, number=n) for n in range(3)]
    short = lap_of(3 * LAP_S, 3.6 * LAP_S, number=3)
    ahead = lap_of(3 * LAP_S, 4 * LAP_S, number=4, kind=LapKind.OPEN)
    session = session_with(driven(LINE, laps=4.1), *whole, short, ahead)
    courses = [session.course_name(lap) for lap in session.laps]
    assert courses == ['provisional', 'provisional', 'provisional', None, None]
    assert set(session.matches) == {0, 1, 2, 3}  # of the whole laps


def test_a_course_has_the_name_that_the_file_gives_its_track() -> None:
    fixes = driven(LINE, laps=3)
    log = replace(log_of(frame_of(fixes)), track='Oval')
    session = session_with(fixes, lap_of(0, LAP_S), log=log)
    assert session.course_name(session.laps[0]) == 'Oval'


def test_a_course_that_comes_back_from_a_store_is_still_the_own_one() -> None:
    session = session_with(driven(LINE, laps=3), lap_of(0, LAP_S))
    assert session.course is not None
    again = Course(line=replace(session.course.line), name='Oval', given_corners=())
    assert session.owns(again)
    assert session.fixes_on(again) is session.fixes
    assert not session.owns(Course(line=replace(LINE, east_m=LINE.east_m + 0.001)))
    assert not session_with(driven(LINE)).owns(again)


def test_on_the_course_of_another_session_the_fixes_are_laid_on_its_line() -> None:
    beside = replace(LINE, east_m=LINE.east_m + 6.0)
    session = session_with(driven(LINE, laps=3), lap_of(0, LAP_S), lap_of(LAP_S, 2 * LAP_S, number=2))
    moved = session.fixes_on(Course(line=beside))
    assert moved.east_m - session.fixes.east_m == pytest.approx(6.0, abs=0.1)
    assert moved.north_m == pytest.approx(session.fixes.north_m, abs=0.1)
    assert {number: match.verdict for number, match in session.matches_on(Course(line=beside)).items()} == {
        1: Verdict.SAME,
        2: Verdict.SAME,
    }
