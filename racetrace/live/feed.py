"""One feed that is followed: connected, recorded, read, shown, and connected again."""

import asyncio
import random
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import aclosing
from typing import Any, Final

from racetrace.errors import ConnectionEnded, FeedAddressRefused
from racetrace.live.broadcast import Broadcast
from racetrace.live.clock import Clock
from racetrace.live.feed_status import FeedState, Status
from racetrace.live.missed import Missed
from racetrace.live.patience import Patience
from racetrace.live.reader import Reader
from racetrace.live.recorder import Happening, Logged, Received, Recorder
from racetrace.live.source import Source
from racetrace.timing.recording import Frame

RECENT: Final = 50  # entries of the log that are kept at hand
DRAINED_S: Final = 10.0  # at most, for what is to be read anew
ENDING_S: Final = 5.0  # for what is still to be written, when we are told to end


class Feed:
    """Belongs to the event loop. Its one writer: who runs it holds the claim on the feed."""

    def __init__(
        self,
        *,
        source: Source,
        reader: Reader,
        recorder: Recorder,
        broadcast: Broadcast,
        clock: Clock,
        patience: Patience,
        missed: Missed | None = None,
    ) -> None:
        self.log: deque[Logged] = deque(maxlen=RECENT)
        self._source, self._reader, self._recorder = source, reader, recorder
        self._broadcast, self._clock, self._patience = broadcast, clock, patience
        self._missed = missed
        self._one_by_one = asyncio.Lock()  # frames are read in the order in which they are recorded
        self._state = FeedState.CONNECTING
        self._attempts = 0
        self._connections = 0
        self._last: Received | None = None
        self._again_ns: int | None = None
        self._sentence = ''
        broadcast.about = self.told

    @property
    def state(self) -> FeedState:
        return FeedState.STALE if self._state is FeedState.LIVE and self._is_stale else self._state

    def status(self) -> Status:
        reader, recorder = self._reader, self._recorder
        return Status(
            state=self.state,
            is_quiet=self._state is FeedState.LIVE and not self._is_stale and self._is_silent,
            attempts=self._attempts,
            now_ns=self._clock.now_ns(),
            last_frame_ns=self._last.at_ns if self._last else None,
            again_ns=self._again_ns,
            sentence=self._sentence,
            frames=reader.frames,
            noise=reader.noise,
            unchanged=reader.unchanged,
            failures=reader.failures,
            failure=reader.failure,
            unwritten=recorder.waiting,
            held_up=recorder.held_up,
            store=recorder.sentence,
        )

    def told(self) -> dict[str, Any]:
        """Return what viewers are told of the feed: nothing that names its address."""
        status = self.status()
        return {
            'state': status.state,
            'quiet': status.is_quiet,
            'attempts': status.attempts,
            'age_ms': status.age_ms,
            'now_ms': status.now_ns // 1_000_000,
        }

    async def recover(self, frames: Iterable[Frame]) -> None:
        """Take in what was recorded of the session that runs, before the first connection."""
        reader = self._reader
        await reader.read_all(frames)
        reader.sessions.ended.clear()  # they were kept when they ended
        reader.frames = reader.failures = 0
        self._recorder.since_ns = self._since_ns
        self._broadcast.stir()

    async def read_by(self, reader: Reader, recorded: Callable[[], Awaitable[Iterable[Frame]]]) -> None:
        """Read by another reader from now on, and the session that runs anew; what comes meanwhile waits."""
        async with self._one_by_one:
            await self._recorder.drained(DRAINED_S)
            await reader.read_all(await recorded())
            reader.sessions.ended.clear()
            reader.frames, reader.failures = self._reader.frames, 0
            self._reader = reader
            self._recorder.since_ns = self._since_ns
            self._broadcast.show(reader.sessions)

    async def run(self) -> None:
        """Follow the feed until cancelled; what was received by then is stored."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._connect_again_and_again())
            tasks.create_task(self._write())
            if self._missed is not None:
                tasks.create_task(self._missed.run(lambda: self._reader.sessions.board, self._recall))

    async def _write(self) -> None:
        writer = asyncio.create_task(self._recorder.run())
        try:
            await asyncio.shield(writer)
        except asyncio.CancelledError:
            self._recorder.end()
            await asyncio.wait([writer], timeout=ENDING_S)
            raise

    async def _connect_again_and_again(self) -> None:
        while True:
            self._clock.settle()
            self._again_ns = None
            if not self._patience.has_given_up(self._attempts):
                self._turn(FeedState.CONNECTING)
            try:
                await self._connection()
            except (ConnectionEnded, FeedAddressRefused) as error:
                await self._failed(str(error))
            wait_s = self._patience.wait_s(self._attempts, random.random())
            self._again_ns = self._clock.now_ns() + int(wait_s * 1e9)
            await self._clock.sleep(wait_s)

    async def _connection(self) -> None:
        """Follow one connection to its end, which is an error always."""
        loop, dead_s = asyncio.get_running_loop(), self._patience.dead_s
        is_first = True
        try:
            async with aclosing(self._source.frames()) as frames, asyncio.timeout(dead_s) as silence:
                async for raw in frames:
                    silence.reschedule(None)  # the store may take its time, the other side may not
                    if is_first:
                        await self._connected()
                        is_first = False
                    await self._take(Received(self._clock.now_ns(), raw))
                    silence.reschedule(loop.time() + dead_s)
        except TimeoutError as error:
            raise ConnectionEnded(f'{self._source.name} said nothing for {dead_s:g} s.') from error
        raise ConnectionEnded(f'{self._source.name} ended.')

    async def _connected(self) -> None:
        happening = Happening.RECONNECT if self._connections else Happening.CONNECT
        self._connections += 1
        self._sentence = ''
        self._turn(FeedState.LIVE)
        await self._say(happening, f'{self._source.name} is connected.')

    async def _take(self, frame: Received) -> None:
        self._last = frame
        if frame.raw:
            self._attempts = 0
        async with self._one_by_one:
            await self._read(frame)

    async def _recall(self, raw: bytes) -> None:
        """Take in what was asked for beside the feed: it says nothing of whether that is alive."""
        async with self._one_by_one:
            await self._read(Received(self._clock.now_ns(), raw))

    async def _read(self, frame: Received) -> None:
        """Record first: what comes then may fail."""
        await self._recorder.keep(frame)
        if frame.raw:
            failures = self._reader.failures
            if not self._reader.read(frame.raw, frame.at_ms) and _is_round(failures + 1):
                await self._say(Happening.ERROR, 'A frame could not be read.', self._reader.failure)
            await self._note_sessions()
        self._broadcast.stir()

    async def _note_sessions(self) -> None:
        self._recorder.since_ns = self._since_ns
        ended = self._reader.sessions.ended
        while ended:
            await self._recorder.keep(ended.pop(0))

    async def _failed(self, sentence: str) -> None:
        was_connected = self._state is FeedState.LIVE
        self._attempts += 1
        self._sentence = sentence
        has_given_up = self._patience.has_given_up(self._attempts)
        self._turn(FeedState.GAVE_UP if has_given_up else FeedState.DOWN)
        details = f'attempt {self._attempts} in vain' if self._attempts > 1 else ''
        await self._say(Happening.DISCONNECT if was_connected else Happening.ERROR, sentence, details)

    async def _say(self, happening: Happening, message: str, details: str = '') -> None:
        entry = Logged(self._clock.now_ns(), happening, message, details)
        self.log.append(entry)
        await self._recorder.keep(entry)

    def _turn(self, state: FeedState) -> None:
        self._state = state
        self._broadcast.stir()

    @property
    def _since_ns(self) -> int:
        return self._reader.sessions.board.started_ms * 1_000_000

    @property
    def _is_silent(self) -> bool:
        if self._last is None or not self._last.raw:
            return True
        return self._clock.now_ns() - self._last.at_ns > self._patience.stale_s * 1e9

    @property
    def _is_stale(self) -> bool:
        """Return whether news should have come: an empty frame says that there are none."""
        has_spoken = self._last is not None and bool(self._last.raw)
        return has_spoken and self._is_silent and self._reader.is_running


def _is_round(count: int) -> bool:
    """Return whether to tell of the so-manieth: of the first, the 10th, the 100th…"""
    return str(count).strip('0') == '1'
