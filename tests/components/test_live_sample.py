from typing import Any

from components.live_sample import LAPS, sample_board
from racetrace.timing.shown import Shown


def rows(*, has_sectors: bool = False) -> dict[str, dict[str, Any]]:
    shown = Shown(sample_board(has_sectors=has_sectors)).snapshot()
    return {row['number']: row for row in shown['rows']}


def test_the_invented_race_has_what_a_board_must_show() -> None:
    board = rows()
    assert board['7']['laps'] == LAPS
    assert board['24']['gap'] == [0, 2]
    assert board['5']['pit_since_ms'] is not None
    assert [row['number'] for row in board.values() if row['last_mark'] == 'ob'] == []
    assert sum(lap[2] == 'ob' for row in board.values() for lap in row['recent']) == 1


def test_who_stopped_has_a_stint_since_then_and_two_drivers() -> None:
    stopped = rows()['21']
    assert (stopped['stint_laps'], stopped['drivers']) == (LAPS - 5, ['Finn', 'Gus'])
    assert stopped['out_ms'] is not None
    assert rows()['7']['out_ms'] is None


def test_sectors_come_only_when_the_feed_has_them() -> None:
    assert rows()['7']['s1'] is None
    assert rows(has_sectors=True)['7']['s1'] is not None
