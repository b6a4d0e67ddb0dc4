"""C1 to C14: the columns of the provider's table as the older program told them to its clients."""

from collections.abc import Mapping
from typing import Any, Final

from racetrace.timing.board import Board
from racetrace.timing.entry import Entry
from racetrace.timing.events import Column, Gap
from racetrace.timing.labels import field, plain
from racetrace.timing.shown import row
from racetrace.timing.words import TIMES, Field

MOST: Final = 14
UNUSED: Final = 'Non utilisé'
NAMES: Final = tuple(f'C{i}' for i in range(1, MOST + 1))
TEMPLATE: Final = tuple(
    Column(f'c{i}', label, '', one)
    for i, (label, one) in enumerate(
        (
            ('Position', Field.POSITION),
            ('Number', Field.NUMBER),
            ('Driver', Field.DRIVER),
            ('Lap Time', Field.LAST),
            ('Best Time', Field.BEST),
            ('Gap', Field.GAP),
            ('Laps', Field.LAPS),
        ),
        1,
    )
)
"""For a feed that has no table of its own."""

Mapped = dict[str, dict[str, str | None]]


def mapped(board: Board, overrides: Mapping[str, str]) -> Mapped:
    """Return `{"C1": {"label", "data_type", "field"}, …}`: 14 of them, each the column of its number.

    A label that a person gave stands instead of the circuit's; it says what is in the column where it is one
    of the labels of the older program, and that nothing is where it is empty.
    """
    columns = {_name(one, i): one for i, one in enumerate(board.columns or TEMPLATE, 1)}
    return {name: _column(columns.get(name), overrides.get(name)) for name in NAMES}


def texts(board: Board, columns: Mapped) -> dict[str, dict[str, str]]:
    """Return what stands in these columns, by the key of the entry."""
    ranked, found = board.ranked(), {}
    ids = {_name(one, i): one.id for i, one in enumerate(board.columns, 1)}
    for ahead, entry in zip([None, *ranked], ranked, strict=False):
        cells = row(entry, ranked[0], ahead, is_race=board.kind.is_race)
        found[entry.key] = {
            name: _text(board, entry, cells, one['field'], ids.get(name, ''))
            for name, one in columns.items()
            if one['field'] is not None
        }
    return found


def _name(column: Column, place: int) -> str:
    """Return the number that the provider gives a column as c7, else its place."""
    number = column.id[1:]
    return f'C{int(number)}' if column.id[:1] == 'c' and number.isdecimal() else f'C{place}'


def _column(column: Column | None, label: str | None) -> dict[str, str | None]:
    found = None if column is None else column.field
    said = UNUSED if column is None else column.label
    if label is not None:
        said = label
        found = None if plain(label) in {'', plain(UNUSED)} else field(label.partition('/')[0]) or found
    return {'label': said, 'data_type': '' if column is None else column.type, 'field': found}


def _text(board: Board, entry: Entry, cells: Mapping[str, Any], name: str | None, column: str) -> str:
    if name == Field.OTHER:
        return entry.other.get(column, '')
    if name in {Field.NAME, Field.DRIVER}:
        return str(cells[name] or entry.name or entry.driver)
    value = getattr(entry, name) if name == Field.TRANSPONDER else cells[str(name)]
    if name in TIMES:
        return '' if value is None else clock(value)
    if name == Field.GAP and entry.position == 1 and board.kind.is_race:
        return f'Tour {entry.laps_done}' if entry.laps_done else ''
    if name in {Field.GAP, Field.INTERVAL}:
        return '' if value is None else _behind(Gap(*value))
    return '' if value is None else str(value)


def clock(ms: int) -> str:
    """Return 1:06.234, 59.864 or 1:02:03.400."""
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f'{hours}:{minutes:02}:{seconds:02}.{thousandths:03}'
    return f'{minutes}:{seconds:02}.{thousandths:03}' if minutes else f'{seconds}.{thousandths:03}'


def _behind(gap: Gap) -> str:
    if gap.laps:
        return f'{gap.laps} Tour{"s" if gap.laps > 1 else ""}'
    return clock(gap.ms) if gap.ms else ''
