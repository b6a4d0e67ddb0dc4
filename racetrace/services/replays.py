"""A session that a feed told of, told again to one who looks at it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count, islice
from typing import NamedTuple

from racetrace.errors import TooBusy
from racetrace.live.boards import Key
from racetrace.live.clock import SteadyClock
from racetrace.live.replay import Replay
from racetrace.services import timing
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.store import circuits, frames, timing_sessions
from racetrace.timing.profile import FormatProfile
from racetrace.timing.providers import Parser, parser
from racetrace.timing.recording import Frame
from racetrace.timing.sessions import Sessions
from racetrace.timing.words import Provider

_numbers = count(1)


class Replayed(NamedTuple):
    key: Key  # of its board
    replay: Replay


@asynccontextmanager
async def replayed(instance: Instance, viewer: Viewer, session_id: int) -> AsyncIterator[Replayed]:
    """Play a session for as long as the context lasts. Raises NotFound, TooBusy."""
    session = await asyncio.to_thread(timing.session, instance, viewer, session_id)
    circuit = await asyncio.to_thread(circuits.circuit, instance.engine, session.circuit_id)
    profile = FormatProfile.from_dict(circuit.profile) if circuit.profile else None
    if instance.replaying.locked():
        raise TooBusy('As many replays as possible run already: try again in a minute.')

    def recorded(after: int) -> Iterator[Frame]:
        received = frames.between(instance.engine, circuit.id, session.started_ms, session.heard_ms)
        return islice(received, after, None)

    def read_anew() -> Parser:
        return parser(Provider(circuit.provider), profile)

    key = f'replay {next(_numbers)}'
    async with instance.replaying, instance.boards.opened(key, Sessions()) as broadcast:
        replay = Replay(
            recorded,
            span_ms=(session.started_ms, session.heard_ms),
            parser=read_anew,
            broadcast=broadcast,
            clock=SteadyClock(),
            marks=await asyncio.to_thread(_marks, instance, session_id),
        )
        playing = asyncio.create_task(replay.run())
        try:
            yield Replayed(key, replay)
        finally:
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)


def _marks(instance: Instance, session_id: int) -> list[tuple[int, str]]:
    """Return when which flag was shown."""
    head = timing_sessions.board(instance.engine, session_id)['head']
    return [(at_ms, flag) for at_ms, flag in head['flags'] if flag != 'none']
