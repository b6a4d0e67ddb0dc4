"""What a profile makes of frames that were heard: for who is drawing it up, before anything follows by it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from racetrace.timing.board import Board
from racetrace.timing.cells import text, value
from racetrace.timing.generic import Generic
from racetrace.timing.profile import MOST_COLUMNS, FormatProfile
from racetrace.timing.recording import Frame
from racetrace.timing.rows import Row, at, cells, document, rows
from racetrace.timing.sessions import Sessions
from racetrace.timing.words import TIMES, Field

SAMPLES: Final = 3  # values of each column that are shown
LONGEST_SAMPLE: Final = 40
MOST_VALUES: Final = 200  # of each column that are looked at
_WANTED: Final = {  # of these a text may be none
    **dict.fromkeys(TIMES, 'a time'),
    **dict.fromkeys((Field.GAP, Field.INTERVAL), 'a time or a number of laps'),
    **dict.fromkeys((Field.POSITION, Field.BEST_LAP, Field.LAPS, Field.PITS, Field.CHANGE), 'a whole number'),
    Field.STATE: 'a state that is known, such as run, pit or finished',
    Field.COLOUR: 'a colour such as #1e90ff',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundColumn:
    """A column of the feed, with different values of it in the order in which they came."""

    name: str
    values: tuple[Any, ...]

    @property
    def samples(self) -> tuple[str, ...]:
        shown = (text(one)[:LONGEST_SAMPLE] for one in self.values)
        return tuple(dict.fromkeys(one for one in shown if one))[:SAMPLES]


def found_columns(frames: Iterable[Frame], profile: FormatProfile) -> list[FoundColumn]:
    """Return those of the profile, and after them whatever else stands in its rows."""
    found: dict[str, dict[Any, None]] = {name: {} for name, _ in profile.columns}
    for row in _rows(frames, profile):
        for name, cell in row.items():
            if name not in found and len(found) >= MOST_COLUMNS:
                continue
            if isinstance(cell, int | float | str) and name.isprintable() and name:
                values = found.setdefault(name, {})
                if len(values) < MOST_VALUES:
                    values[cell] = None
    return [FoundColumn(name=name, values=tuple(values)) for name, values in found.items()]


def previewed(frames: Iterable[Frame], profile: FormatProfile) -> Board:
    """Return the board as it is after these frames."""
    reader, sessions = Generic(profile), Sessions()
    for at_ms, frame in frames:
        sessions.read(reader.read(frame, at_ms), at_ms)
    return sessions.board


def doubts(columns: Sequence[FoundColumn], profile: FormatProfile) -> dict[str, str]:
    """Return a sentence for each column of which no value can be what it is said to hold."""
    fields = dict(profile.columns)
    found: dict[str, str] = {}
    for column in columns:
        field = fields.get(column.name, Field.OTHER)
        said = [one for one in column.values if _says_something(one)]
        if field in _WANTED and said and all(value(profile, field, one) is None for one in said):
            shown = ', '.join(repr(text(one)[:LONGEST_SAMPLE]) for one in said[:2])
            found[column.name] = f'None of its values is {_WANTED[field]}: {shown}.'
    return found


def clashes(columns: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a sentence for each column that is said to hold what one before it holds already."""
    holder: dict[str, str] = {}
    found: dict[str, str] = {}
    for name, field in columns:
        if field != Field.OTHER and holder.setdefault(field, name) != name:
            found[name] = f'{holder[field]} is said to hold this already: choose something else for one.'
    return found


def _says_something(cell: Any) -> bool:
    """Return whether it is more than a stroke or a zero, which stand where nothing is known."""
    return any(one.isalnum() and one != '0' for one in str(cell)[:LONGEST_SAMPLE])


def _rows(frames: Iterable[Frame], profile: FormatProfile) -> Iterable[Row]:
    mapped = frozenset(name for name, _ in profile.columns)
    head: list[str] = []
    for _, frame in frames:
        if not profile.separator:
            found = rows(at(document(frame), profile.rows), mapped=mapped)
            yield from (row for _, row in (found.rows if found else ()))
            continue
        for line in cells(frame, profile.separator):
            if len(mapped.intersection(line)) >= min(2, len(mapped)):
                head = line
            elif head and 2 <= len(line) <= len(head):
                yield dict(zip(head, line, strict=False))
