"""The boards that are told of now: one for each feed that is followed, and for each replay."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from racetrace.errors import NotFound
from racetrace.live.broadcast import EVERY_S, Broadcast
from racetrace.live.seats import Seats
from racetrace.live.viewer import Viewer
from racetrace.timing.sessions import Sessions

Key = int | str


class Boards:
    """Belongs to the event loop."""

    def __init__(self, *, every_s: float = EVERY_S, seats: Seats | None = None) -> None:
        self.seats = seats or Seats()
        self._every_s = every_s
        self._open: dict[Key, Broadcast] = {}
        self._opened = asyncio.Event()

    @property
    def viewers(self) -> int:
        return sum(len(one.viewers) for one in self._open.values())

    def viewers_of(self, key: Key) -> int:
        found = self._open.get(key)
        return len(found.viewers) if found else 0

    def broadcast(self, key: Key) -> Broadcast:
        """Raises NotFound."""
        try:
            return self._open[key]
        except KeyError:
            raise NotFound('This feed is switched off: nobody follows it now.') from None

    @asynccontextmanager
    async def opened(self, key: Key, sessions: Sessions) -> AsyncIterator[Broadcast]:
        """Tell of these sessions as long as the context lasts; then everybody's view of it ends."""
        broadcast = self._open[key] = Broadcast(sessions, every_s=self._every_s)
        self._opened.set()
        self._opened = asyncio.Event()
        telling = asyncio.create_task(broadcast.run())
        try:
            yield broadcast
        finally:
            telling.cancel()
            if self._open.get(key) is broadcast:
                del self._open[key]
            broadcast.close()

    async def is_opened(self, key: Key) -> None:
        """Return once somebody tells of it."""
        while key not in self._open:
            await self._opened.wait()

    def watch(self, key: Key, *, seq: int | None = None, delay_s: float = 0.0) -> Viewer:
        """Return a viewer; with `seq`, of what came after. Raises NotFound."""
        return Viewer(self.broadcast(key), seq=seq, delay_s=delay_s)
