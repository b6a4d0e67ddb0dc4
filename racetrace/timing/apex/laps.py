"""When a lap is a lap. The cell of the last lap alone says too little: it is repainted, and corrected.

A lap time counts when the same row passed the line within five seconds of it, or its count of laps rose. The
count is the surer, where the circuit shows one: it tells repainting from two equal laps, and numbers them.

The count may fall: after a red flag, as a penalty, or as the timekeepers mend a lap, which they do by taking
laps back and telling them again a second later. The time that comes with it is that of the lap before.
"""

from dataclasses import dataclass
from typing import Final

from racetrace.timing.events import Lapped, Withdrawn
from racetrace.timing.words import Mark

NEAR_MS: Final = 5_000


@dataclass(slots=True, kw_only=True)
class LapsOfRow:
    """What is known of one row between two of its passings."""

    key: str
    is_counted: bool  # its table has a column of laps
    laps: int = 0  # as that column says
    told: int = 0  # the number of the last lap that was told
    told_ms: int | None = None  # its time
    told_at_ms: int = -NEAR_MS
    fell_at_ms: int | None = None  # when the count last fell
    passed_at_ms: int | None = None  # not yet used to confirm a lap
    waiting: tuple[int, Mark, int] | None = None  # time, mark and receipt of a lap that waits for that

    def timed(self, ms: int, mark: Mark, at_ms: int) -> Lapped | None:
        is_repainted = ms == self.told_ms and at_ms - self.told_at_ms <= NEAR_MS
        if is_repainted and not self.is_counted:
            return None
        self.waiting = ms, mark, at_ms
        if self.fell_at_ms == at_ms and self.laps == self.told:
            self.settled()
        return self._confirmed(at_ms)

    def counted(self, laps: int, at_ms: int) -> Lapped | Withdrawn | None:
        self.laps = laps
        if laps < self.told:
            return self._fallen(at_ms)
        return self._confirmed(at_ms)

    def passed(self, at_ms: int) -> Lapped | None:
        self.passed_at_ms = at_ms
        if self.waiting is None and self.is_counted and self.laps > self.told and self.told_ms is not None:
            self.waiting = (
                self.told_ms,
                Mark.PLAIN,
                at_ms,
            )  # an equal lap: a cell that stays is not sent again
        return self._confirmed(at_ms)

    def settled(self) -> None:
        """Take the time that a whole table shows for the lap that it counts: no later count confirms it."""
        if self.waiting is not None:
            self.told_ms, _, self.told_at_ms = self.waiting
            self.waiting = None

    def _fallen(self, at_ms: int) -> Withdrawn:
        self.told, self.fell_at_ms = self.laps, at_ms
        if self.waiting is not None and self.waiting[2] == at_ms:
            self.settled()
        self.waiting = None
        return Withdrawn(self.key, self.told)

    def _confirmed(self, at_ms: int) -> Lapped | None:
        if self.waiting is None or at_ms - self.waiting[2] > NEAR_MS:
            self.waiting = None
            return None
        if self.is_counted:
            return self._tell(self.laps, at_ms) if self.laps > self.told else None
        if self.passed_at_ms is None or at_ms - self.passed_at_ms > NEAR_MS:
            return None
        return self._tell(self.told + 1, at_ms)

    def _tell(self, number: int, at_ms: int) -> Lapped | None:
        if self.waiting is None:
            return None
        ms, mark, _ = self.waiting
        self.told, self.told_ms, self.told_at_ms = number, ms, at_ms
        self.waiting = self.passed_at_ms = None
        return Lapped(self.key, number if self.is_counted else None, ms, mark)
