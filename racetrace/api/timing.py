"""Sessions that feeds told of: boards, laps, frames; and the socket on which a board is told live."""

import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response, WebSocket
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocketDisconnect, WebSocketDisconnected

from racetrace.accounts.lockout import origin
from racetrace.api import cookies
from racetrace.api.circuits import at
from racetrace.api.pages import Before, Limit, page_before
from racetrace.api.problem import problems
from racetrace.api.times import Moment
from racetrace.api.viewing import Serving, Visiting, visitor_of
from racetrace.errors import NotPermitted, RaceTraceError, TokenRefused, TooBusy
from racetrace.live.serve import serve_viewer, until_one_ends
from racetrace.services import replays, timing
from racetrace.services.instance import Instance
from racetrace.services.watch_circuit import admitted, while_admitted

NOT_THERE = 4004  # the older karting program's, for a circuit that is not there
CODES = {TokenRefused: 4003, NotPermitted: 4003, TooBusy: 1013}
REASON = 120  # of 123 bytes that a close may say
LINES = 'application/x-ndjson'
RECORDED = {'schema': {'type': 'string'}, 'example': '{"t": 1781345045000, "raw": "r7|*|66019|"}\n'}

Delay = Annotated[float, Query(ge=0, le=300, allow_inf_nan=False)]


class TimingSessionDocument(BaseModel):
    id: int
    uid: str
    circuit_id: int
    kind: str
    event: str
    name: str
    track: str
    length_m: int | None
    started_at: Moment
    heard_at: Moment
    is_ended: bool


class BoardDocument(BaseModel):
    """A whole board, as the socket tells it first."""

    seq: int
    head: dict[str, Any]
    order: list[str]
    rows: list[dict[str, Any]]


class TimedLapDocument(BaseModel):
    key: str  # of the entry
    number: int
    ms: int | None
    mark: str
    at_ms: int  # when its end was received, since 1970; of one that was recalled, about when it ended
    total_ms: int | None
    driver: str
    is_pit: bool
    is_recalled: bool  # driven before the feed was heard, and told by the provider afterwards


class PlacesDocument(BaseModel):
    """An entry, with its place after each lap from the first; null where it is not known."""

    number: str
    name: str
    colour: str
    places: list[int | None]
    recalled: list[int]  # numbers of the laps that the provider told afterwards


class LapPlacesDocument(BaseModel):
    laps: int
    entries: list[PlacesDocument]


router = APIRouter(tags=['live timing'])


@router.get('/circuits/{circuit_id}/sessions', responses=problems(404, 422))
def list_timing_sessions(
    instance: Serving,
    viewer: Visiting,
    circuit_id: int,
    response: Response,
    limit: Limit = 50,
    before: Before = None,
) -> list[TimingSessionDocument]:
    """Return the sessions of a circuit, the newest first; `Link` leads to those before, rel="next"."""
    found = timing.sessions(instance, viewer, circuit_id, limit + 1, before)
    path = f'/circuits/{circuit_id}/sessions'
    return [_document(one) for one in page_before(response, path, found, limit)]


@router.get('/live/sessions/{timing_id}', responses=problems(404, 422))
def read_timing_session(instance: Serving, viewer: Visiting, timing_id: int) -> TimingSessionDocument:
    return _document(timing.session(instance, viewer, timing_id))


@router.get('/live/sessions/{timing_id}/board', responses=problems(404, 422))
def read_board(instance: Serving, viewer: Visiting, timing_id: int) -> BoardDocument:
    """Return the board as it was at the end, or is now within two seconds."""
    return BoardDocument(**timing.board(instance, viewer, timing_id))


@router.get('/live/sessions/{timing_id}/laps', responses=problems(404, 422))
def read_timed_laps(
    instance: Serving,
    viewer: Visiting,
    timing_id: int,
    key: Annotated[str | None, Query(max_length=60)] = None,
) -> list[TimedLapDocument]:
    """Return the laps of a session, or of one of its entries, in the order in which they ended."""
    return [TimedLapDocument(**one) for one in timing.laps(instance, viewer, timing_id, key)]


@router.get('/live/sessions/{timing_id}/places', responses=problems(404, 422))
def read_places(instance: Serving, viewer: Visiting, timing_id: int) -> LapPlacesDocument:
    """Return who was where after each lap."""
    return _places(timing.places(instance, viewer, timing_id))


