"""A race that is simulated, as a feed: something to look at where no circuit sends anything."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Final

from racetrace.simulation.apex import ApexFeed
from racetrace.simulation.race import simulate_race

KARTS: Final = 16
MINUTES: Final = 18
CYCLE_MS: Final = 30 * 60_000  # one meeting with its qualifying, and a pause
STEP_S: Final = 0.2
CLOCK_MS: Final = 5_000  # before the first laps there is no other news


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFeed:
    """A source. One meeting follows the other since 1970: whoever connects comes into the same one."""

    now_ns: Callable[[], int]

    @property
    def name(self) -> str:
        return 'The simulated race'

    async def frames(self) -> AsyncGenerator[bytes, None]:
        while True:
            cycle, gone_ms = divmod(self.now_ns() // 1_000_000, CYCLE_MS)
            feed = await asyncio.to_thread(_feed, cycle, gone_ms)
            yield feed.init()
            while (gone_ms := self.now_ns() // 1_000_000 - cycle * CYCLE_MS) < CYCLE_MS:
                for frame in feed.advance(gone_ms):
                    yield frame.data
                await asyncio.sleep(STEP_S)


def _feed(seed: int, gone_ms: int) -> ApexFeed:
    """Return the feed of a meeting as it is after so long."""
    feed = ApexFeed(simulate_race(karts=KARTS, minutes=MINUTES, seed=seed), sectors=True, clock_ms=CLOCK_MS)
    for _ in feed.advance(gone_ms):
        pass
    return feed
