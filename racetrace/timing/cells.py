"""What the cells of an unknown feed hold, as the values of our fields."""

import re
from collections.abc import Callable
from typing import Any, Final

from racetrace.timing.events import Gap
from racetrace.timing.profile import Decimal, FormatProfile, TimesIn
from racetrace.timing.values import count, gap, lap_time, milliseconds
from racetrace.timing.words import TIMES, Field, State

LONGEST_TEXT: Final = 120
MOST: Final = 10**9

_COLOUR: Final = re.compile(r'#[0-9A-Fa-f]{6}')
_STATES: Final = {
    State.RUNNING: 'running run ontrack track active',
    State.PIT: 'pit inpit pits box boxes stand stands in',
    State.OUT_LAP: 'outlap pitout',
    State.STOPPED: 'stopped stop arret',
    State.RETIRED: 'retired out dnf abandon',
    State.FINISHED: 'finished finish fin checkered chequered',
    State.GRID: 'grid',
}
_STATE_OF: Final = {word: state for state, words in _STATES.items() for word in words.split()}


def value(profile: FormatProfile, field: Field, cell: Any) -> Any:
    """Return a cell as a value of the field; None when it is not one."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    if not isinstance(cell, str) and not -MOST < cell < MOST:
        return None  # nor is NaN
    if field in TIMES:
        return _time(profile, field, cell)
    if field in {Field.GAP, Field.INTERVAL}:
        return _gap(profile, cell)
    read: Callable[[Any], Any] = _VALUES.get(field, text)
    return read(cell)


def text(cell: Any) -> str:
    printable = ''.join(one if one.isprintable() else ' ' for one in str(cell)[: LONGEST_TEXT * 2])
    return ' '.join(printable.split())[:LONGEST_TEXT]


def _number(profile: FormatProfile, cell: float) -> int | None:
    """Return the ms of a bare number."""
    if cell < 0:
        return None
    return round(cell if profile.times_in is TimesIn.MILLISECONDS else cell * 1000)


def _pointed(profile: FormatProfile, cell: str) -> str:
    """Return a number's text with a point: 1.066,234 is 1066.234 where the comma is the decimal sign."""
    said = cell.strip()[:40]
    is_grouped = profile.decimal is Decimal.COMMA and ',' in said
    return said.replace('.', '').replace(',', '.') if is_grouped else said


def _time(profile: FormatProfile, field: Field, cell: float | str) -> int | None:
    if isinstance(cell, str):
        said = _pointed(profile, cell)
        if said.isascii() and said.isdigit() and profile.times_in is TimesIn.MILLISECONDS:
            return _number(profile, int(said)) or None
        return milliseconds(said) if field is Field.TOTAL else lap_time(said)
    return _number(profile, cell) or None


def _gap(profile: FormatProfile, cell: float | str) -> Gap | None:
    if isinstance(cell, str):
        said = _pointed(profile, cell)
        if said.isascii() and said.isdigit() and profile.times_in is TimesIn.MILLISECONDS:
            return Gap(ms=_number(profile, int(said)) or 0)
        return gap(said)
    ms = _number(profile, cell)
    return None if ms is None else Gap(ms=ms)


def _count(cell: Any) -> int | None:
    if isinstance(cell, str):
        return count(cell)
    return int(cell) if cell == int(cell) and cell >= 0 else None


def _position(cell: Any) -> int | None:
    return _count(cell) or None


def _change(cell: Any) -> int | None:
    said = str(cell)[:12].strip().removeprefix('+')
    number = count(said.removeprefix('-'))
    return number if number is None or not said.startswith('-') else -number


def _state(cell: Any) -> State | None:
    return _STATE_OF.get(''.join(one for one in str(cell)[:20].lower() if one.isalpha()))


def _colour(cell: Any) -> str | None:
    return str(cell).lower() if _COLOUR.fullmatch(str(cell)[:8]) else None


_VALUES: Final[dict[Field, Callable[[Any], Any]]] = {
    Field.POSITION: _position,
    Field.LAPS: _count,
    Field.PITS: _count,
    Field.BEST_LAP: _count,
    Field.CHANGE: _change,
    Field.STATE: _state,
    Field.COLOUR: _colour,
}
EMPTIED: Final = {Field.GAP, Field.INTERVAL, Field.PENALTY, Field.OTHER, Field.POSITION}
"""What is unknown again when its cell says nothing; the rest stays as it was."""
