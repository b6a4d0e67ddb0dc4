"""A process that is killed in the middle of a race, with everything real: server, socket, store, feed."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx
from websockets.asyncio.client import connect

from racetrace.simulation.apex import ApexFeed
from racetrace.simulation.race import simulate_race
from racetrace.timing.apex import Apex
from racetrace.timing.board import Board as LiveBoard
from racetrace.timing.recording import frames
from racetrace.timing.sessions import Sessions
from racetrace.timing.shown import Shown
from tests.live.twins.apex import ApexTwin
from tests.live.twins.faults import FaultProxy
from tests.running_server import RunningServer, running_server

MEETING: Final = simulate_race(karts=8, minutes=6, seed=4, qualifying=False)
LONG: Final = simulate_race(karts=4, minutes=8, seed=4, qualifying=False)
KILLED_MS: Final = 200_000  # of the race
LATER_MS: Final = 260_000
ROOT: Final = {'PYTHONPATH': str(Path(__file__).parents[2])}
IMPATIENT: Final = """
from functools import partial
from main import cli
from racetrace.live import missed
from racetrace.services import feed_source
missed.LOOKED_EVERY_S = 0.05
feed_source.ApexSource = partial(feed_source.ApexSource, poll_s=0.02)
cli()
"""
IN_THE_GRID: Final = (
    'position',
    'number',
    'name',
    'laps',
    'last',
    'best',
    'gap',
    'interval',
    'pits',
    'state',
)

Board = dict[str, Any]
T = TypeVar('T')


@asynccontextmanager
async def followed(data: Path, port: int) -> AsyncIterator[tuple[RunningServer, httpx.AsyncClient, int]]:
    """Start the server; its first start makes the circuit and follows it, a later one takes it up again."""
    with running_server(data, environ={'RACETRACE_DEMO': '0'}) as server:
        await asyncio.to_thread(server.wait_until_ready)
        async with httpx.AsyncClient(base_url=f'{server.url}/api/v1', timeout=20) as api:
            yield server, api, await circuit(api, {'address': f'ws://127.0.0.1:{port}'})


@asynccontextmanager
async def impatient(data: Path, page: str) -> AsyncIterator[tuple[RunningServer, httpx.AsyncClient, int]]:
    """Start one that looks often for the laps that it lacks, and follows the circuit of a page."""
    with running_server(data, command=(sys.executable, '-c', IMPATIENT), environ=ROOT) as server:
        async with httpx.AsyncClient(base_url=f'{server.url}/api/v1', timeout=20) as api:
            yield server, api, await circuit(api, {'page_url': page})


async def circuit(api: httpx.AsyncClient, where: dict[str, str]) -> int:
    """Return the one circuit, made and followed if there is none yet."""
    known = (await api.get('/circuits/')).json()
    if not known:
        said = {'name': 'South', 'provider': 'apex', **where}
        known = [(await api.post('/circuits/', json=said)).json()]
        assert (await api.put(f'/circuits/{known[0]["id"]}/feed')).is_success
    return int(known[0]['id'])


async def newest(api: httpx.AsyncClient, circuit_id: int, what: str) -> bytes:
    """Return what is kept of the newest session; nothing where there is none."""
    found = await sessions_of(api, circuit_id)
    return (await api.get(f'/live/sessions/{found[0]["id"]}/{what}')).content if found else b''


async def recalled(api: httpx.AsyncClient, circuit_id: int) -> set[tuple[str, int]]:
    laps = json.loads(await newest(api, circuit_id, 'laps') or '[]')
    return {(lap['key'], lap['number']) for lap in laps if lap['is_recalled']}


async def recording(api: httpx.AsyncClient, circuit_id: int) -> Sessions:
    return told(list(frames(await newest(api, circuit_id, 'recording'), 'kept')))


def told_afterwards(board: LiveBoard) -> set[tuple[str, int]]:
    return {
        (key, lap.number) for key, entry in board.entries.items() for lap in entry.done if lap.is_recalled
    }


def told_afterwards_on(board: Board) -> set[tuple[str, int]]:
    return {(row['key'], lap[0]) for row in board['rows'] for lap in row['recent'] if lap[4]}


async def shown(server: RunningServer, circuit_id: int) -> Board:
    async with connect(f'ws://127.0.0.1:{server.port}/api/v1/live/{circuit_id}/ws') as socket:
        board: Board = json.loads(await socket.recv())
        return board


async def until(found: Callable[[], Awaitable[T]], is_so: Callable[[T], bool]) -> T:
    """Look again and again: the server is another process, and tells nobody when it has stored something."""
    async with asyncio.timeout(20):
        while not is_so(one := await found()):
            await asyncio.sleep(0.05)
    return one


def told(lines: list[tuple[int, bytes]]) -> Sessions:
    apex, sessions = Apex(), Sessions()
    for at_ms, frame in lines:
        sessions.read(apex.read(frame, at_ms), at_ms)
    return sessions


async def sessions_of(api: httpx.AsyncClient, circuit_id: int) -> list[Any]:
    found: list[Any] = (await api.get(f'/circuits/{circuit_id}/sessions')).json()
    return found


async def kept_frames(api: httpx.AsyncClient, circuit_id: int) -> int:
    return int((await api.get(f'/circuits/{circuit_id}/statistics')).json()['total_frames'])


def most_laps(board: Board) -> int:
    return max((row['laps'] for row in board['rows']), default=0)


def in_the_grid(board: Board) -> dict[str, dict[str, Any]]:
    return {row['key']: {name: row[name] for name in IN_THE_GRID} for row in board['rows']}


async def test_after_a_kill_the_board_is_what_was_recorded_and_then_what_is_told(tmp_path: Path) -> None:
    data = tmp_path / 'racetrace.db'
    async with ApexTwin(MEETING) as twin, FaultProxy(twin.ws_port) as proxy:
        await twin.advance_to(MEETING.sessions[0].opens_ms)
        async with followed(data, proxy.port) as (server, api, circuit_id):
            await twin.has_joined(1)
            await twin.advance_to(KILLED_MS)
            await until(partial(shown, server, circuit_id), lambda board: most_laps(board) >= 2)
            await until(partial(kept_frames, api, circuit_id), lambda count: count > 20)
            await twin.advance_to(KILLED_MS + 20_000)  # it takes half a second until these are stored
            server.process.kill()
        proxy.refuse()
        async with followed(data, proxy.port) as (server, api, circuit_id):
            (session,) = await until(partial(sessions_of, api, circuit_id), bool)
            kept = (await api.get(f'/live/sessions/{session["id"]}/recording')).content
            recorded = told(list(frames(kept, 'kept')))
            board = await shown(server, circuit_id)
            assert board['rows'] == json.loads(json.dumps(Shown(recorded.board).snapshot()['rows']))
            assert most_laps(board) >= 2
            await twin.advance_to(LATER_MS)
            await proxy.accept()
            uninterrupted = told([(one.at_ms, one.data) for one in ApexFeed(MEETING).advance(LATER_MS)])
            wanted = in_the_grid(json.loads(json.dumps(Shown(uninterrupted.board).snapshot())))
            await until(partial(shown, server, circuit_id), lambda board: in_the_grid(board) == wanted)
            assert len(await sessions_of(api, circuit_id)) == 1


async def test_laps_that_were_told_afterwards_are_there_after_a_kill(tmp_path: Path) -> None:
    data, race = tmp_path / 'racetrace.db', LONG.sessions[0]
    async with ApexTwin(LONG) as twin:
        page = twin.url
        await twin.advance_to(race.green_ms + 200_000)
        async with impatient(data, page) as (server, api, circuit_id):
            await until(partial(kept_frames, api, circuit_id), bool)
            await twin.advance_to(race.green_ms + 470_000)
            kept = await until(partial(recalled, api, circuit_id), lambda laps: len(laps) >= 5)
            await until(partial(recording, api, circuit_id), lambda told: told_afterwards(told.board) == kept)
            assert told_afterwards_on(await shown(server, circuit_id)) == kept
            server.process.kill()
    async with impatient(data, page) as (server, api, circuit_id):  # and nobody there to ask
        await until(partial(shown, server, circuit_id), lambda board: told_afterwards_on(board) == kept)
        assert await recalled(api, circuit_id) == kept
