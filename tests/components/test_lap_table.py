from dataclasses import replace

from components.lap_table import folded, rows
from racetrace.telemetry.log import LapKind
from racetrace.telemetry.summary import Passed, Summary
from tests.compared import lap

LAPS = (
    lap(0, None, LapKind.OUT),
    lap(1, 62.0, start_s=60),
    lap(2, 60.0, start_s=122),
    lap(3, 61.0, start_s=182),
    lap(4, 95.0, LapKind.PIT, start_s=243),
    lap(5, None, LapKind.OPEN, start_s=340),
)
SESSION = Summary(name='a.csv', format='TrackAddict', laps=LAPS)


def test_no_lap_is_dropped() -> None:
    assert [row['label'] for row in rows(SESSION)] == ['L0', 'L1', 'L2', 'L3', 'L4', 'L5']


def test_the_best_is_purple_an_own_best_green_and_the_usual_case_yellow() -> None:
    assert [row['tone'] for row in rows(SESSION)] == ['', 'green', 'purple', 'yellow', '', '']


def test_the_gap_is_to_the_best() -> None:
    assert [row['gap'] for row in rows(SESSION)] == ['', '+2.000', 'best', '+1.000', '', '']


def test_what_does_not_count_says_why() -> None:
    notes = [row['note'] for row in rows(SESSION)]
    assert notes[0] == 'out-lap, not timed'
    assert notes[4] == 'stood still, or in the pits'
    assert notes[5] == 'recording ends, not timed'


def test_a_lap_that_was_taken_out_is_not_the_best() -> None:
    out = replace(LAPS[2], excluded_reason='left the course')
    found = rows(replace(SESSION, laps=(*LAPS[:2], out, *LAPS[3:])))
    assert found[2]['note'] == 'left the course'
    assert found[3]['tone'] == 'purple'


def test_a_time_says_how_it_was_measured_and_how_finely() -> None:
    assert [row['measured'] for row in rows(SESSION)][:2] == ['', "logger's time, ±1 ms"]


def test_a_lap_on_the_track_has_its_ribbon_and_another_says_why_not() -> None:
    there = {1: Passed(splits_s=(31.0, 31.0)), 2: Passed(splits_s=(30.0, 30.0))}
    found = rows(replace(SESSION, passed=there))
    assert [row['ribbon'] is not None for row in found] == [False, True, True, False, False, False]
    assert found[3]['note'] == 'no mini-sectors: it has no place on the track'


def test_laps_that_do_not_count_stand_behind_one_row() -> None:
    assert folded(SESSION) == '3 laps not counted'
    untimed = (LAPS[0], *LAPS[1:4], LAPS[5])
    assert folded(replace(SESSION, laps=untimed)) == '2 laps not timed'
    assert folded(replace(SESSION, laps=LAPS[1:4])) == ''
    assert folded(replace(SESSION, laps=LAPS[:1])) == '', 'there is nothing else to see'
