from dataclasses import replace

from components.measured import course, lap_times, position, residual
from racetrace.telemetry.log import MeasuredBy
from racetrace.telemetry.summary import Driven, Passed, Summary
from tests.compared import lap

SESSION = Summary(name='a.csv', format='VBO', laps=(lap(1, 60.0), lap(2, 61.0)), fix_rate_hz=9.998)


def test_each_way_of_timing_is_told_once_with_its_coarsest_step() -> None:
    by_gate = replace(lap(3, 62.0), measured_by=MeasuredBy.GATE, resolution_ms=5.0)
    session = replace(SESSION, laps=(*SESSION.laps, by_gate, replace(by_gate, resolution_ms=3.0)))
    assert lap_times(session) == "logger's time, ±1 ms; crossing of the line, ±5 ms"
    assert lap_times(replace(SESSION, laps=())) == 'no lap is timed'


def test_a_phone_that_reckons_ahead_is_told_with_the_correction() -> None:
    assert position(SESSION) == '10 Hz'
    assert (
        position(replace(SESSION, fix_rate_hz=1.0, is_coarse=True)) == '1 Hz, too coarse for braking points'
    )
    phone = replace(SESSION, fix_rate_hz=1.0, is_coarse=True, tau_s=1.62)
    assert position(phone) == '1 Hz, reckoned ahead by the phone: corrected by 1.6 s'
    assert position(replace(SESSION, fix_rate_hz=None)) == 'none in the file'


def test_a_course_without_a_place_is_provisional() -> None:
    known = Driven(place='Riverside', length_m=2900.9)
    assert course(known) == '2901 m, closed, Riverside'
    assert (
        course(replace(known, place='', is_closed=False)) == '2901 m, open, provisional: found in these laps'
    )
    assert course(None) == 'none: no lap ends where it began'


def test_the_worst_crossing_is_told() -> None:
    passed = {1: Passed(splits_s=(), gate_residual_ms=3.0), 2: Passed(splits_s=(), gate_residual_ms=-7.4)}
    assert residual(replace(SESSION, passed=passed)) == "ours less the logger's: −7 ms at most, 2 laps"
    assert residual(SESSION) == '–'
    assert 'no logger' in residual(replace(SESSION, passed={1: Passed(splits_s=())}))
