"""One kart, car or rider of a session, as far as the feed has told."""

from dataclasses import dataclass, field
from typing import NamedTuple

from racetrace.timing.events import Gap
from racetrace.timing.words import Mark, State

GLITCH = 0.65  # a lap below this part of one's best is a crossing of the loop in the pit, not a lap

SAME_PASSING_MS = 5_000


class LapDone(NamedTuple):
    number: int
    ms: int | None
    mark: Mark
    at_ms: int  # when its end was received
    total_ms: int | None  # since the start, if the feed says
    driver: str
    is_pit: bool  # in the pit lane at some time of it
    is_recalled: bool = False  # the provider told it afterwards, and its end is reckoned


class Stop(NamedTuple):
    in_ms: int
    out_ms: int
    lap: int  # completed before it


@dataclass(slots=True, kw_only=True)
class Entry:
    """What is shown of it, by the names of Field; None and '' are unknown."""

    key: str
    position: int | None = None
    number: str = ''
    name: str = ''
    driver: str = ''
    category: str = ''
    colour: str = ''
    nation: str = ''
    vehicle: str = ''
    transponder: str = ''
    laps: int | None = None  # as the feed counts
    last: int | None = None
    last_mark: Mark = Mark.PLAIN
    best: int | None = None
    best_mark: Mark = Mark.PLAIN
    best_lap: int | None = None
    gap: Gap | None = None
    interval: Gap | None = None
    s1: int | None = None
    s1_mark: Mark = Mark.PLAIN
    s2: int | None = None
    s2_mark: Mark = Mark.PLAIN
    s3: int | None = None
    s3_mark: Mark = Mark.PLAIN
    total: int | None = None
    total_mark: Mark = Mark.PLAIN
    pits: int | None = None  # as the feed counts
    on_track: str = ''
    state: State = State.GRID
    penalty: str = ''
    change: int | None = None
    other: dict[str, str] = field(default_factory=dict)  # by the column's id
    line: int | None = None  # the last that was passed
    passed_ms: int | None = None  # when
    next_ms: int | None = None  # the provider's guess from there
    pit_since_ms: int | None = None
    drivers: list[str] = field(default_factory=list)  # in the order in which they drove
    done: list[LapDone] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    has_stopped: bool = False  # is in the pit, and drove before
    pit_ins: int = 0  # passings into the pit lane that the feed announced
    pit_in_ms: int | None = None  # the last of them
    is_gone: bool = False  # the feed lists it no more
    touched_pit: bool = False  # in the lap that is being driven
    withdrawn_to: int | None = None  # the last lap that was left, until somebody keeps it
    left_pit: int | None = None  # laps done when it last left the pit lane
    unseen_to: int | None = None  # the last lap that was driven while nobody watched; None: there was none

    @property
    def laps_done(self) -> int:
        """Return the feed's own count, else ours."""
        return self.laps if self.laps is not None else len(self.done)

    @property
    def has_driven(self) -> bool:
        """Return whether it was seen on the track."""
        return bool(self.done or self.laps or self.passed_ms is not None)

    @property
    def stops_made(self) -> int:
        """Return the feed's own count, else ours; one that is under way counts."""
        if self.pits is not None:
            return self.pits
        return len(self.stops) + (self.pit_since_ms is not None and self.has_stopped)

    def lap(self, number: int | None, ms: int | None, mark: Mark, at_ms: int) -> bool:
        """Add a completed lap; return whether it was new."""
        last = self.done[-1].number if self.done else 0
        if number is not None and number <= last:
            return False
        one = LapDone(number or last + 1, ms, mark, at_ms, self.total, self.driver, self.touched_pit)
        self.count(one.number)
        if self.done and at_ms <= self.done[-1].at_ms:
            self.unseen_to = one.number  # two laps told at once are of the time before
        self.done.append(one)
        self.touched_pit = self.pit_since_ms is not None
        if self.state in {State.OUT_LAP, State.GRID}:
            self.state = State.RUNNING
        self._best(one)
        return True

    def count(self, laps: int) -> None:
        """Be told of so many laps: of those that were left out nobody saw whether there was a stop."""
        if laps > max(self.laps or 0, self.done[-1].number if self.done else 0) + 1:
            self.unseen_to = laps

    def join(self) -> None:
        """Be on a board as it is first told: what was driven by then was not seen."""
        if not self.done and (self.laps or (self.laps is None and self.last)):
            self.unseen_to = self.laps or 0

    def withdraw(self, laps: int) -> bool:
        """Forget the laps after so many; return whether there were any. The best is left to who told it."""
        self.withdrawn_to = laps if self.withdrawn_to is None else min(laps, self.withdrawn_to)
        kept = [one for one in self.done if one.number <= laps]
        is_news, self.done = len(kept) < len(self.done), kept
        return is_news

    def _best(self, lap: LapDone) -> None:
        if lap.ms is None or (self.best is not None and not GLITCH * self.best < lap.ms < self.best):
            return
        self.best, self.best_lap = lap.ms, lap.number

    def pass_pit(self, is_inside: bool, at_ms: int) -> bool:
        """Pass the loop at either end of the pit lane. Told twice within a moment is one passing."""
        if is_inside and (self.pit_in_ms is None or at_ms - self.pit_in_ms >= SAME_PASSING_MS):
            self.pit_ins += 1
            self.pit_in_ms = at_ms
        return self.pit(is_inside, at_ms)

    def pit(self, is_inside: bool, at_ms: int) -> bool:
        """Enter or leave the pit lane; return whether that was news. To start from there is no stop."""
        if is_inside == (self.pit_since_ms is not None):
            return False
        self.touched_pit = True
        if is_inside:
            self.pit_since_ms, self.state = at_ms, State.PIT
            self.has_stopped = self.has_driven
        elif self.pit_since_ms is not None:
            if self.has_stopped:
                self.stops.append(Stop(self.pit_since_ms, at_ms, self.laps_done))
            self.pit_since_ms, self.state, self.left_pit = None, State.OUT_LAP, self.laps_done
        return True
