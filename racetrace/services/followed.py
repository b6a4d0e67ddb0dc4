"""One feed that is followed: from what was recorded of it before to what it sends now."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

from sqlalchemy import Engine

from racetrace.errors import RaceTraceError
from racetrace.live.boards import Boards
from racetrace.live.clock import SteadyClock
from racetrace.live.feed import Feed
from racetrace.live.missed import Keeping, Missed
from racetrace.live.patience import Patience
from racetrace.live.reader import Reader
from racetrace.live.recorder import Recorder
from racetrace.live.source import Source
from racetrace.services.feed_recording import FeedRecording, recorded
from racetrace.store import timing_sessions
from racetrace.store.circuits import Circuit
from racetrace.timing.board import Board
from racetrace.timing.profile import FormatProfile
from racetrace.timing.providers import parser
from racetrace.timing.recording import Frame
from racetrace.timing.words import Provider

KEPT_EVERY_S: Final = 2.0
TIDIED_EVERY_S: Final = 600.0
RECOVERED_MS: Final = 24 * 3_600_000  # of frames without a session: longer ago is another day's
DAY_MS: Final = 24 * 3_600_000

T = TypeVar('T')


@dataclass(slots=True, kw_only=True)
class Followed:
    engine: Engine
    boards: Boards
    patience: Patience
    circuit: Circuit
    source: Source
    recording: FeedRecording
    reader: Reader = field(init=False)
    keeping: asyncio.Lock = field(default_factory=asyncio.Lock)  # while a board is stored, or replaced
    feed: Feed | None = None
    task: 'asyncio.Task[None] | None' = None

    def __post_init__(self) -> None:
        self.reader = reader_of(self.circuit)

    async def run(self) -> None:
        recording, clock = self.recording, SteadyClock()
        async with self.boards.opened(self.circuit.id, self.reader.sessions) as broadcast:
            self.feed = Feed(
                source=self.source,
                reader=self.reader,
                recorder=Recorder(recording, clock),
                broadcast=broadcast,
                clock=clock,
                patience=self.patience,
                missed=Missed(self.source, clock, self.patience)
                if isinstance(self.source, Keeping)
                else None,
            )
            await self.feed.recover(await self._before(clock.now_ns() // 1_000_000))
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.feed.run())
                tasks.create_task(self._keep(recording))
                tasks.create_task(self._tidy(recording))

    async def read_anew(self, circuit: Circuit) -> None:
        """Read it as this says from now on, with the session that runs. Raises EntryRefused."""
        reader, started_ms = reader_of(circuit), self.reader.sessions.board.started_ms
        async with self.keeping:
            if self.feed is not None:
                await self.feed.read_by(reader, partial(self._before, time.time_ns() // 1_000_000))
            again_ms = reader.sessions.board.started_ms
            await self._patiently(partial(self.recording.begin_anew, started_ms, again_ms))
            self.circuit, self.reader = circuit, reader

    async def _before(self, now_ms: int) -> Iterator[Frame]:
        since_ms = now_ms - RECOVERED_MS
        return await asyncio.to_thread(recorded, self.engine, self.circuit.id, since_ms)

    async def _keep(self, recording: FeedRecording) -> None:
        """Store what the board tells, again and again: what a page shows of it tomorrow is there today."""
        kept: tuple[Board | None, int] = None, 0
        while True:
            async with self.keeping:
                board = self.reader.sessions.board
                is_news = board is not kept[0] or board.heard_ms != kept[1]
                if board.entries and is_news:
                    kept = board, board.heard_ms
                    keeping = await self._patiently(partial(recording.keeping, board))
                    await self._patiently(partial(recording.keep, timing_sessions.told(board, keeping)))
            await asyncio.sleep(KEPT_EVERY_S)

    async def _patiently(self, done: Callable[[], T]) -> T:
        while True:
            try:
                return await asyncio.to_thread(done)
            except RaceTraceError:
                await asyncio.sleep(KEPT_EVERY_S)  # the recorder says so: the store is full, or away

    async def _tidy(self, recording: FeedRecording) -> None:
        while True:
            forgotten_ms = time.time_ns() // 1_000_000 - self.circuit.keep_days * DAY_MS
            with suppress(RaceTraceError):
                await asyncio.to_thread(recording.tidy, forgotten_ms)
            await asyncio.sleep(TIDIED_EVERY_S)


def reader_of(circuit: Circuit) -> Reader:
    profile = FormatProfile.from_dict(circuit.profile) if circuit.profile else None
    return Reader(parser(Provider(circuit.provider), profile))
