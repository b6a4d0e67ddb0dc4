from dataclasses import replace

import pytest

from components.arriving import STEPS, drawn, left_s, percent, says, size
from racetrace.live.hub import News, Stage
from racetrace.telemetry.arrived import Arrived
from racetrace.telemetry.summary import Summary
from tests.compared import lap

NEWS = News(key='a', name='kart.csv', stage=Stage.RECEIVING, size=4_000_000, done=1_000_000, of=4_000_000)
PLACING = replace(NEWS, stage=Stage.PLACING, done=5, of=9, job_id=1)
LAPS = (replace(lap(1, 62.0), id=11), replace(lap(2, 60.5), id=12), replace(lap(3, 61.0), id=13))
SESSION = Summary(id=7, name='kart.csv', format='TrackAddict', laps=LAPS)


def at(stage: Stage) -> News:
    return replace(NEWS, stage=stage, done=0, of=0)


def test_the_work_only_goes_forwards() -> None:
    stages = [stage for stage in Stage if not stage.is_end]
    begun = [percent(at(stage)) for stage in stages]
    assert begun == sorted(begun)
    assert begun[0] == 0
    assert percent(at(Stage.READY)) == 100


def test_a_step_gives_its_share_and_no_more() -> None:
    assert percent(NEWS) == 7
    assert percent(replace(NEWS, done=9e9)) == percent(at(Stage.READING))


def test_every_stage_has_a_step_and_words() -> None:
    for stage in Stage:
        shown = drawn(replace(at(stage), sentence='No.'))
        assert 0 <= shown['step'] <= len(STEPS)
        assert shown['says']


def test_what_is_left_is_said_once_the_pace_is_known() -> None:
    assert left_s(PLACING, spent_s=0.4) is None
    assert left_s(replace(PLACING, done=0), spent_s=4) is None
    assert left_s(PLACING, spent_s=2.5) == pytest.approx(2.0)
    assert says(PLACING, left=2.0) == 'Lap 6 of 9, about 2 s left'
    assert says(NEWS, left=200) == '1.0 MB of 4.0 MB, about 4 min left'


def test_what_is_ready_leads_to_its_laps_and_to_their_comparison() -> None:
    shown = drawn(replace(at(Stage.READY), job_id=1, session_id=7), Arrived(session=SESSION))
    assert shown['says'] == 'Ready: 3 laps, 1:00.500'
    assert (shown['laps'], shown['compare']) == ('/sessions/7', '/compare?laps=12,13&ref=12')
    assert shown['question'] == 'Compare the two best'


def test_what_is_ready_leads_to_its_best_against_the_best_before() -> None:
    before = replace(lap(9, 60.25), id=4)
    shown = drawn(replace(at(Stage.READY), job_id=1, session_id=7), Arrived(session=SESSION, before=before))
    assert shown['says'] == 'Ready: 3 laps, 1:00.500, +0.250 to the best before'
    assert (shown['compare'], shown['question']) == (
        '/compare?laps=4,12&ref=4',
        'Compare with the best before',
    )


def test_one_lap_cannot_be_compared_and_none_has_no_time() -> None:
    alone = drawn(at(Stage.READY), Arrived(session=replace(SESSION, laps=LAPS[:1])))
    assert (alone['says'], alone['compare']) == ('Ready: 1 lap, 1:02.000', '')
    assert drawn(at(Stage.READY), Arrived(session=replace(SESSION, laps=())))['says'] == 'Ready: 0 laps'


def test_what_was_deleted_in_the_meantime_leads_nowhere() -> None:
    shown = drawn(at(Stage.READY))
    assert (shown['says'], shown['laps'], shown['compare']) == ('Ready', '', '')


def test_a_refusal_and_a_wait_say_why() -> None:
    assert says(replace(at(Stage.REFUSED), sentence='No log.')) == 'No log.'
    assert says(replace(at(Stage.WAITING), sentence='The disk is full.')) == 'The disk is full.'


def test_a_file_is_as_large_as_a_person_says_it() -> None:
    assert [size(n) for n in (1, 12_400, 99_999, 100_000, 52_428_800)] == [
        '1 kB',
        '13 kB',
        '100 kB',
        '0.1 MB',
        '52.4 MB',
    ]
