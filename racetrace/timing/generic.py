"""A feed of rows in JSON or text, read as a profile says."""

from typing import Any, Final

from racetrace.timing.cells import EMPTIED, text, value
from racetrace.timing.events import Column, Event, Lapped, Layout, Listed, Noise, Reset, Said, Withdrawn
from racetrace.timing.profile import FormatProfile, LapsFrom
from racetrace.timing.rows import Row, Rows, at, cells, document, rows
from racetrace.timing.words import Field

MOST_KEYS: Final = 1_000
LONGEST_KEY: Final = 60
AGAIN: Final = 0.5  # of the entries have lost their laps: it begins anew

Values = dict[tuple[Field, str], Any]


class Generic:
    """Turns frames into events. A list of rows is all that there are; anything else is what changed."""

    def __init__(self, profile: FormatProfile) -> None:
        self.profile = profile
        self._columns = dict(profile.columns)
        self._mapped = frozenset(self._columns)
        self._said: dict[str, Values] = {}
        self._owed: dict[str, int] = {}  # laps that were counted before their time was told
        self._head: list[str] = []  # of a text table
        self._names = {field: name for name, field in profile.columns}

    def read(self, frame: bytes, at_ms: int) -> list[Event]:
        """Return what a frame says; one that holds no row is Noise."""
        del at_ms  # every reader is handed it
        found = self._table(frame) if self.profile.separator else self._document(frame)
        told = {} if found is None else self._keyed(found)
        if found is None or not told:
            return [Noise(len(frame), repr(frame[:60]))] if frame.strip() else []
        events = self._begun(told, is_full=found.is_full)
        for key, row in told.items():
            events += self._row(key, row)
        return events

    def _document(self, frame: bytes) -> Rows | None:
        return rows(at(document(frame), self.profile.rows), mapped=self._mapped)

    def _table(self, frame: bytes) -> Rows | None:
        """Return the rows of a text table; one without its head goes on with the last that was told."""
        found: list[tuple[str, Row]] = []
        is_full = False
        for line in cells(frame, self.profile.separator):
            if len(self._mapped.intersection(line)) >= min(2, len(self._mapped)):
                self._head, is_full, found = line, True, []
            elif self._head and 2 <= len(line) <= len(self._head):
                found.append(('', dict(zip(self._head, line, strict=False))))
        return Rows(found, is_full=is_full) if found else None

    def _keyed(self, found: Rows) -> dict[str, Row]:
        name = self.profile.key or self._names.get(Field.NUMBER, '')
        told: dict[str, Row] = {}
        for given, row in found.rows:
            key = text(row[name])[:LONGEST_KEY] if name in row else given[:LONGEST_KEY]
            if key and not self._mapped.isdisjoint(row):
                told.setdefault(key, row)
        return told

    def _begun(self, told: dict[str, Row], *, is_full: bool) -> list[Event]:
        """Return what stands before the rows: a reset at the first, and when the laps of most are gone."""
        events: list[Event] = []
        if not self._said or (is_full and self._is_again(told)):
            self._said, self._owed = {}, {}
            columns = (Column(name, name, '', field) for name, field in self.profile.columns)
            events += [Reset(None), Layout(tuple(columns))]
        if is_full and told.keys() != self._said.keys():
            events.append(Listed(tuple(told)[:MOST_KEYS]))
            self._said = {key: self._said.get(key, {}) for key in list(told)[:MOST_KEYS]}
        return events

    def _is_again(self, told: dict[str, Row]) -> bool:
        driven = [key for key, said in self._said.items() if said.get((Field.LAPS, ''))]
        gone = [key for key in driven if not self._cell(told.get(key, {}), Field.LAPS)]
        return bool(driven) and len(gone) > AGAIN * len(driven)

    def _cell(self, row: Row, field: Field) -> Any:
        return value(self.profile, field, row.get(self._names.get(field, '')))

    def _row(self, key: str, row: Row) -> list[Event]:
        said = self._said.get(key)
        if said is None:
            if len(self._said) >= MOST_KEYS:
                return []
            said = self._said[key] = {}
        was = dict(said)
        events: list[Event] = []
        for name, cell in row.items():
            field = self._columns.get(name)
            if field is not None:
                events += _new(said, key, field, value(self.profile, field, cell), name)
        return events + self._laps(key, was, said, is_timed=self._cell(row, Field.LAST) is not None)

    def _laps(self, key: str, was: Values, now: Values, *, is_timed: bool) -> list[Event]:
        last = now.get((Field.LAST, ''))
        if self.profile.laps_from is LapsFrom.LAST:
            is_new = bool(was) and last is not None and last != was.get((Field.LAST, ''))
            return [Lapped(key, None, last)] if is_new else []
        before, laps = was.get((Field.LAPS, '')), now.get((Field.LAPS, ''))
        if self.profile.laps_from is LapsFrom.NOTHING or before is None or laps is None:
            return []
        events: list[Event] = []
        if laps < before:
            self._owed.pop(key, None)
            return [Withdrawn(key, laps)]
        if laps > before:
            if (owed := self._owed.pop(key, None)) is not None:
                events.append(Lapped(key, owed, None))
            self._owed[key] = laps
        if key in self._owed and (is_timed or Field.LAST not in self._names):
            events.append(Lapped(key, self._owed.pop(key), last))
        return events


def _new(said: Values, key: str, field: Field, now: Any, column: str) -> list[Event]:
    if now is None and (field not in EMPTIED or field is Field.OTHER):
        return []
    name = column if field is Field.OTHER else ''
    if (field, name) in said and said[field, name] == now:
        return []
    said[field, name] = now
    return [Said(key, field, now, column=name)]
