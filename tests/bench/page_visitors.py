"""Visitors of a live page that need no screen, in a process of their own.

Each fetches the page, opens the page's socket and the board's, answers both as a browser does, and notes how
old each change is when it comes. A line on stdin, `board 8` or `feed 8`, asks for the ages [ms] of what comes
in so many seconds from the board, or from the feed itself; they are answered as one line of JSON.
"""

import asyncio
import json
import re
import sys
import time
from ast import literal_eval
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx
from socketio import AsyncClient
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.bench.paced_feed import STAMP

AT_ONCE: Final = 8  # pages that are asked for together
PULSE_S: Final = 1.0  # a page asks whether anybody is there when it heard nothing for so long
LAST_S: Final = 1.0  # of a look: what changed then may not have come to everybody yet
QUERY: Final = re.compile(r'query: (\{.*?\}),\n')


@dataclass(slots=True)
class Heard:
    """What one visitor was told."""

    late_ms: dict[int, float] = field(default_factory=dict)  # of each change, by its time

    def note(self, said: str) -> None:
        now_ms = time.time() * 1000
        for stamp in map(int, STAMP.findall(said)):
            self.late_ms.setdefault(stamp, now_ms - stamp)


class Visitors:
    def __init__(self, site: str, page: str) -> None:
        self._site, self._page = site, page
        self.heard: list[Heard] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def come(self, count: int) -> None:
        turns = asyncio.Semaphore(AT_ONCE)
        async with httpx.AsyncClient(base_url=self._site, timeout=60) as web:
            await asyncio.gather(*(self._visit(web, turns) for _ in range(count)))

    async def _visit(self, web: httpx.AsyncClient, turns: asyncio.Semaphore) -> None:
        async with turns:
            page = (await web.get(self._page)).raise_for_status().text
            found = QUERY.search(page)
            assert found, 'the page does not say how its socket is opened'
            shown = AsyncClient(reconnection=False, handle_sigint=False, request_timeout=60)
            asked = httpx.QueryParams(_worded(literal_eval(found[1])))
            await shown.connect(
                f'{self._site}?{asked}',
                socketio_path='/_nicegui_ws/socket.io',
                transports=['websocket'],
                wait_timeout=60,
            )
            opened = asyncio.get_running_loop().create_future()
            self._tasks.append(asyncio.create_task(self._watch(shown, opened)))
            await opened

    async def _watch(self, shown: AsyncClient, opened: 'asyncio.Future[None]') -> None:
        board = f'{self._site}/api/v1{self._page}/ws'.replace('http', 'ws', 1)
        async with connect(board, compression=None) as told:
            heard = Heard()
            heard.note(str(await told.recv()))  # the whole: those changes are old
            self.heard.append(heard)
            opened.set_result(None)
            beating = asyncio.create_task(_beat(told))
            async for said in told:
                heard.note(str(said))
            beating.cancel()
        await shown.disconnect()

    async def look(self, seconds: float) -> list[float]:
        """Return how late each change came to each; each change has to come to everybody."""
        assert not any(task.done() for task in self._tasks), 'a socket was closed'
        return await looked(self.heard, seconds)


async def looked(visitors: Sequence[Heard], seconds: float) -> list[float]:
    from_ms = time.time() * 1000
    await asyncio.sleep(seconds + LAST_S)
    until_ms = from_ms + seconds * 1000
    counted = [{at: ms for at, ms in one.late_ms.items() if from_ms < at < until_ms} for one in visitors]
    every = set().union(*counted)
    missing = sum(len(every - one.keys()) for one in counted)
    assert every, 'nothing changed'
    assert not missing, f'{missing} changes did not come to somebody'
    return [ms for one in counted for ms in one.values()]


async def listened(feed: str, count: int, seconds: float) -> list[float]:
    """Return how late each change comes to so many who hear the feed itself."""
    heard = [Heard() for _ in range(count)]
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        sockets = [await stack.enter_async_context(connect(feed, compression=None)) for _ in heard]
        listening = [tasks.create_task(_listen(*each)) for each in zip(sockets, heard, strict=True)]
        late_ms = await looked(heard, seconds)
        for one in listening:
            one.cancel()
    return late_ms


async def _listen(socket: ClientConnection, heard: Heard) -> None:
    async for said in socket:
        heard.note(str(said))


async def _beat(socket: ClientConnection) -> None:
    while True:
        await asyncio.sleep(PULSE_S)
        try:
            await socket.send('{"type":"ping"}')
        except ConnectionClosed:
            return


def _worded(query: dict[str, Any]) -> dict[str, str]:
    """Return the query as a browser words it, and with what it adds."""
    of_a_browser = {'tab_id': str(uuid4()), 'document_id': str(uuid4())}
    return of_a_browser | {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in query.items()
    }


async def main(site: str, page: str, feed: str, count: int) -> None:
    visitors = Visitors(site, page)
    await visitors.come(count)
    print('"open"', flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        what, seconds = line.split()
        at_board = what == 'board'
        late_ms = await (visitors.look(float(seconds)) if at_board else listened(feed, count, float(seconds)))
        print(json.dumps(late_ms), flush=True)


if __name__ == '__main__':
    where_site, where_page, where_feed, how_many = sys.argv[1:]
    asyncio.run(main(where_site, where_page, where_feed, int(how_many)))
