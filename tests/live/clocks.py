"""Clocks of tests: nobody waits."""

import asyncio

START_NS = 1_800_000_000_000_000_000
START_MS = START_NS // 1_000_000


class QuickClock:
    """Time passes only by sleeping, and that takes none."""

    def __init__(self) -> None:
        self.ns = START_NS
        self.slept: list[float] = []

    def now_ns(self) -> int:
        return self.ns

    def settle(self) -> None:
        """Know the time already."""

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.ns += round(seconds * 1e9)
        await asyncio.sleep(0)


class HandClock:
    """Time passes when a test says so."""

    def __init__(self) -> None:
        self.ns = START_NS
        self._sleepers: list[tuple[int, asyncio.Future[None]]] = []

    def now_ns(self) -> int:
        return self.ns

    def now_s(self) -> float:
        return self.ns / 1e9

    @property
    def sleepers(self) -> int:
        return sum(not wake.done() for _, wake in self._sleepers)

    def settle(self) -> None:
        """Know the time already."""

    async def sleep(self, seconds: float) -> None:
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.ns + round(seconds * 1e9), wake))
        await wake

    def pass_by(self, seconds: float) -> None:
        self.ns += round(seconds * 1e9)
        for until_ns, wake in self._sleepers:
            if until_ns <= self.ns and not wake.done():
                wake.set_result(None)


async def until(condition: object, tries: int = 5000) -> None:
    """Let others run until something holds, which must be soon."""
    assert callable(condition)
    for _ in range(tries):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise AssertionError('it never came to that')
