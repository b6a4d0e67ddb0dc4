import re

import pytest

from racetrace.simulation.apex_archive import apex_answer
from tests.recordings import recording
from tests.simulation.tiny_race import tiny_race


def answer(at_ms: int, request: str, sectors: bool = True) -> list[str]:
    return apex_answer(tiny_race(), at_ms, request, sectors=sectors).splitlines()


def test_laps_come_newest_first_and_the_first_crossing_has_no_time() -> None:
    assert answer(200_000, 'D#-100#D7.L') == [
        'D7.L0003#20000|19000|20500|p59500',
        'D7.L0002#20000|20000|20000|60000',
        'D7.L0001#|||',
    ]
    assert answer(200_000, 'D#-1#D12.L', sectors=False) == ['D12.L0004#|||60000']


def test_a_lap_with_a_stop_and_a_driver_s_best_are_marked() -> None:
    assert answer(250_000, 'D#-1#D7.L') == ['D7.L0004#20000|18500|81000|b119500']
    assert answer(200_000, 'D#-2#D12.L')[1] == 'D12.L0003#19900|20000|19850|g59750'


def test_a_stop_says_when_how_long_and_whose_stint_it_ended() -> None:
    assert answer(200_000, 'D#-999#D7.P') == ['D7.P01#1|3|175000|||175000|3|100070|175000']
    assert answer(250_000, 'D#-999#D7.P') == [
        'D7.P02#2|4|244000|||9000|1|100071|9000',
        'D7.P01#1|3|175000|235000|60000|175000|3|100070|175000',
    ]


def test_several_questions_are_answered_in_one_go() -> None:
    asked = 'D#-100#D7.L#-999#D7.P#2#D7.B#1#D7.INF'
    kinds = [line.split('#')[0] for line in answer(200_000, asked)]
    assert kinds == ['D7.L0003', 'D7.L0002', 'D7.L0001', 'D7.P01', 'D7.B', 'D7.INF']


def test_a_team_is_told_with_who_drives() -> None:
    said = answer(250_000, 'D#1#D12.INF')[0]
    assert 'name="South &amp; Sons"' in said
    assert said.count('current="1"') == 1


def test_a_session_that_is_over_is_archived_with_its_result() -> None:
    assert answer(100_000, 'S#') == []
    assert answer(260_000, 'S#') == ['1#Race']
    assert answer(260_000, 'S#1')[0].startswith('0@0@grid||<tbody>')
    assert answer(260_000, 'S#1#D#-1#D7.L') == ['D7.L0004#20000|18500|81000|b119500']


@pytest.mark.parametrize('request_', ['', 'x', 'D#', 'D#-1#D7.X', 'S#9', 'S#1#D#', 'S#-1', "D#-1#D7.L'--"])
def test_anything_else_is_an_error(request_: str) -> None:
    assert answer(260_000, request_) == ['error']


def test_a_kart_that_is_not_there_has_no_laps() -> None:
    assert answer(100_000, 'D#-5#D99.L') == []


def test_the_answers_have_the_shapes_of_real_ones() -> None:
    real = {shape(line) for line in recording('apex/laps/D83181.laps').read_text().splitlines()}
    asked = 'D#-100#D7.L#-999#D7.P#1#D7.INF'
    ours = {shape(line) for line in apex_answer(tiny_race(), 250_000, asked).splitlines()}
    assert ours <= real


def shape(line: str) -> str:
    """Return a line with 9 for every number; of a team the tags and the names of their attributes."""
    if '.INF#' in line:
        return str(sorted(set(re.findall(r'<[a-z/]+| [a-z]+=|/>', line))))
    return re.sub(r'#[gp]?(?=9)', '#', re.sub(r'\d+', '9', line).replace('|g9', '|9').replace('|p9', '|9'))
