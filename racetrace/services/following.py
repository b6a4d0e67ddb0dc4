"""The feeds that are followed now, each by its circuit."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeVar

from sqlalchemy import Engine

from racetrace.errors import QuotaReached, RaceTraceError
from racetrace.live.boards import Boards
from racetrace.live.clock import SteadyClock
from racetrace.live.feed import Feed
from racetrace.live.feed_status import Status
from racetrace.live.missed import Keeping, Missed
from racetrace.live.patience import Patience
from racetrace.live.reach import Reach
from racetrace.live.reader import Reader
from racetrace.live.recorder import Recorder
from racetrace.live.source import Source
from racetrace.services.feed_recording import FeedRecording, recorded
from racetrace.services.feed_room import FeedRoom
from racetrace.services.feed_source import source
from racetrace.store import circuits, timing_sessions
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
MOST_FOLLOWED: Final = 30  # of one owner: each takes memory, and a part of the one loop

T = TypeVar('T')

logger = logging.getLogger(__name__)


class Following:
    """Belongs to the event loop."""

    def __init__(
        self, engine: Engine, boards: Boards, reach: Reach, patience: Patience, quota_bytes: int = 0
    ) -> None:
        """`quota_bytes` may be kept of one owner; 0: as much as there is room for."""
        self._engine, self._boards, self._reach, self._patience = engine, boards, reach, patience
        self._quota_bytes = quota_bytes
        self._followed: dict[int, _Following] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begun: set[asyncio.Task[object]] = set()
        self.turn = asyncio.Lock()  # one person starts or ends one after the other

    def __contains__(self, circuit_id: int) -> bool:
        return circuit_id in self._followed

    def status(self, circuit_id: int) -> Status | None:
        """Return how a feed is doing; None: it is not followed."""
        found = self._followed.get(circuit_id)
        return found.feed.status() if found and found.feed else None

    def board(self, circuit_id: int) -> Board | None:
        """Return the board as it is now; None: it is not followed."""
        found = self._followed.get(circuit_id)
        return found.reader.sessions.board if found else None

    def refusal(self, circuit_id: int) -> str:
        """Return why what a feed sends is not kept; '': it is, or it is not followed."""
        found = self._followed.get(circuit_id)
        return found.recording.refusal if found else ''

    async def take_up(self) -> None:
        """Follow again what was followed when the process ended."""
        for circuit in await asyncio.to_thread(circuits.followed, self._engine):
            try:
                self.start(circuit)
            except RaceTraceError:
                continue  # its address is refused by now: its page says so when somebody starts it

    def start(self, circuit: Circuit) -> bool:
        """Return whether it was not followed before. Raises EntryRefused, QuotaReached, and as `source`."""
        if circuit.id in self._followed:
            return False
        if sum(one.circuit.owner_id == circuit.owner_id for one in self._followed.values()) >= MOST_FOLLOWED:
            raise QuotaReached(f'{MOST_FOLLOWED} feeds of yours are followed already. End one first.')
        following = _Following(
            engine=self._engine,
            boards=self._boards,
            patience=self._patience,
            circuit=circuit,
            source=source(circuit, self._reach),
            recording=FeedRecording(self._engine, circuit.id, self._room(circuit)),
        )
        self._loop = asyncio.get_running_loop()
        self._followed[circuit.id] = following
        following.task = asyncio.create_task(following.run())
        following.task.add_done_callback(partial(self._ended, following))
        return True

    def _room(self, circuit: Circuit) -> FeedRoom:
        return FeedRoom(self._engine, circuit.owner_id, self._quota_bytes)

    def _ended(self, following: '_Following', task: 'asyncio.Task[None]') -> None:
        """Where our own code failed: say so, and let it be started again."""
        if self._followed.get(following.circuit.id) is following:
            del self._followed[following.circuit.id]
        if not task.cancelled() and (error := task.exception()):
            logger.error('A feed is followed no more.', exc_info=error)

    def end(self, circuit_id: int) -> None:
        """Stop it soon; from any thread."""
        self._soon(partial(self.stop, circuit_id))

    def read_anew(self, circuit_id: int) -> None:
        """Read it soon as its circuit says by now, if it is followed; from any thread."""
        self._soon(partial(self._read_anew, circuit_id))

    def _soon(self, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._begin, work)

    def _begin(self, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        begun = asyncio.create_task(work())
        self._begun.add(begun)
        begun.add_done_callback(self._begun.discard)

    async def _read_anew(self, circuit_id: int) -> None:
        async with self.turn:
            found = self._followed.get(circuit_id)
            with suppress(RaceTraceError):  # deleted meanwhile, or of a provider that nothing reads
                if found is not None:
                    circuit = await asyncio.to_thread(circuits.circuit, self._engine, circuit_id)
                    await self._read_as(found, circuit)

    async def _read_as(self, found: '_Following', circuit: Circuit) -> None:
        if _where(circuit) == _where(found.circuit) and found.feed is not None:
            await found.read_anew(circuit)
        else:
            await self.stop(circuit.id)  # it is connected to in another way
            self.start(circuit)

    async def stop(self, circuit_id: int) -> bool:
        """Return whether it was followed."""
        found = self._followed.pop(circuit_id, None)
        if found is None or found.task is None:
            return False
        found.task.cancel()
        await asyncio.gather(found.task, return_exceptions=True)
        return True

    async def stop_all(self) -> None:
        for circuit_id in list(self._followed):
            await self.stop(circuit_id)


@dataclass(slots=True, kw_only=True)
class _Following:
    """One feed, from what was recorded of it before to what it sends now."""

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
        self.reader = _reader(self.circuit)

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
        reader, started_ms = _reader(circuit), self.reader.sessions.board.started_ms
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


def _where(circuit: Circuit) -> tuple[str, str, str]:
    return circuit.provider, circuit.address, circuit.page_url


def _reader(circuit: Circuit) -> Reader:
    profile = FormatProfile.from_dict(circuit.profile) if circuit.profile else None
    return Reader(parser(Provider(circuit.provider), profile))
