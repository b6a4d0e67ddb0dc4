"""The feeds that are followed now, each by its circuit."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, Final

from sqlalchemy import Engine

from racetrace.errors import QuotaReached, RaceTraceError
from racetrace.live.boards import Boards
from racetrace.live.feed_status import Status
from racetrace.live.patience import Patience
from racetrace.live.recorder import Happening
from racetrace.services.feed_reach import FeedReach
from racetrace.services.feed_recording import FeedRecording
from racetrace.services.feed_room import FeedRoom
from racetrace.services.feed_source import source
from racetrace.services.followed import Followed
from racetrace.store import circuits, feed_log
from racetrace.store.circuits import Circuit
from racetrace.store.feed_log import LogLine
from racetrace.timing.board import Board

AGAIN_S: Final = 10.0  # after our own code failed
FAILED: Final = 'RaceTrace failed at reading this feed: a fault of its own, told in its log. It begins again.'
MOST_FOLLOWED: Final = 30  # of one owner: each takes memory, and a part of the one loop

logger = logging.getLogger(__name__)


class Following:
    """Belongs to the event loop."""

    def __init__(
        self, engine: Engine, boards: Boards, reach: FeedReach, patience: Patience, quota_bytes: int = 0
    ) -> None:
        """`quota_bytes` may be kept of one owner; 0: as much as there is room for."""
        self._engine, self._boards, self._reach, self._patience = engine, boards, reach, patience
        self._quota_bytes = quota_bytes
        self._followed: dict[int, Followed] = {}
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
        self._loop = asyncio.get_running_loop()
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
        following = Followed(
            engine=self._engine,
            boards=self._boards,
            patience=self._patience,
            circuit=circuit,
            source=source(circuit, self._reach.of(circuit.owner_id)),
            recording=FeedRecording(self._engine, circuit.id, self._room(circuit)),
        )
        self._loop = asyncio.get_running_loop()
        self._followed[circuit.id] = following
        following.task = asyncio.create_task(following.run())
        following.task.add_done_callback(partial(self._ended, following))
        return True

    def _room(self, circuit: Circuit) -> FeedRoom:
        return FeedRoom(self._engine, circuit.owner_id, self._quota_bytes)

    def _ended(self, following: Followed, task: 'asyncio.Task[None]') -> None:
        """Where our own code failed: say so, and begin again with what was recorded."""
        circuit_id = following.circuit.id
        if self._followed.get(circuit_id) is following:
            del self._followed[circuit_id]
        if not task.cancelled() and (error := task.exception()):
            logger.error('Reading a feed failed.', exc_info=error)
            self._begin(partial(self._again, circuit_id))

    async def _again(self, circuit_id: int) -> None:
        line = LogLine(at_ms=time.time_ns() // 1_000_000, kind=Happening.ERROR, message=FAILED)
        with suppress(RaceTraceError):
            await asyncio.to_thread(feed_log.add, self._engine, circuit_id, line)
        await asyncio.sleep(AGAIN_S)
        async with self.turn:
            with suppress(RaceTraceError):  # deleted meanwhile, or the store is away
                circuit = await asyncio.to_thread(circuits.circuit, self._engine, circuit_id)
                if circuit.is_followed:
                    self.start(circuit)

    def end(self, circuit_id: int) -> None:
        """Stop it soon; from any thread."""
        self._soon(partial(self.stop, circuit_id))

    def read_anew(self, circuit_id: int) -> None:
        """Read it soon as its circuit says by now, if it is followed; from any thread."""
        self._soon(partial(self._read_anew, circuit_id))

    def connect_anew(self, owner_id: int) -> None:
        """Look soon whether the feeds of somebody may still be where they are; from any thread."""
        self._soon(partial(self._connect_anew, owner_id))

    def _soon(self, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._begin, work)

    def _begin(self, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        begun = asyncio.create_task(work())
        self._begun.add(begun)
        begun.add_done_callback(self._begun.discard)

    async def _read_anew(self, circuit_id: int) -> None:
        async with self.turn:
            with suppress(RaceTraceError):  # deleted meanwhile, or of a provider that nothing reads
                circuit = await asyncio.to_thread(circuits.circuit, self._engine, circuit_id)
                found = self._followed.get(circuit_id)
                if found is not None:
                    await self._read_as(found, circuit)
                elif circuit.is_followed:  # nothing read it until now
                    self.start(circuit)

    async def _connect_anew(self, owner_id: int) -> None:
        async with self.turn:
            for found in [one for one in self._followed.values() if one.circuit.owner_id == owner_id]:
                await self.stop(found.circuit.id)
                with suppress(RaceTraceError):
                    self.start(found.circuit)

    async def _read_as(self, found: Followed, circuit: Circuit) -> None:
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
        for begun in self._begun:
            begun.cancel()
        for circuit_id in list(self._followed):
            await self.stop(circuit_id)


def _where(circuit: Circuit) -> tuple[str, str, str]:
    return circuit.provider, circuit.address, circuit.page_url
