"""A feed of Apex Timing, frame by frame."""

import re
from collections.abc import Callable
from typing import Final

from racetrace.timing.apex.columns import laid_out
from racetrace.timing.apex.grid import Cell, Grid
from racetrace.timing.apex.head import LIGHTS, Log, clock, kind, track
from racetrace.timing.apex.laps import LapsOfRow
from racetrace.timing.apex_history import asked, past
from racetrace.timing.events import (
    Announced,
    Bannered,
    Column,
    Event,
    Flagged,
    Gap,
    Layout,
    Listed,
    Noise,
    Passed,
    Pitted,
    Recalled,
    Reset,
    Said,
    Titled,
    Withdrawn,
)
from racetrace.timing.values import clean, count, gap, lap_time
from racetrace.timing.words import TIMES, Field, Mark, State

MARKS: Final = {'tn': Mark.PLAIN, 'ti': Mark.PERSONAL, 'tb': Mark.OVERALL}
STATES: Final = {
    'sr': State.RUNNING,
    'su': State.RUNNING,  # has just won a place
    'sd': State.RUNNING,  # has just lost one
    'sl': State.RUNNING,
    'ss': State.STOPPED,
    'si': State.PIT,
    'so': State.OUT_LAP,
    'sf': State.FINISHED,
}
KEPT_WHEN_EMPTY: Final = {Field.LAST, Field.BEST, Field.LAPS, Field.NUMBER, Field.NAME, Field.PITS}
LINES: Final = {'*': 0, '*i1': 1, '*i2': 2}
PASSED_OVER: Final = {
    'best', 'effects', 'comments', 'dyn2', 'wth1', 'wth2', 'wth3', 'gridb', 'gridc', 'chp', 'bests', 'gmt',
}  # fmt: skip
MOST_COLOURS: Final = 2_000

_CELL: Final = re.compile(r'(r\d{1,9})(c\d{1,3})')
_ROW: Final = re.compile(r'r\d{1,9}')
_OTHER_CELL: Final = re.compile(r'[a-z]{1,2}r\d{1,9}(c\d{1,3})?')
_DRIVING: Final = re.compile(r'\s*\[[\d:.]*\]\s*$')
_COLOUR: Final = re.compile(r'border-bottom-color:\s*(#[0-9A-Fa-f]{6})\b')


