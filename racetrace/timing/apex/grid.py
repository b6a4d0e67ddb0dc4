"""The table of a feed's first frame: HTML whose cells carry their names."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, NamedTuple

MOST_CELLS: Final = 40_000


class Cell(NamedTuple):
    style: str  # its class: how the value is meant
    text: str


class Head(NamedTuple):
    type: str  # stable in all languages; '' for a column of the circuit's own
    label: str


@dataclass(slots=True)
class Row:
    position: str
    cells: dict[str, Cell] = field(default_factory=dict)  # by column: c7


class Grid(HTMLParser):
    """Read `<tbody><tr data-id="r0">…`: the columns, and the rows by their id in the table's order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.columns: dict[str, Head] = {}
        self.rows: dict[str, Row] = {}
        self._row: Row | None = None
        self._open: tuple[str, str, str] | None = None  # column, class and type of the cell that is open
        self._text: list[str] = []
        self._count = 0
        self.feed(html)
        self.close()
        self._end_cell()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or '' for name, value in attrs}
        name = said.get('data-id', '')
        if tag == 'tr':
            self._end_cell()
            self._row = (
                None if 'head' in said.get('class', '').split() or not name else Row(said.get('data-pos', ''))
            )
            if self._row is not None:
                self.rows[name] = self._row
        elif name and self._count < MOST_CELLS:
            self._end_cell()
            self._count += 1
            column = 'c' + name.rpartition('c')[2]
            self._open = column, said.get('class', ''), said.get('data-type', '')

    def handle_endtag(self, tag: str) -> None:
        if tag == 'td':
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._open is not None:
            column, style, kind = self._open
            text = ''.join(self._text).strip()
            if self._row is None:
                self.columns[column] = Head(kind, text)
            else:
                self._row.cells[column] = Cell(style, text)
        self._open, self._text = None, []
