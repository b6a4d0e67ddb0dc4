"""A run of the timekeepers' software: its name, track, classes and who entered it."""

import re
from dataclasses import dataclass, field
from typing import Final

from racetrace.timing.events import Event, Flagged, Listed, OnTrack, Reset, Titled
from racetrace.timing.kinds import kind
from racetrace.timing.rmonitor.clock import Clock
from racetrace.timing.rmonitor.entrant import Entrant
from racetrace.timing.words import Field, Flag, Kind

MOST_ENTRANTS: Final = 1_000
MOST_CLASSES: Final = 500
FLAGS: Final = {
    '': Flag.NONE,
    'green': Flag.GREEN,
    'yellow': Flag.YELLOW,
    'red': Flag.RED,
    'finish': Flag.CHEQUERED,
    'checkered': Flag.CHEQUERED,
    'chequered': Flag.CHEQUERED,
}
SORTS: Final = {'race': Kind.RACE, 'qualifying': Kind.QUALIFYING, 'practice': Kind.PRACTICE}

_LENGTH: Final = re.compile(r'(\d{1,6}(?:[.,]\d{1,4})?)\s*(m|km|mi|miles?)?', re.IGNORECASE)
_METRES: Final = {'m': 1.0, 'km': 1000.0, 'mi': 1609.344, 'mile': 1609.344, 'miles': 1609.344}


@dataclass(slots=True, kw_only=True)
class Run:
    id: str = ''
    name: str = ''
    sort: str = ''  # as Race Monitor says: race, qualifying
    track: str = ''
    length_m: int | None = None
    classes: dict[str, str] = field(default_factory=dict)
    entrants: dict[str, Entrant] = field(default_factory=dict)
    has_best: bool = False  # standings by best lap are sent
    kind: Kind | None = None  # as was told
    clock: Clock = field(default_factory=Clock)
    flag: Flag | None = None

    @property
    def titles(self) -> tuple[str, str]:
        return self.name, self.id

    @property
    def is_by_best(self) -> bool:
        return self.has_best and self.kind is not Kind.RACE

    @property
    def is_whole(self) -> bool:
        """Return whether it has a name, and everybody who is in it stands somewhere."""
        entrants = self.entrants.values()
        return bool(self.id) and bool(entrants) and all(one.laps is not None for one in entrants)

    def next(self) -> 'Run':
        """Return another run on the same track, with the same classes."""
        return Run(track=self.track, length_m=self.length_m, classes=self.classes)

    def stated_kind(self) -> Kind | None:
        """Return the kind: as sorted, else as named, else a race when laps count and best laps do not."""
        found = SORTS.get(self.sort) or kind(self.name)
        if found is None and not self.has_best and any(one.laps for one in self.entrants.values()):
            return Kind.RACE
        return found

    def entrant(self, key: str) -> Entrant | None:
        """Return who has this registration, made at its first mention; None when there are too many."""
        found = self.entrants.get(key)
        if found is None and key and len(self.entrants) < MOST_ENTRANTS:
            found = self.entrants[key] = Entrant(key=key)
        return found

    def told(self) -> list[Event]:
        """Return all that is known, from a reset on."""
        self.kind = self.stated_kind()
        events: list[Event] = [Reset(self.kind), self.titled()]
        if self.track:
            events.append(OnTrack(self.track, self.length_m))
        events.append(Listed(tuple(self.entrants)))
        for one in self.entrants.values():
            events += one.told(by_best=self.is_by_best)
        return events

    def titled(self) -> Titled:
        return Titled('', self.name, self.id)

    def described(self, what: str, text: str) -> list[Event]:
        was = self.track, self.length_m
        if what == 'TRACKNAME':
            self.track = text
        elif what == 'TRACKLENGTH':
            self.length_m = length_m(text)
        is_news = (self.track, self.length_m) != was
        return [OnTrack(self.track, self.length_m)] if is_news else []

    def classed(self, class_id: str, name: str) -> list[Event]:
        """Take the name of a class, which may come after those who are in it."""
        is_full = class_id not in self.classes and len(self.classes) >= MOST_CLASSES
        if is_full or self.classes.get(class_id) == name:
            return []
        self.classes[class_id] = name
        found = [one for one in self.entrants.values() if one.class_id == class_id]
        return [event for one in found for event in one.say(Field.CATEGORY, name)]

    def flagged(self, text: str) -> list[Event]:
        flag = FLAGS.get(text.lower())
        if flag is None or flag is self.flag:
            return []
        self.flag = flag
        return [Flagged(flag)]


def length_m(text: str) -> int | None:
    """Return a track's length. A bare 1.271 may be miles or kilometres: nothing says which, so it is None."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    value, unit = float(found[1].replace(',', '.')), (found[2] or '').lower()
    if not unit and value < 100:
        return None
    metres = round(value * _METRES.get(unit, 1.0))
    return metres if 50 <= metres <= 100_000 else None
