import pytest

from racetrace.errors import NotFound
from racetrace.live.boards import Boards
from racetrace.live.reader import Reader
from racetrace.timing.apex import Apex
from tests.live.karts import init


def reader() -> Reader:
    one = Reader(Apex())
    one.read(init({'7': 3}), 1000)
    return one


async def test_a_board_can_be_watched_while_it_is_told() -> None:
    boards = Boards()
    async with boards.opened(1, reader().sessions) as broadcast:
        messages = boards.watch(1).messages()
        assert '"r7"' in await anext(messages)
        assert (boards.viewers_of(1), boards.viewers_of(2), boards.viewers) == (1, 0, 1)
    assert broadcast.is_over
    assert [text async for text in messages if '"snapshot"' in text] == []
    with pytest.raises(NotFound, match='is switched off'):
        boards.watch(1)


async def test_a_feed_that_is_started_again_is_another_board() -> None:
    boards = Boards()
    async with boards.opened('a', reader().sessions) as first:
        async with boards.opened('a', reader().sessions) as second:
            assert boards.broadcast('a') is second
        assert first is not second
