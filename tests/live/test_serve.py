import asyncio
import json
from typing import Any

import pytest

from racetrace.errors import NotFound
from racetrace.live.boards import Boards
from racetrace.live.serve import serve_viewer
from tests.live.test_boards import reader


class Left(Exception):
    """The viewer is gone."""


class Page:
    """The other end of a socket."""

    def __init__(self) -> None:
        self.says: asyncio.Queue[str | Exception] = asyncio.Queue()
        self.told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def send_text(self, data: str) -> None:
        self.told.put_nowait(json.loads(data))

    async def receive_text(self) -> str:
        said = await self.says.get()
        if isinstance(said, Exception):
            raise said
        return said

    async def answer(self, said: str) -> dict[str, Any]:
        self.says.put_nowait(said)
        return await asyncio.wait_for(self.told.get(), 5)


async def test_a_viewer_is_told_and_may_ask_until_he_leaves() -> None:
    boards, page = Boards(), Page()
    async with boards.opened(1, reader().sessions):
        serving = asyncio.create_task(serve_viewer(page, boards, 1))
        assert [(await page.told.get())['type'] for _ in range(2)] == ['snapshot', 'feed']
        for said in ('{"type":"ping"}', 'hello', '[' * 10_000, '{"type":"delay"', '[1]', 'null'):
            assert await page.answer(said) == {'type': 'pong'}
        assert await page.answer('{"type":"pause"}') == {'type': 'delay', 'delay_s': 0.0, 'paused': True}
        assert (await page.answer('{"type":"resume"}'))['paused'] is False
        assert (await page.answer('{"type":"delay","seconds":"NaN"}'))['delay_s'] == 0.0
        page.says.put_nowait(Left())
        with pytest.raises(Left):
            await asyncio.wait_for(serving, 5)
        assert boards.viewers == 0


async def test_a_viewer_may_come_with_a_delay() -> None:
    boards, page = Boards(every_s=0.01), Page()
    async with boards.opened(1, reader().sessions):
        serving = asyncio.create_task(serve_viewer(page, boards, 1, delay_s=60.0))
        assert (await asyncio.wait_for(page.told.get(), 5))['type'] == 'snapshot'
        serving.cancel()
        await asyncio.wait({serving})


async def test_it_ends_with_the_board() -> None:
    boards, page = Boards(), Page()
    async with boards.opened(1, reader().sessions):
        serving = asyncio.create_task(serve_viewer(page, boards, 1))
        await page.told.get()
    await asyncio.wait_for(serving, 5)


async def test_where_nothing_is_told_nobody_is_served() -> None:
    with pytest.raises(NotFound):
        await serve_viewer(Page(), Boards(), 1)
