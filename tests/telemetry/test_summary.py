from dataclasses import replace

from racetrace.telemetry.log import LapKind
from racetrace.telemetry.summary import Summary
from tests.compared import lap

LAPS = (lap(0, 50.0, LapKind.OUT), lap(1, 62.0), lap(2, 60.0), lap(3, 61.0), lap(4, 40.0, LapKind.CUT))
SESSION = Summary(name='a.csv', format='VBO', laps=LAPS)


def test_only_whole_timed_laps_are_ranked() -> None:
    assert [lap.number for lap in SESSION.ranked] == [2, 3, 1]
    assert SESSION.best is LAPS[2]


def test_a_lap_that_was_taken_out_is_not_ranked() -> None:
    out = replace(LAPS[2], excluded_reason='left the course')
    assert replace(SESSION, laps=(*LAPS[:2], out, LAPS[3])).best is LAPS[3]


def test_the_first_choice_is_the_best_against_the_second_best() -> None:
    assert [lap.number for lap in SESSION.first_choice] == [2, 3]


def test_a_slow_lap_is_chosen_where_there_is_no_second() -> None:
    laps = (lap(1, 60.0), lap(2, 95.0, LapKind.SLOW), lap(3, None, LapKind.OPEN))
    assert [lap.number for lap in replace(SESSION, laps=laps).first_choice] == [1, 2]


def test_a_session_without_laps_has_no_best() -> None:
    assert replace(SESSION, laps=()).best is None
    assert replace(SESSION, laps=()).first_choice == ()


def test_it_is_called_by_its_track_where_that_is_known() -> None:
    assert (SESSION.title, replace(SESSION, track='Riverside').title) == ('a.csv', 'Riverside')
