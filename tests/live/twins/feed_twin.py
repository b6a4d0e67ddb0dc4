"""What the servers have in common: a simulated feed, a clock that is moved by hand or runs, and clients."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Protocol, Self

from racetrace.simulation.frame import Frame
from tests.live.twins.watched import Watched

HOST = '127.0.0.1'


class Feed(Protocol):
    """ApexFeed, RMonitorFeed or RaceMonitorFeed."""

    @property
    def now_ms(self) -> int: ...

    def init(self) -> bytes: ...

    def advance(self, to_ms: int) -> Iterator[Frame]: ...


class FeedTwin(ABC):
    """A server on this machine. It is an asynchronous context manager: inside, it listens."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.joined = 0  # clients, in all
        self.heard: list[str] = []  # what clients said
        self.changed = Watched()

    @property
    def now_ms(self) -> int:
        return self.feed.now_ms

    @property
    @abstractmethod
    def clients(self) -> int:
        """How many are connected now."""

    @abstractmethod
    def send(self, data: bytes) -> None:
        """Send everybody what need not be part of the race."""

    @abstractmethod
    def drop(self) -> None:
        """Cut off everybody, without a word."""

    @abstractmethod
    async def start(self) -> None: ...

    @abstractmethod
    async def stop(self) -> None: ...

    async def advance_to(self, ms: int) -> int:
        """Send all up to a moment of the race; return how many frames those were."""
        sent = 0
        for frame in self.feed.advance(ms):
            self.told(frame)
            self.send(frame.data)
            sent += 1
        await asyncio.sleep(0)  # to let the clients' tasks of this loop run
        return sent

    async def run(self, speed: float, until_ms: int) -> None:
        """Let the race go on by itself, so many times as fast as a real one."""
        loop = asyncio.get_running_loop()
        began_s, from_ms = loop.time(), max(0, self.now_ms)
        for frame in self.feed.advance(until_ms):
            await asyncio.sleep(max(0.0, began_s + (frame.at_ms - from_ms) / 1000 / speed - loop.time()))
            self.told(frame)
            self.send(frame.data)

    async def has_joined(self, number: int = 1) -> None:
        """Return once so many clients have connected, those who left again among them."""
        await self.changed.until(lambda: self.joined >= number)

    async def has_heard(self, text: str) -> None:
        await self.changed.until(lambda: text in self.heard)

    async def is_left(self) -> None:
        """Return once nobody is connected any more."""
        await self.changed.until(lambda: self.clients == 0)

    def told(self, frame: Frame) -> None:  # noqa: B027 (most servers remember nothing)
        """Keep what a server would remember of a frame."""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.drop()
        await self.stop()
