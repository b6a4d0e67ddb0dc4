"""Laps that were driven before we came: asked of a provider that keeps them, beside the feed and seldom."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Final, Protocol, runtime_checkable

from racetrace.errors import ConnectionEnded, FeedAddressRefused
from racetrace.live.clock import Clock
from racetrace.live.patience import Patience
from racetrace.timing.board import Board
from racetrace.timing.entry import Entry

LOOKED_EVERY_S: Final = 10.0
AGAIN_S: Final = 600.0  # one kart is asked for once in this time,
MOST_TIMES: Final = 3  # and so often in a session: what is not known by then, nobody knows
MOST_AT_ONCE: Final = 5  # karts, after which others have their turn
HEARD: Final = 2  # laps of a kart that tell where the older ones belong

Take = Callable[[bytes], Awaitable[None]]


@runtime_checkable
class Keeping(Protocol):
    """A source that can be asked for the past."""

    def recalled(self, wanted: Sequence[tuple[str, int]]) -> AsyncGenerator[bytes, None]:
        """Yield for each of these entries a frame with its last laps, at most so many.

        Raises ConnectionEnded, FeedAddressRefused.
        """


class Missed:
    """Belongs to one feed. What it is told is a frame as others are: recorded, and read again in a replay."""

    def __init__(self, source: Keeping, clock: Clock, patience: Patience) -> None:
        self._source, self._clock, self._patience = source, clock, patience
        self._session = 0  # when it began that was asked for
        self._asked: dict[str, tuple[int, int]] = {}  # by key: how often, and when it was last
        self.failures = 0  # in a row

    async def run(self, board: Callable[[], Board], take: Take) -> None:
        """Look again and again what is missing, and ask for it, until cancelled."""
        while True:
            await self._clock.sleep(LOOKED_EVERY_S)
            if not (wanted := self._due(board())):
                continue
            try:
                async with aclosing(self._source.recalled(wanted)) as frames:
                    async for frame in frames:
                        await take(frame)
                self.failures = 0
            except (ConnectionEnded, FeedAddressRefused):
                self.failures += 1
                await self._clock.sleep(self._patience.wait_s(self.failures, 1.0))

    def _due(self, board: Board) -> list[tuple[str, int]]:
        """Return whom to ask for now, with how many laps, and note that they were asked for."""
        if board.started_ms != self._session:
            self._session, self._asked = board.started_ms, {}
        now_ns = self._clock.now_ns()
        due = [one for one in board.entries.values() if _is_missing(one) and self._is_time(one.key, now_ns)]
        for one in due[:MOST_AT_ONCE]:
            times, _ = self._asked.get(one.key, (0, 0))
            self._asked[one.key] = times + 1, now_ns
        return [(one.key, one.done[-1].number + HEARD) for one in due[:MOST_AT_ONCE]]

    def _is_time(self, key: str, now_ns: int) -> bool:
        times, last_ns = self._asked.get(key, (0, 0))
        return not times or (times < MOST_TIMES and now_ns - last_ns >= AGAIN_S * 1e9)


def _is_missing(entry: Entry) -> bool:
    """Return whether laps are missing before those that were heard, of who is counted and is still there."""
    heard = [one for one in entry.done if not one.is_recalled]
    is_counted = entry.laps is not None and not entry.is_gone
    return is_counted and len(heard) >= HEARD and len(entry.done) < entry.done[-1].number
