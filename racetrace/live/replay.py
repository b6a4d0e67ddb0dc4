"""A recording that is told again, by a clock that may be fast, paused, and set."""

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeGuard

from racetrace.live.broadcast import Broadcast
from racetrace.live.checkpoints import Checkpoints
from racetrace.live.clock import Clock, first_of
from racetrace.live.reader import CHUNK, Reader
from racetrace.live.tape import Recorded, Tape
from racetrace.timing.providers import Parser

SLOWEST: Final = 0.1
FASTEST: Final = 1000.0


class Replay:
    """Belongs to the event loop. The board takes the same way as that of a feed."""

    def __init__(
        self,
        recorded: Recorded,
        *,
        span_ms: tuple[int, int],  # of the first frame and of the last
        parser: Callable[[], Parser],
        broadcast: Broadcast,
        clock: Clock,
        speed: float = 1.0,
        marks: Sequence[tuple[int, str]] = (),  # moments and what they are of
    ) -> None:
        self.span_ms = span_ms
        self.marks = marks
        self.is_over = False  # nothing comes any more
        self._parser, self._broadcast, self._clock = parser, broadcast, clock
        self._reader = Reader(parser())
        self._tape = Tape(recorded)
        self._checkpoints = Checkpoints()
        self._speed, self._is_paused = _bounded(speed), False
        self._from_ms, self._from_ns = float(span_ms[0]), clock.now_ns()
        self._read_ms = span_ms[0] - 1  # of the last frame that was read
        self._wanted_ms: int | None = None
        self._changed = asyncio.Event()
        broadcast.about = self.told
        broadcast.show(self._reader.sessions)

    @property
    def reader(self) -> Reader:
        return self._reader

    @property
    def position_ms(self) -> int:
        """Return what time it is in the recording."""
        if self._wanted_ms is not None:
            return self._wanted_ms
        gone_ns = 0 if self._is_paused else self._clock.now_ns() - self._from_ns
        return min(int(self._from_ms + gone_ns / 1e6 * self._speed), max(self.span_ms[1], self._read_ms))

    @property
    def speed(self) -> float:
        return self._speed

    @speed.setter
    def speed(self, times: float) -> None:
        self._anchor(self.position_ms)
        self._speed = _bounded(times)
        self._tell()

    def pause(self) -> None:
        self._anchor(self.position_ms)
        self._is_paused = True
        self._tell()

    def play(self) -> None:
        self._anchor(self.position_ms)
        self._is_paused = False
        self._tell()

    def seek(self, at_ms: int) -> None:
        """Go to a moment of the recording, as fast as it can be read."""
        self._wanted_ms = min(max(at_ms, self.span_ms[0]), self.span_ms[1])
        self._tell()

    def told(self) -> dict[str, Any]:
        """Return what viewers are told."""
        return {
            'state': 'replay',
            'now_ms': self.position_ms,
            'from_ms': self.span_ms[0],
            'to_ms': self.span_ms[1],
            'speed': self._speed,
            'is_playing': not self._is_paused,
            'is_over': self.is_over,
            'marks': [list(one) for one in self.marks],
        }

    def ask(self, said: Mapping[str, Any]) -> None:
        """Do as a viewer says: `speed`, `is_playing`, `at_ms`; what is none of these is passed over."""
        speed, is_playing, at_ms = said.get('speed'), said.get('is_playing'), said.get('at_ms')
        if _is_number(speed):
            self.speed = float(speed)
        if isinstance(is_playing, bool):
            (self.play if is_playing else self.pause)()
        if _is_number(at_ms):
            self.seek(int(at_ms))

    async def run(self) -> None:
        """Play until cancelled; at the end it stands, and may be set back."""
        while True:
            self._changed.clear()
            if self._wanted_ms is not None:
                await self._go_to(self._wanted_ms)
            frame = await self._tape.next()
            self._turn_over(frame is None)
            if frame is None or self._is_paused:
                await self._changed.wait()
            elif (wait_s := (frame[0] - self.position_ms) / 1000 / self._speed) > 0:
                await self._wait(wait_s)
            else:
                await self._read_until(self.position_ms)

    async def _wait(self, seconds: float) -> None:
        """Wait, but no longer than until somebody changes something."""
        await first_of(self._clock.sleep(seconds), self._changed.wait())

    async def _go_to(self, at_ms: int) -> None:
        """Go there, from a state that was kept where that is nearer; nobody sees the way from it."""
        kept = self._checkpoints.before(at_ms)
        if at_ms < self._read_ms or (kept is not None and kept[1] > self._tape.index):
            self._reader, frames = kept or (Reader(self._parser()), 0)
            self._tape.rewind(frames)
            self._read_ms = self.span_ms[0] - 1
        await self._read_until(at_ms)
        if self._broadcast.sessions is not self._reader.sessions:
            self._broadcast.show(self._reader.sessions)
        self._anchor(at_ms)
        if self._wanted_ms == at_ms:
            self._wanted_ms = None
        self._broadcast.say_how()

    async def _read_until(self, at_ms: int) -> None:
        wanted_ms, count = self._wanted_ms, 0
        while (frame := await self._tape.next()) and frame[0] <= at_ms:
            self._read_ms, raw = self._tape.take()
            self._reader.read(raw, self._read_ms)
            self._reader.sessions.ended.clear()
            self._checkpoints.offer(self._reader, self._tape.index, self._read_ms)
            count += 1
            if count % CHUNK == 0:
                await asyncio.sleep(0)
            if self._wanted_ms != wanted_ms:
                break  # somebody wants to be elsewhere by now
        self._broadcast.stir()

    def _anchor(self, at_ms: int) -> None:
        self._from_ms, self._from_ns = float(at_ms), self._clock.now_ns()

    def _turn_over(self, is_over: bool) -> None:
        if is_over != self.is_over:
            self.is_over = is_over
            self._broadcast.stir()

    def _tell(self) -> None:
        self._changed.set()
        self._broadcast.stir()


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _bounded(times: float) -> float:
    return min(max(times, SLOWEST), FASTEST)
