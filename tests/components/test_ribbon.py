from dataclasses import replace

from components.ribbon import HEIGHT, LOWEST, Tone, cells, drawn, ribbons
from racetrace.telemetry.summary import Passed, Summary
from tests.compared import lap

SESSION = Summary(
    name='a.csv',
    format='TrackAddict',
    laps=(lap(1, 60.0), lap(2, 61.0, start_s=60)),
    passed={1: Passed(splits_s=(20.0, 20.0, 20.0)), 2: Passed(splits_s=(19.0, 20.5, 21.5))},
)


def test_the_best_of_all_is_purple_and_what_lost_more_than_a_twentieth_is_red() -> None:
    strip = cells((20.0, 20.9, 21.1, 30.0), (20.0, 20.0, 20.0, 20.0))
    assert [cell.tone for cell in strip] == [Tone.BEST, Tone.USUAL, Tone.LOST, Tone.LOST]


def test_height_falls_with_what_was_lost_and_never_to_nothing() -> None:
    strip = cells((20.0, 20.4, 40.0), (20.0, 20.0, 20.0))
    assert [round(cell.height, 3) for cell in strip] == [1.0, 0.88, LOWEST]


def test_each_lap_has_the_purple_of_its_own_best_cells() -> None:
    found = ribbons(SESSION)
    assert found[1]['said'] == '2 mini-sectors best of all, 1 with more than 5 % lost'
    assert found[2]['said'] == '1 mini-sector best of all, 1 with more than 5 % lost'


def test_a_lap_that_was_taken_out_sets_no_best() -> None:
    out = replace(SESSION.laps[1], excluded_reason='left the course')
    found = ribbons(replace(SESSION, laps=(SESSION.laps[0], out)))
    assert found[1]['said'] == '3 mini-sectors best of all, 0 with more than 5 % lost'
    assert 'purple' not in found[2]['paths']


def test_a_stretch_that_took_no_time_is_drawn_all_the_same() -> None:
    assert [cell.height for cell in cells((0.0, 1.0), (0.0, 1.0))] == [1.0, 1.0]


def test_every_cell_stands_on_the_ground() -> None:
    strip = drawn(cells((20.0, 20.4), (20.0, 20.0)))
    assert strip['paths'] == {
        'purple': f'M0.0 0.0h119.0v{HEIGHT}.0h-119.0z',
        'even': f'M120.0 2.2h119.0v{0.88 * HEIGHT:.1f}h-119.0z',
    }
