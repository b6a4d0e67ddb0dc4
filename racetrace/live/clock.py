"""What time it is, and waiting: handed in, so that a test need not wait."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Protocol


class Clock(Protocol):
    def now_ns(self) -> int:
        """Return the ns since 1970; never less than before."""

    def settle(self) -> None:
        """Follow what the computer has learnt of the time, as far as that is allowed."""

    async def sleep(self, seconds: float) -> None: ...


class SteadyClock:
    """The computer's, which does not jump while a race is on: gaps are differences of it.

    Laptops at the track set their clocks when they find a network. We follow a step forwards when we are
    asked to settle, as before each connection, and never one backwards.
    """

    def __init__(self) -> None:
        self._start_ns = time.time_ns() - time.monotonic_ns()

    def now_ns(self) -> int:
        return self._start_ns + time.monotonic_ns()

    def settle(self) -> None:
        self._start_ns = max(self._start_ns, time.time_ns() - time.monotonic_ns())

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def first_of(*waits: Coroutine[Any, Any, object]) -> None:
    """Wait until one of them is over, and leave the others."""
    tasks = [asyncio.ensure_future(one) for one in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