class Apex:
    """Turns frames into events; knows of the table only what it must to name its cells."""

    def __init__(self) -> None:
        self._columns: dict[str, Column] = {}
        self._rows: dict[str, LapsOfRow] = {}
        self._colours: dict[str, str] = {}  # by the class of a number's cell
        self._titles: dict[str, str] = {}

    def read(self, frame: bytes, at_ms: int) -> list[Event]:
        """Return what a frame says. Bytes of something else are one Noise; the rest of the frame counts."""
        text = _text(frame)
        events: list[Event] = []
        strange = ''
        if text.startswith('init|'):
            return self._init(text, at_ms)
        if (key := asked(text)) is not None:
            return [Recalled(key, past(text, key).as_laps())]
        for line in text.split('\n'):
            if line and not self._line(line, at_ms, events):
                strange = strange or line
        if strange.strip():
            events.append(Noise(len(frame), repr(strange[:60])))
        return events

    def _init(self, text: str, at_ms: int) -> list[Event]:
        """Return a reset and what follows; the titles are sought first, for they name the session's kind."""
        first, _, rest = text.partition('\n')
        self._titles = {}
        lines = rest.split('\n')
        for line in lines:
            if line.startswith(('title1|', 'title2|')):
                self._titles[line[:6]] = clean(line.split('|', 2)[-1].strip())
        letter = first.split('|')[1]
        events: list[Event] = [Reset(kind(letter, ' '.join(self._titles.values())))]
        strange = [line for line in lines if line.strip() and not self._line(line, at_ms, events)]
        if strange:
            events.append(Noise(sum(map(len, strange)), repr(strange[0][:60])))
        return events

    def _line(self, line: str, at_ms: int, events: list[Event]) -> bool:
        """Add what a line says; return whether it is of this protocol."""
        name, bar, rest = line.partition('|')
        if not bar:
            return not line.strip()
        argument, _, value = rest.partition('|')
        if (cell := _CELL.fullmatch(name)) is not None:
            self._cell(cell[1], cell[2], argument, value.strip(), at_ms, events)
        elif _ROW.fullmatch(name) is not None:
            self._row(name, argument, value, at_ms, events)
        elif name == 'grid':
            self._grid(value, at_ms, events)
        elif not self._above(name, argument, value, events):
            return name in PASSED_OVER or _OTHER_CELL.fullmatch(name) is not None
        return True

    def _above(self, name: str, argument: str, value: str, events: list[Event]) -> bool:
        """Add what stands above the table."""
        match name:
            case 'title1' | 'title2':
                self._titles[name] = clean(value.strip())
                events.append(Titled(self._titles.get('title1', ''), self._titles.get('title2', '')))
            case 'track':
                events.append(track(value))
            case 'dyn1':
                events.append(clock(argument, value.strip()))
            case 'light':
                if argument in LIGHTS:
                    events.append(Flagged(LIGHTS[argument]))
            case 'com':
                events.append(Announced(tuple(Log(value).messages)))
            case 'msg':
                events.append(Bannered(clean(value.strip())))
            case 'css':
                if (colour := _COLOUR.search(value)) is not None and len(self._colours) < MOST_COLOURS:
                    self._colours[argument] = colour[1].lower()
            case _:
                return False
        return True

    def _cell(self, key: str, name: str, style: str, text: str, at_ms: int, events: list[Event]) -> None:
        column, row = self._columns.get(name), self._rows.get(key)
        if column is None or row is None or column.field is None:
            return
        field = column.field
        if field is Field.STATE:
            if style in STATES:
                events.append(Said(key, field, STATES[style]))
        elif field in TIMES:
            self._time(row, field, style, text, at_ms, events)
        elif text or field not in KEPT_WHEN_EMPTY:
            self._say(key, column, style, clean(text), events)
            if field is Field.LAPS and (laps := count(text)) is not None:
                _add(events, row.counted(laps, at_ms))
        if field is Field.NUMBER and style in self._colours:
            events.append(Said(key, Field.COLOUR, self._colours[style]))

    def _time(
        self, row: LapsOfRow, field: Field, style: str, text: str, at_ms: int, events: list[Event]
    ) -> None:
        ms, mark = lap_time(text), MARKS.get(style)
        if ms is not None or (not text and field not in KEPT_WHEN_EMPTY):
            events.append(Said(row.key, field, ms, mark))
        if field is Field.LAST and ms is not None and mark is not None:
            _add(events, row.timed(ms, mark, at_ms))

    def _say(self, key: str, column: Column, style: str, text: str, events: list[Event]) -> None:
        field = column.field or Field.OTHER
        if field is Field.POSITION:
            return  # the rank in the table, which `#` tells, also moves those who were overtaken
        if field is Field.NAME and style == 'drteam':
            events.append(Said(key, Field.DRIVER, _DRIVING.sub('', text)))
        elif field is Field.OTHER:
            events.append(Said(key, field, text, column=column.id))
        else:
            events.append(Said(key, field, _VALUES.get(field, str)(text)))

    def _row(self, key: str, what: str, value: str, at_ms: int, events: list[Event]) -> None:
        row = self._rows.get(key)
        if row is None:
            return
        if what in LINES:
            guess = count(value.partition('|')[0])
            events.append(Passed(key, LINES[what], guess))
            if what == '*':
                _add(events, row.passed(at_ms))
        elif what == '#':
            events.append(Said(key, Field.POSITION, count(value) or None))
        elif what in {'*in', '*out'}:
            events.append(Pitted(key, what == '*in'))

    def _grid(self, value: str, at_ms: int, events: list[Event]) -> None:
        grid = Grid(value)
        columns = laid_out(grid.columns)
        self._columns = {one.id: one for one in columns}
        is_counted = any(one.field is Field.LAPS for one in columns)
        known, self._rows = self._rows, {}
        events += [Layout(columns), Listed(tuple(grid.rows))]
        for key, row in grid.rows.items():
            events.append(Said(key, Field.POSITION, count(row.position) or None))
            laps = self._counted(row.cells)
            self._rows[key], was = self._known(known.get(key), key, laps, is_counted), known.get(key)
            if was is not None and laps is not None and laps < was.told:
                events.append(Withdrawn(key, laps))
            for name, cell in row.cells.items():
                self._cell(key, name, cell.style, cell.text, at_ms, events)
            self._rows[key].settled()

    def _counted(self, cells: dict[str, Cell]) -> int | None:
        """Return how many laps a row of the table says; None: it does not say."""
        named = (one.id for one in self._columns.values() if one.field is Field.LAPS)
        return next((count(cells[name].text) for name in named if name in cells), None)

    def _known(self, row: LapsOfRow | None, key: str, laps: int | None, is_counted: bool) -> LapsOfRow:
        """Return what to know of a row: laps that the table already counts are not told as new ones."""
        laps = laps or 0
        if row is None or not is_counted or row.is_counted != is_counted or laps < row.told:
            return LapsOfRow(key=key, is_counted=is_counted, laps=laps, told=laps)
        return row


def _text(frame: bytes) -> str:
    try:
        return frame.decode()
    except UnicodeDecodeError:
        return frame.decode('latin-1')


def _add(events: list[Event], event: Event | None) -> None:
    if event is not None:
        events.append(event)


_VALUES: Final[dict[Field, Callable[[str], str | int | Gap | None]]] = {
    Field.LAPS: count,
    Field.PITS: count,
    Field.CHANGE: count,
    Field.GAP: gap,
    Field.INTERVAL: gap,
}
