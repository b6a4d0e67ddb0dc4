"""One who entered a run: what was said of him, so that what is said again is nothing new."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from racetrace.timing.events import Event, Lapped, Passed, Pitted, Said, Withdrawn
from racetrace.timing.words import Field, State

ALIKE: Final = 0.5  # of the letters
INSIDE: Final = {'PIT', 'PIN', 'PIP', 'SFP', 'PITIN'}  # IMSA: pit in, and start/finish in the pit lane
OUTSIDE: Final = {'POP', 'POUT', 'PITOUT', 'SFT'}  # pit out, and start/finish on the track
MOST_HISTORY: Final = 2_000
NO_TIME_MS: Final = 3_599_999

_NATION: Final = re.compile(r'[A-Z]{3}')
_UNSAID: Final = object()


@dataclass(slots=True, kw_only=True)
class Entrant:
    """Each method returns what is news."""

    key: str
    values: dict[Field, int | str | None] = field(default_factory=dict)
    additional: str = ''
    class_id: str = ''
    is_crew: bool = False  # the names of all its drivers are known
    laps: int | None = None  # completed, as the standings count
    total: int | None = None  # ms, as the standings say; penalties are in it
    done: int = 0  # the number of the last lap that was told
    passing: tuple[int | None, int] | None = (
        None  # lap and total of one that the standings have not counted yet
    )
    last_passing: tuple[int | None, int] = (None, 0)
    by_laps: int | None = None  # position
    by_best: int | None = None
    is_inside: bool | None = None  # of the pit lane; None: no line has told
    line_at: tuple[str, int] = '', 0  # date, and ms of the day, of the last line in the ground
    history: dict[int, tuple[int | None, int | None]] = field(default_factory=dict)  # held: lap, total

    def say(self, what: Field, value: int | str | None) -> list[Event]:
        if self.values.get(what, _UNSAID) == value:
            return []
        self.values[what] = value
        return [Said(self.key, what, value)]

    def told(self, *, by_best: bool) -> list[Event]:
        """Return all that is known, for a board that knows nothing."""
        self.values[Field.POSITION] = self.by_best if by_best else self.by_laps
        events: list[Event] = []
        for number, (lap_ms, total_ms) in sorted(self.history.items()):
            events += self.recalled(number, lap_ms, total_ms)
        if self.is_inside:
            self.values.pop(Field.STATE, None)
            events.append(Pitted(self.key, True))
        events += [Said(self.key, what, value) for what, value in self.values.items()]
        if self.additional:
            events.append(Said(self.key, Field.OTHER, self.additional, column='additional'))
        return events

    def named(self, first: str, last: str, extra: str) -> list[Event]:
        """Take a name: of the whole crew, or of who drives. Another one during the race takes turns."""
        name = ' '.join(part for part in (first, last) if part)
        events: list[Event] = []
        if '/' in name:
            self.is_crew = True
        elif name and self.laps and not self.is_crew and _are_two(was := self.values.get(Field.NAME), name):
            self.is_crew = True
            events += self.say(Field.DRIVER, was)
        if name:
            events += self.say(Field.DRIVER if self.is_crew and '/' not in name else Field.NAME, name)
        if extra:
            events += self.say(Field.NATION if _NATION.fullmatch(extra) else Field.VEHICLE, extra)
        return events

    def added(self, additional: str) -> list[Event]:
        if not additional or additional == self.additional:
            return []
        self.additional = additional
        return [Said(self.key, Field.OTHER, additional, column='additional')]

    def is_known(self, total_ms: int | None) -> bool:
        """Return whether a passing is the one that the standings end with."""
        return bool(self.total) and total_ms == self.total

    def passed(self, lap_ms: int | None, total_ms: int) -> list[Event]:
        """Pass the line. The lap is told when the standings count it, an instant later."""
        if total_ms and (lap_ms, total_ms) == self.last_passing:
            return []
        self.last_passing = lap_ms, total_ms
        is_counted = bool(self.laps) and total_ms == self.total
        self.passing = None if is_counted else (lap_ms, total_ms)
        events: list[Event] = [Passed(self.key, 0, lap_ms=lap_ms)]
        if not self.is_inside:
            events += self.say(Field.STATE, State.RUNNING)
        return events + (self.say(Field.LAST, lap_ms) if lap_ms else [])

    def counted(self, laps: int, total_ms: int | None) -> list[Event]:
        """Take the laps and the time of the standings."""
        if not laps and total_ms == NO_TIME_MS:
            total_ms = None
        was, was_total, passing = self.laps, self.total, self.passing
        if (was, was_total) == (laps, total_ms):
            return []
        self.laps, self.total, self.passing = laps, total_ms, None
        events = self.say(Field.TOTAL, total_ms)
        if was is not None and laps < was:
            self.done = min(self.done, laps)
            events.append(Withdrawn(self.key, laps))
        elif laps > max(self.done, was or 0) and (was is not None or passing is not None):
            ms = passing[0] if passing else _between(was, was_total, laps, total_ms)
            events += self._lap(laps, ms)
        return events + self.say(Field.LAPS, laps)

    def uncounted(self) -> list[Event]:
        """Return the lap of a passing that the standings did not follow."""
        passing, self.passing = self.passing, None
        if passing is None or passing[0] is None:
            return []
        events = self.say(Field.TOTAL, passing[1])
        if self.laps is None and not self.done:
            return [*events, Lapped(self.key, None, passing[0])]
        return events + self._lap(max(self.laps or 0, self.done) + 1, passing[0])

    def recalled(self, number: int, lap_ms: int | None, total_ms: int | None) -> list[Event]:
        """Take a lap of the past; those come in order, or not at all."""
        if number <= self.done:
            return []
        return [Said(self.key, Field.TOTAL, total_ms), *self._lap(number, lap_ms)]

    def remembered(self, number: int, lap_ms: int | None, total_ms: int | None) -> None:
        if len(self.history) < MOST_HISTORY:
            self.history[number] = lap_ms, total_ms

    def crossed(self, line: str, date: str, day_ms: int) -> list[Event]:
        """Pass a line in the ground. One that is told minutes late says nothing of where he is."""
        is_inside = line in INSIDE
        is_late = date == self.line_at[0] and day_ms < self.line_at[1]
        if is_late or not (is_inside or line in OUTSIDE):
            return []
        self.line_at = date, day_ms
        if is_inside is self.is_inside:
            return []
        self.is_inside = is_inside
        return [Pitted(self.key, is_inside)]

    def _lap(self, number: int, ms: int | None) -> list[Event]:
        self.done = number
        return [Lapped(self.key, number, ms)]


def _are_two(name: object, other: str) -> bool:
    """Return whether two names are of two people, and not one that was corrected.

    Kim Silva and Kim Fields, Ada Reid and Ben Reid are two; Ron Smith and Ron Smyth are not.
    """
    ours, theirs = str(name or '').lower()[:60].split(), other.lower()[:60].split()
    ours_alone = ' '.join(word for word in ours if word not in theirs)
    theirs_alone = ' '.join(word for word in theirs if word not in ours)
    if not ours_alone or not theirs_alone:
        return False
    return SequenceMatcher(None, ours_alone, theirs_alone).ratio() < ALIKE


def _between(was: int | None, was_total: int | None, laps: int, total_ms: int | None) -> int | None:
    """Return the time of one lap whose passing was not told; the first begins nobody knows where."""
    if not was or laps != was + 1 or was_total is None or total_ms is None:
        return None
    return total_ms - was_total if total_ms > was_total else None
