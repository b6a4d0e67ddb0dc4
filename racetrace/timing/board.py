"""The board of one session: what all its events come to. The same events give the same board."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from racetrace.timing.entry import Entry
from racetrace.timing.events import (
    Announced,
    Bannered,
    Column,
    Event,
    Flagged,
    Lapped,
    Layout,
    Listed,
    Message,
    OnTrack,
    Passed,
    Pitted,
    Recalled,
    Said,
    Ticked,
    Titled,
    Withdrawn,
)
from racetrace.timing.recall import recall
from racetrace.timing.words import TIMES, Counting, Field, Flag, Kind, State

MARKS: Final = {one: f'{one}_mark' for one in TIMES}
STANDING: Final = Ticked(Counting.NONE)
MOST_ENTRIES: Final = 400  # twice the largest grids; a feed that names more is not telling of a race
MOST_DRIVERS: Final = 20
MOST_PASSINGS: Final = 10_000  # until somebody keeps them: line and time of each


@dataclass(slots=True, kw_only=True)
class Board:
    kind: Kind = Kind.PRACTICE
    event: str = ''
    name: str = ''
    run: str = ''
    track: str = ''
    length_m: int | None = None
    columns: tuple[Column, ...] = ()
    entries: dict[str, Entry] = field(default_factory=dict)
    clock: Ticked = STANDING
    clock_at_ms: int = 0
    flag: Flag = Flag.NONE
    flags: list[tuple[int, Flag]] = field(default_factory=list)  # each change, with its time
    messages: tuple[Message, ...] = ()
    banner: str = ''
    started_ms: int = 0
    heard_ms: int = 0  # when anything was last said
    unchanged: int = 0  # said again: values that we had
    passings: deque[tuple[str, int, int]] = field(default_factory=lambda: deque(maxlen=MOST_PASSINGS))
    changed: set[str] = field(default_factory=set)  # keys, until somebody takes them
    is_head_changed: bool = True

    @property
    def titles(self) -> tuple[str, str, str]:
        return self.event, self.name, self.run

    def ranked(self) -> list[Entry]:
        """Return the entries in their order; those without a place last, as the feed lists them."""
        return sorted(self.entries.values(), key=lambda one: (one.is_gone, one.position or MOST_ENTRIES + 1))

    def apply(self, event: Event, at_ms: int) -> None:
        """Take in what was said. Resets are for who tells sessions apart, noise is for who counts it."""
        self.heard_ms = at_ms
        kind = type(event)
        if kind in _APPLY:
            _APPLY[kind](self, event, at_ms)
        elif kind in _HEAD:
            self._head(_HEAD[kind], event)
        elif isinstance(event, Listed):
            self._listed(event)

    def join(self) -> None:
        """Take who is on it for there before us: it was told for the first time."""
        for entry in self.entries.values():
            entry.join()

    def entry(self, key: str) -> Entry | None:
        """Return an entry, made at its first mention; None when there are too many."""
        found = self.entries.get(key)
        if found is None and len(self.entries) < MOST_ENTRIES:
            found = self.entries[key] = Entry(key=key)
            self.changed.add(key)
        return found

    def _said(self, said: Said, at_ms: int) -> None:
        entry = self.entry(said.key)
        if entry is None:
            return
        if said.field is Field.OTHER:
            is_news = entry.other.get(said.column) != said.value
            entry.other[said.column] = str(said.value)
        elif said.field is Field.STATE:
            is_news = self._state(entry, State(str(said.value)), at_ms)
        else:
            if said.field is Field.LAPS and isinstance(said.value, int):
                entry.count(said.value)
            is_news = _set(entry, said)
        if is_news:
            self.changed.add(said.key)
        else:
            self.unchanged += 1

    def _state(self, entry: Entry, state: State, at_ms: int) -> bool:
        is_moved = entry.pit(state is State.PIT, at_ms) if state is not State.STOPPED else False
        if state is State.STOPPED and self.kind.is_race and not entry.has_driven:
            state = State.GRID  # feeds say of who waits for the start that he stands
        is_news = entry.state is not state
        if not (is_moved and state is State.RUNNING):  # who comes out is on the out-lap first
            entry.state = state
        return is_news or is_moved

    def _lapped(self, lap: Lapped, at_ms: int) -> None:
        entry = self.entry(lap.key)
        if entry is None or not entry.lap(lap.number, lap.ms, lap.mark, at_ms):
            self.unchanged += 1
            return
        self.changed.add(lap.key)

    def _withdrawn(self, withdrawn: Withdrawn, _: int) -> None:
        entry = self.entry(withdrawn.key)
        if entry is not None and entry.withdraw(withdrawn.laps):
            self.changed.add(withdrawn.key)

    def _recalled(self, recalled: Recalled, _: int) -> None:
        entry = self.entries.get(recalled.key)
        if entry is not None and recall(entry, recalled.laps):
            self.changed.add(recalled.key)

    def _passed(self, passed: Passed, at_ms: int) -> None:
        entry = self.entry(passed.key)
        if entry is not None:
            entry.line, entry.passed_ms, entry.next_ms = passed.line, at_ms, passed.next_ms
            self.passings.append((passed.key, passed.line, at_ms))
            self.changed.add(passed.key)

    def _pitted(self, pitted: Pitted, at_ms: int) -> None:
        entry = self.entry(pitted.key)
        if entry is not None and entry.pass_pit(pitted.is_inside, at_ms):
            self.changed.add(pitted.key)

    def _listed(self, listed: Listed) -> None:
        """Keep who is listed; who drove and is listed no more stays, as gone."""
        known, self.entries = self.entries, {}
        for key in dict.fromkeys(listed.keys[:MOST_ENTRIES]):
            entry = known.pop(key) if key in known else Entry(key=key)
            entry.is_gone = False
            self.entries[key] = entry
        for key, entry in known.items():
            if entry.done or entry.laps:
                self.entries[key] = entry
                entry.is_gone = True
        self.changed.update(self.entries, known)
        self.is_head_changed = True

    def _flagged(self, flagged: Flagged, at_ms: int) -> None:
        if flagged.flag is not self.flag:
            self.flag, self.is_head_changed = flagged.flag, True
            self.flags.append((at_ms, flagged.flag))
        else:
            self.unchanged += 1

    def _ticked(self, ticked: Ticked, at_ms: int) -> None:
        self.clock, self.clock_at_ms, self.is_head_changed = ticked, at_ms, True

    def _head(self, names: tuple[str, ...], values: Iterable[object]) -> None:
        for name, value in zip(names, values, strict=True):
            if getattr(self, name) != value:
                setattr(self, name, value)
                self.is_head_changed = True


def _set(entry: Entry, said: Said) -> bool:
    """Set a value and its mark; return whether one is new."""
    name, is_news = said.field.value, False
    if getattr(entry, name) != said.value:
        setattr(entry, name, said.value)
        is_news = True
        if said.field is Field.DRIVER and said.value not in entry.drivers[:MOST_DRIVERS]:
            entry.drivers.append(str(said.value))
    if said.mark is not None and said.field in MARKS and getattr(entry, MARKS[said.field]) is not said.mark:
        setattr(entry, MARKS[said.field], said.mark)
        is_news = True
    return is_news


_APPLY: Final[dict[type, Callable[[Board, Any, int], None]]] = {
    Said: Board._said,
    Passed: Board._passed,
    Lapped: Board._lapped,
    Withdrawn: Board._withdrawn,
    Recalled: Board._recalled,
    Pitted: Board._pitted,
    Ticked: Board._ticked,
    Flagged: Board._flagged,
}
_HEAD: Final[dict[type, tuple[str, ...]]] = {
    Titled: ('event', 'name', 'run'),
    OnTrack: ('track', 'length_m'),
    Layout: ('columns',),
    Announced: ('messages',),
    Bannered: ('banner',),
}
