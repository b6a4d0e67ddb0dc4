"""The last minutes of a board as they were told, for who watches with a delay or comes back.

At most 8 MiB and at most 320 s of a board are kept; what is older is forgotten.
"""

from collections import deque
from enum import Enum, auto
from typing import Final, NamedTuple

MOST_BYTES: Final = 8 << 20
MOST_S: Final = 320.0  # the longest delay, and some


class Sort(Enum):
    WHOLE = auto()  # the board, for everybody: another session began
    DELTA = auto()
    ABOUT = auto()  # how the feed is doing
    SPARE = auto()  # the board again, for who begins here; who follows has it already


class Told(NamedTuple):
    at_s: float
    seq: int
    sort: Sort
    text: str  # ASCII, so that its length is its size

    @property
    def is_whole(self) -> bool:
        return self.sort in {Sort.WHOLE, Sort.SPARE}


class Past:
    """What was told is numbered from 0; `first` is the oldest that is still known, `end` the next to come."""

    def __init__(self, *, most_bytes: int = MOST_BYTES, most_s: float = MOST_S) -> None:
        self._told: deque[Told] = deque()
        self._most_bytes, self._most_s = most_bytes, most_s
        self.bytes = 0
        self.first = 0

    @property
    def end(self) -> int:
        return self.first + len(self._told)

    def __getitem__(self, number: int) -> Told:
        return self._told[number - self.first]

    def add(self, told: Told) -> None:
        self._told.append(told)
        self.bytes += len(told.text)
        while self.bytes > self._most_bytes or told.at_s - self._told[0].at_s > self._most_s:
            if len(self._told) == 1:
                return
            self.bytes -= len(self._told.popleft().text)
            self.first += 1

    def due(self, until_s: float) -> int:
        """Return the number of the first that was told after a moment."""
        number = self.end
        while number > self.first and self[number - 1].at_s > until_s:
            number -= 1
        return number

    def whole_before(self, end: int) -> int | None:
        """Return the number of the last whole board before another; else that of the first that is known."""
        before = (i for i in range(min(end, self.end) - 1, self.first - 1, -1) if self[i].is_whole)
        after = (i for i in range(self.first, self.end) if self[i].is_whole)
        return next(before, next(after, None))

    def after(self, seq: int, *, most: int) -> int | None:
        """Return where to go on who has the board as of `seq`; None: not known any more, or too long ago."""
        for number in range(self.end - 1, max(self.first, self.end - most) - 1, -1):
            told = self[number]
            if told.seq < seq:
                return None
            if told.seq == seq and told.sort is not Sort.ABOUT:
                return number + 1
        return None
