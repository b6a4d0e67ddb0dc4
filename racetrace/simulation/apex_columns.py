"""The columns of an Apex Timing board, and its HTML. Its layout is another in qualifying than in a race."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from racetrace.simulation import apex_cells as cells
from racetrace.simulation.apex_cells import Cell, Show
from racetrace.simulation.race_truth import SessionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    type: str  # the same in every language, as the label is not; empty where a club made its own
    label: str
    priority: int
    show: Show
    size: tuple[int, int] | None = None  # data-width, data-min

    def head(self, index: int) -> str:
        size = f' data-width="{self.size[0]}" data-min="{self.size[1]}"' if self.size else ''
        kind = f'data-type="{self.type}" data-pr="{self.priority}"'
        return f'<td data-id="c{index}" {kind}{size}>{self.label}</td>'

    def body(self, name: str, cell: Cell) -> str:
        """Return a cell; rank and number carry their name further inside than the others."""
        style, text = cell[0], escape(cell[1], quote=False)
        if self.type == 'rk':
            return f'<td class="rk"><div><p data-id="{name}" class="{style}">{text}</p></div></td>'
        if self.type == 'no':
            return f'<td class="no"><div data-id="{name}" class="{style}">{text}</div></td>'
        return f'<td data-id="{name}" class="{style}">{text}</td>'


STATUS: Final = Column(type='sta', label='', priority=1, show=cells.status)
RANK: Final = Column(type='rk', label='Rnk', priority=1, show=cells.rank)
NUMBER: Final = Column(type='no', label='Kart', priority=1, show=cells.number)
CATEGORY: Final = Column(type='', label='Category', priority=6, show=cells.category, size=(10, 8))
LAST: Final = Column(type='llp', label='Last lap', priority=2, show=cells.last_lap, size=(12, 7))
BEST: Final = Column(type='blp', label='Best lap', priority=1, show=cells.best_lap, size=(12, 7))
GAP: Final = Column(type='gap', label='Gap', priority=1, show=cells.gap, size=(12, 8))
INTERVAL: Final = Column(type='int', label='Interv.', priority=5, show=cells.interval, size=(8, 7))
LAPS: Final = Column(type='tlp', label='Laps', priority=5, show=cells.laps, size=(5, 4))
ON_TRACK: Final = Column(type='otr', label='On track', priority=2, show=cells.on_track, size=(9, 4))
PITS: Final = Column(type='pit', label='Pits', priority=2, show=cells.pits, size=(6, 3))
PENALTY: Final = Column(type='', label='Penalty', priority=6, show=cells.penalty, size=(8, 5))
SECTORS: Final = tuple(
    Column(type=f's{index}', label=f'S{index}', priority=3, show=cells.sector(index - 1), size=(7, 6))
    for index in (1, 2, 3)
)


def columns(kind: SessionKind, sectors: bool, in_teams: bool) -> tuple[Column, ...]:
    label = 'Team' if in_teams else 'Driver'
    driver = Column(type='dr', label=label, priority=1, show=cells.driver, size=(26, 16))
    who = (STATUS, RANK, NUMBER, driver, CATEGORY)
    parts = SECTORS if sectors else ()
    if kind is SessionKind.QUALIFYING:
        return (*who, *parts, LAST, BEST, GAP, LAPS, ON_TRACK)
    return (*who, LAPS, *parts, LAST, GAP, INTERVAL, BEST, ON_TRACK, PENALTY, PITS)


def grid(shown: Sequence[Column], rows: Iterable[tuple[int, int, Mapping[str, Cell]]]) -> str:
    """Return the table; rows are id, rank and cells by name."""
    head = ''.join(column.head(index) for index, column in enumerate(shown, 1))
    body = ''.join(
        f'<tr data-id="r{row}" data-pos="{position}">{_row(shown, row, cells_of)}</tr>'
        for row, position, cells_of in rows
    )
    return f'<tbody><tr data-id="r0" class="head" data-pos="0">{head}</tr>{body}</tbody>'


def _row(shown: Sequence[Column], row: int, cells_of: Mapping[str, Cell]) -> str:
    names = [f'r{row}c{index}' for index in range(1, len(shown) + 1)]
    return ''.join(column.body(name, cells_of[name]) for column, name in zip(shown, names, strict=True))
