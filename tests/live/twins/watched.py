"""Something that changes, and on whose change others wait: instead of sleeping until it may have changed."""

import asyncio
from collections.abc import Callable


class Watched:
    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def change(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, is_so: Callable[[], bool], within_s: float = 10.0) -> None:
        """Return once it is so; TimeoutError if it takes too long."""
        async with asyncio.timeout(within_s):
            while not is_so():
                await self._changed.wait()
