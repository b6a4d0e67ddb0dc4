"""What is received goes to the store before anything can fail, in batches and in another thread."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from racetrace.errors import RaceTraceError
from racetrace.live.clock import Clock, first_of
from racetrace.timing.board import Board

MOST_BYTES: Final = 8 << 20  # that wait for the store: hours of a feed
BATCH: Final = 2000
AGAIN_S: Final = 1.0


class Received(NamedTuple):
    at_ns: int  # when we received it, since 1970
    raw: bytes

    @property
    def at_ms(self) -> int:
        return self.at_ns // 1_000_000


class Happening(StrEnum):
    CONNECT = 'connect'
    DISCONNECT = 'disconnect'
    ERROR = 'error'
    RECONNECT = 'reconnect'


class Logged(NamedTuple):
    at_ns: int
    happening: Happening
    message: str
    details: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    frames: Sequence[Received]
    log: Sequence[Logged]
    ended: Sequence[Board]  # sessions that are over
    since_ns: int  # when the session began that runs now: what a restart has to read again


class Recording(Protocol):
    def append(self, batch: Batch) -> None:
        """Keep all of it or nothing, in order. Called in a thread, one call after the other.

        Raises a RaceTraceError or OSError where it may be tried again.
        """


class Recorder:
    """Belongs to one feed. What cannot be written waits; when too much does, so does the feed."""

    def __init__(
        self, recording: Recording, clock: Clock, *, every_s: float = 0.5, most_bytes: int = MOST_BYTES
    ) -> None:
        self._recording, self._clock = recording, clock
        self._every_s, self._most_bytes = every_s, most_bytes
        self._waiting: deque[Received | Logged | Board] = deque()
        self._bytes = 0
        self._came = asyncio.Event()
        self._went = asyncio.Event()
        self._ended = asyncio.Event()
        self.since_ns = 0
        self.written = 0  # frames
        self.held_up = 0  # frames that had to wait for room
        self.failures = 0  # of the store, in a row
        self.sentence = ''  # why it fails

    @property
    def waiting(self) -> int:
        """Return how many frames and entries are not stored yet."""
        return len(self._waiting)

    @property
    def _is_ending(self) -> bool:
        return self._ended.is_set()

    async def keep(self, one: Received | Logged | Board) -> None:
        """Take it, as soon as there is room."""
        if self._bytes >= self._most_bytes:
            self.held_up += 1
        while self._bytes >= self._most_bytes:
            self._went.clear()
            await self._went.wait()
        self._waiting.append(one)
        self._bytes += _size(one)
        self._came.set()

    async def drained(self, within_s: float) -> None:
        """Return once all is stored that was kept by now, or after that time: the store may be away."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while self._waiting:
                    self._went.clear()
                    await self._went.wait()

    async def run(self) -> None:
        """Write until `end`, and then all that is left; what the store refuses then is lost, and counted."""
        while not (self._is_ending and not self._waiting):
            if not self._is_ending:
                await self._came.wait()
                await self._pause(self._every_s)
            if not await self._write() and self._is_ending:
                return

    def end(self) -> None:
        self._ended.set()
        self._came.set()

    async def _pause(self, seconds: float) -> None:
        """Wait, but not beyond the end."""
        if not self._is_ending:
            await first_of(self._clock.sleep(seconds), self._ended.wait())

    async def _write(self) -> bool:
        some = [self._waiting[i] for i in range(min(len(self._waiting), BATCH))]
        if not some:
            return True
        try:
            await asyncio.to_thread(self._recording.append, self._batch(some))
        except (RaceTraceError, OSError) as error:
            self.failures, self.sentence = self.failures + 1, str(error)
            await self._pause(AGAIN_S)
            return False
        self.failures, self.sentence = 0, ''
        for one in some:
            self._waiting.popleft()
            self._bytes -= _size(one)
            self.written += isinstance(one, Received)
        if not self._waiting and not self._is_ending:
            self._came.clear()
        self._went.set()
        return True

    def _batch(self, some: Sequence[Received | Logged | Board]) -> Batch:
        return Batch(
            frames=[one for one in some if isinstance(one, Received)],
            log=[one for one in some if isinstance(one, Logged)],
            ended=[one for one in some if isinstance(one, Board)],
            since_ns=self.since_ns,
        )


def _size(one: Received | Logged | Board) -> int:
    return len(one.raw) + 64 if isinstance(one, Received) else 256
