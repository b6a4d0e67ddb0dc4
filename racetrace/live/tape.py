"""What was recorded, read piece by piece without holding up the loop."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from racetrace.timing.recording import Frame

AHEAD: Final = 500  # frames

Recorded = Callable[[int], Iterator[Frame]]  # from so many frames after the first


class Tape:
    def __init__(self, recorded: Recorded) -> None:
        self._recorded = recorded
        self._left: deque[Frame] = deque()
        self._more = recorded(0)
        self.index = 0  # of the frame that comes next

    def rewind(self, index: int) -> None:
        self._left.clear()
        self._more, self.index = self._recorded(index), index

    async def next(self) -> Frame | None:
        """Return the frame that comes next, without taking it; None at the end."""
        if not self._left:
            more = self._more
            self._left.extend(await asyncio.to_thread(lambda: list(islice(more, AHEAD))))
        return self._left[0] if self._left else None

    def take(self) -> Frame:
        self.index += 1
        return self._left.popleft()
