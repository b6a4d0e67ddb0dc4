"""The preamble and the header of RaceChrono's CSV, in its three versions, as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from racetrace.errors import LogFormatError
from racetrace.telemetry.car_names import OF_CAR
from racetrace.telemetry.text import TextLine, cells, lines, name_unit_origin

MARK: Final = 'This file is created using RaceChrono'

# By origin and by name as in version 3; what versions 1 and 2 write is brought to these names.
_GPS: Final = {
    'latitude': 'latitude_deg',
    'longitude': 'longitude_deg',
    'altitude': 'altitude_m',
    'bearing': 'heading_deg',
    'speed': 'speed_mps',
    'accuracy': 'accuracy_m',
    'satellites': 'satellites',
    'device_update_rate': 'fix_rate_hz',
}
_CALCULATED: Final = {
    'lateral_acc': 'lateral_g',
    'longitudinal_acc': 'longitudinal_g',
}  # left and forwards positive


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    name: str
    unit: str
    origin: str  # 'gps', 'calc', 'obd', 'canbus' …; '' where the file does not say

    @property
    def key(self) -> str:
        """The name as version 3 writes it: 'Lateral Acceleration' is its 'lateral_acc'."""
        words = self.name.lower().replace('acceleration', 'acc').replace('position', 'pos')
        return words.removeprefix('locked ').replace(' ', '_')


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    version: int
    preamble: dict[str, str]
    separator: str
    columns: list[Named]
    time_column: int
    lines: int  # above the first row

    def column(self, *keys: str) -> pl.Expr:
        """Return the first column that has one of the keys, else nulls."""
        found = (f'c{i}' for i, column in enumerate(self.columns) if column.key in keys)
        name = next(found, None)
        return pl.col(name) if name else pl.lit(None, pl.Float64)

    def canonical(self, column: Named) -> str:
        if column.origin == 'calc':
            return _CALCULATED.get(column.key, '')
        if column.origin in {'gps', ''} and column.key in _GPS:
            return _GPS[column.key]
        if self.version > 1 and column.key in _CALCULATED:
            return _CALCULATED[column.key]
        return '' if column.origin == 'gps' else OF_CAR.get(column.key, '')

    def is_of_receiver(self, column: Named) -> bool:
        return column.origin == 'gps' or (column.origin == '' and column.key in _GPS)


def read_head(raw: bytes) -> Head:
    """Read the preamble and the header behind it, which in version 3 has three rows."""
    preamble: dict[str, str] = {}
    rows = lines(raw)
    for line in rows:
        separator = max(',;', key=line.text.count)
        row = cells(line.text, separator)
        times = [
            i for i, cell in enumerate(row) if name_unit_origin(cell)[0].lower() in {'time', 'timestamp'}
        ]
        if len(row) > 2 and times:
            version = 1 if row[times[0]] == 'Timestamp (s)' else 3 if row[times[0]] == 'timestamp' else 2
            below = [next(rows, None), next(rows, None)] if version == 3 else []
            head = Head(
                version=version,
                preamble=preamble,
                separator=separator,
                columns=_named(row, [cells(line.text, separator) for line in below if line]),
                time_column=times[0],
                lines=line.number + len(below),
            )
            _demand_columns(head, line)
            return head
        preamble |= _said(line.text.strip(), row)
    raise LogFormatError('The RaceChrono file ends before its table begins: export it again.')


def _said(text: str, row: Sequence[str]) -> dict[str, str]:
    if text.startswith(MARK):
        return {'App': text.removeprefix('This file is created using ').split(' (')[0][:60]}
    value = ', '.join(row[1:]).strip(', ')[:300]
    return {row[0][:60]: value} if row[0] and value else {}


def _named(row: Sequence[str], below: Sequence[Sequence[str]]) -> list[Named]:
    """Bring the two ways of saying unit and origin together."""
    if not below:
        parts = [name_unit_origin(cell) for cell in row]
        return [Named(name=name, unit=unit, origin=origin) for name, unit, origin in parts]
    units, origins = (list(cells_below) + [''] * len(row) for cells_below in [*below, []][:2])
    return [
        Named(name=name, unit=units[i], origin=origins[i].rpartition(': ')[2]) for i, name in enumerate(row)
    ]


def _demand_columns(head: Head, line: TextLine) -> None:
    found = {column.key for column in head.columns}
    if not {'latitude', 'longitude'} <= found and 'speed' not in found:
        raise LogFormatError(
            f'Line {line.number} of the RaceChrono file names neither latitude and longitude nor a speed: '
            'export it again with these channels.'
        )