@router.get('/live/{circuit_id}/places', responses=problems(404, 422))
def read_places_now(
    instance: Serving, viewer: Visiting, circuit_id: int, delay: Delay = 0.0
) -> LapPlacesDocument:
    """Return the same of the session that runs at a circuit, `delay` seconds ago."""
    until_ms = int(time.time() * 1000 - delay * 1000)
    return _places(timing.places_now(instance, viewer, circuit_id, until_ms))


@router.get(
    '/live/sessions/{timing_id}/recording',
    response_class=StreamingResponse,
    responses=problems(404, 422) | {200: {'content': {LINES: RECORDED}}},
)
def download_recording(instance: Serving, viewer: Visiting, timing_id: int) -> StreamingResponse:
    """Return what the feed sent, a JSON object a line: a recording that `racetrace replay` reads."""
    lines = timing.recording(instance, viewer, timing_id)
    named = {'Content-Disposition': f'attachment; filename="timing-{timing_id}.ndjson"'}
    return StreamingResponse(lines, media_type=LINES, headers=named)


@router.websocket('/live/{circuit_id}/ws')
async def watch_board(
    instance: Serving, socket: WebSocket, circuit_id: int, seq: int | None = None, delay: Delay = 0.0
) -> None:
    """Tell a board live: the whole, then what changes. `seq` resumes; `delay` is in seconds, to 300."""
    await watched(instance, socket, circuit_id, seq=seq, delay_s=delay)


@router.websocket('/live/sessions/{timing_id}/ws')
async def replay_board(instance: Serving, socket: WebSocket, timing_id: int) -> None:
    """Tell a session again: at a speed, from a moment, with pauses, each for one viewer."""
    await replayed(instance, socket, timing_id)


async def replayed(instance: Instance, socket: WebSocket, timing_id: int) -> None:
    """Play a session to one viewer until he leaves, or may not see it any more."""
    asked = partial(visitor_of, instance, socket)

    async def serve() -> None:
        viewer = await asked()
        session = await run_in_threadpool(timing.session, instance, viewer, timing_id)
        async with replays.replayed(instance, viewer, timing_id) as (key, replay):
            await until_one_ends(
                serve_viewer(_Texts(socket), instance.boards, key, ask=replay.ask),
                while_admitted(instance, asked, viewer, session.circuit_id),
            )

    await _served(instance, socket, serve)


async def watched(
    instance: Instance, socket: WebSocket, circuit_id: int, *, seq: int | None, delay_s: float
) -> None:
    """Serve one viewer until he leaves, may not see it any more, or the feed is followed no more."""
    asked = partial(visitor_of, instance, socket)

    async def serve() -> None:
        viewer = await admitted(instance, asked, circuit_id)
        await until_one_ends(
            serve_viewer(_Texts(socket), instance.boards, circuit_id, seq=seq, delay_s=delay_s),
            while_admitted(instance, asked, viewer, circuit_id),
        )

    await _served(instance, socket, serve)


async def _served(instance: Instance, socket: WebSocket, serve: Callable[[], Awaitable[None]]) -> None:
    """Accept a viewer, and close the socket with what it came to."""
    await socket.accept()
    with suppress(WebSocketDisconnect, WebSocketDisconnected):  # the latter: while we were about to listen
        try:
            with seat(instance, socket):
                await serve()
        except RaceTraceError as error:
            await socket.close(CODES.get(type(error), NOT_THERE), str(error)[:REASON])
        else:
            await socket.close()


def seat(instance: Instance, socket: WebSocket) -> AbstractContextManager[None]:
    """Hold a seat for one viewer; entering it raises TooBusy where there is none."""
    return instance.boards.seats.one(origin(cookies.address(socket)))


@dataclass(frozen=True, slots=True)
class _Texts:
    socket: WebSocket

    async def send_text(self, data: str) -> None:
        await self.socket.send_text(data)

    async def receive_text(self) -> str:
        try:
            return await self.socket.receive_text()
        except KeyError:
            return ''  # bytes, in which nobody says anything to us


def _document(session: timing.TimingSession) -> TimingSessionDocument:
    names = ('id', 'uid', 'circuit_id', 'kind', 'event', 'name', 'track', 'length_m', 'is_ended')
    return TimingSessionDocument(
        **{name: getattr(session, name) for name in names},
        started_at=at(session.started_ms),
        heard_at=at(session.heard_ms),
    )


def _places(found: list[dict[str, Any]]) -> LapPlacesDocument:
    laps = max((len(one['places']) for one in found), default=0)
    return LapPlacesDocument(laps=laps, entries=[PlacesDocument(**one) for one in found])
