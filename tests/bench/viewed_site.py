"""A process with one board of 40 rows for a thousand viewers: by our hub, and by a bare broadcast beside it.

Told on `/ours` is what the hub tells, twice a second. On `/bare` the same texts go round to every socket, one
after the other, from a list that was made before. Each says when it was begun, by a clock of all processes.
"""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from random import Random

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from racetrace.cli.letting_go import LettingGo
from racetrace.live.boards import Boards
from racetrace.live.broadcast import EVERY_S, Broadcast
from racetrace.live.past import Sort
from racetrace.live.serve import serve_viewer
from racetrace.timing.events import Event, Lapped, Listed, Passed, Reset, Said
from racetrace.timing.sessions import Sessions
from racetrace.timing.words import Field, Kind, Mark

ROWS = 40
CROSSING = 6  # karts in half a second: more than the busiest circuit has


class Race:
    """Forty karts, of which some cross the line each half second."""

    def __init__(self) -> None:
        self.sessions = Sessions()
        self._random = Random(1)
        self._laps = dict.fromkeys((f'r{n}' for n in range(ROWS)), 0)
        self._at_ms = 0
        whole: list[Event] = [Reset(Kind.RACE), Listed(tuple(self._laps))]
        for place, key in enumerate(self._laps, 1):
            whole += [Said(key, Field.NUMBER, str(place)), Said(key, Field.NAME, f'Team of kart {place}')]
            whole.append(Said(key, Field.POSITION, place))
        self.sessions.read(whole, 1)

    def go_on(self) -> None:
        self._at_ms += 500
        said: list[Event] = []
        for key in self._random.sample(list(self._laps), CROSSING):
            self._laps[key] += 1
            ms = self._random.randrange(60_000, 64_000)
            said += [
                Said(key, Field.LAST, ms, Mark.PLAIN),
                Said(key, Field.LAPS, self._laps[key]),
                *(Said(key, sector, ms // 3, Mark.PLAIN) for sector in (Field.SECTOR_1, Field.SECTOR_2)),
                Lapped(key, self._laps[key], ms),
                Passed(key, 0, ms),
            ]
        self.sessions.read(said, self._at_ms)


def begun_now() -> dict[str, float]:
    """Return what the hub tells of the feed: here, only when it was asked."""
    return {'now_ms': time.monotonic() * 1000}


def texts(count: int) -> Sequence[str]:
    """Return what the hub would tell of such a race."""
    race = Race()
    broadcast = Broadcast(race.sessions)
    broadcast.about = begun_now
    for _ in range(count):
        race.go_on()
        broadcast.tick()
    past = broadcast.past
    deltas = [json.loads(past[n].text) for n in range(past.first, past.end) if past[n].sort is Sort.DELTA]
    return [json.dumps({**one, 'feed': None, 'now_ms': None}, separators=(',', ':')) for one in deltas]


class Bare:
    """All that a broadcast must do."""

    def __init__(self) -> None:
        self._sockets: set[WebSocket] = set()

    async def serve(self, one: WebSocket) -> None:
        await one.accept()
        self._sockets.add(one)
        with suppress(WebSocketDisconnect):
            while True:
                await one.receive_text()
        self._sockets.discard(one)

    async def run(self) -> None:
        prepared = [text.replace('"now_ms":null', '"now_ms":%s') for text in texts(120)]
        while True:
            for start in prepared:
                await asyncio.sleep(EVERY_S)
                if self._sockets:
                    text = start % begun_now()['now_ms']
                    for one in list(self._sockets):
                        with suppress(WebSocketDisconnect, RuntimeError):  # he has just left
                            await one.send_text(text)


def app() -> Starlette:
    bare, boards, race = Bare(), Boards(), Race()

    async def ours(one: WebSocket) -> None:
        await one.accept()
        with suppress(WebSocketDisconnect):
            await serve_viewer(one, boards, 'race')

    async def race_on(broadcast: Broadcast) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            if broadcast.viewers:
                race.go_on()
                broadcast.stir()

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        async with boards.opened('race', race.sessions) as broadcast:
            broadcast.about = begun_now
            tasks = [asyncio.create_task(bare.run()), asyncio.create_task(race_on(broadcast))]
            yield
            for task in tasks:
                task.cancel()

    routes = [WebSocketRoute('/ours', ours), WebSocketRoute('/bare', bare.serve)]
    return Starlette(routes=routes, lifespan=living)


def main() -> None:
    with socket.socket() as listening:
        # Or on this machine's own network megabytes wait before who does not read is noticed.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 << 10)
        listening.bind(('127.0.0.1', 0))
        listening.listen(1024)
        print(listening.getsockname()[1], flush=True)
        config = uvicorn.Config(app(), ws=LettingGo, log_level='warning', ws_per_message_deflate=False)
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == '__main__':
    main()
