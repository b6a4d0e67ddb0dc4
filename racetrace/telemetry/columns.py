"""From a file's columns to a log's channels: canonical names, SI units, nothing lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from racetrace.telemetry.channels import CANONICAL, LATITUDE, LONGITUDE, TIME, Channel
from racetrace.telemetry.si import Conversion, to_si


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """A column as a format understands it, before it has its place among the channels."""

    name: str  # as in the file, without the unit
    unit: str  # as in the file; '' when it says none: then that of the canonical channel
    values: pl.Expr  # in that unit, on the rows of the table
    canonical: str = ''  # the channel that it is
    rank: int = 0  # of several that are the same channel the lowest wins
    held: bool = False
    source: str = ''  # as the file wrote it, all of it

    @property
    def conversion(self) -> Conversion:
        if self.canonical and not self.unit:
            return Conversion(unit=CANONICAL[self.canonical].unit)
        return to_si(self.unit)

    @property
    def is_canonical(self) -> bool:
        return bool(self.canonical) and self.conversion.unit == CANONICAL[self.canonical].unit


def as_channels(timed: pl.DataFrame, columns: Sequence[Column]) -> tuple[pl.DataFrame, tuple[Channel, ...]]:
    """Return the frame of a log and its channels, in the order of the file.

    Of several columns that are one channel (Altitude in m and in ft) the best ranked wins, and of those
    the one that is SI already; the others keep name, unit and values of the file. A taken name gets a number.
    """
    winners = _winners(columns)
    taken = {TIME, *winners}
    channels: list[Channel] = []
    values: list[pl.Expr] = []
    for column in columns:
        if winners.get(column.canonical) is column:
            name, conversion = column.canonical, column.conversion
        elif column.is_canonical:
            name, conversion = _free_name(column.source or column.name, taken), Conversion(unit=column.unit)
        else:
            name, conversion = _free_name(column.name, taken), to_si(column.unit)
        taken.add(name)
        held = CANONICAL[name].held if name in winners else column.held
        source = column.source or column.name
        channels.append(Channel(name=name, unit=conversion.unit, source=source, held=held))
        values.append(conversion.applied(column.values).cast(pl.Float64).alias(name))
    frame = timed.select(TIME, *values).with_columns(_only_positions_on_earth(winners))
    return frame, _with_rates(frame, channels)


def _winners(columns: Iterable[Column]) -> dict[str, Column]:
    winners: dict[str, Column] = {}
    for column in sorted(columns, key=lambda column: (column.rank, not column.conversion.changes_nothing)):
        if column.is_canonical:
            winners.setdefault(column.canonical, column)
    return winners


def _free_name(wanted: str, taken: set[str]) -> str:
    wanted = wanted[:100] or 'unnamed'
    name, number = wanted, 1
    while name in taken or name in CANONICAL:
        number += 1
        name = f'{wanted} {number}'
    return name


def _only_positions_on_earth(names: Iterable[str]) -> list[pl.Expr]:
    """Latitude and longitude, null where either is missing, where there is no such place, and at (0, 0)."""
    if not {LATITUDE, LONGITUDE} <= set(names):
        return []
    latitude, longitude = pl.col(LATITUDE), pl.col(LONGITUDE)
    exists = (latitude.abs() <= 90) & (longitude.abs() <= 180) & ((latitude != 0) | (longitude != 0))
    return [pl.when(exists).then(latitude), pl.when(exists).then(longitude)]


def _with_rates(frame: pl.DataFrame, channels: Iterable[Channel]) -> tuple[Channel, ...]:
    """Measure each rate: one over the usual time between two new values.

    New is a value that is not null and, in a column without nulls, differs from the one before: 1 Hz held on
    20 Hz rows counts as 1 Hz. Some 10,000 rows from the middle are enough. None for a constant channel.
    """
    middle = frame.slice(max(frame.height // 2 - 5000, 0), 10_000)
    rates: list[Channel] = []
    for channel in channels:
        column = middle[channel.name].rename('')  # or Polars takes a name like '^a$' for a pattern
        new = column.is_not_null() if column.null_count() else column.diff().fill_null(1) != 0
        steps = middle[TIME].filter(new).diff().drop_nulls()
        interval_s = steps.filter(steps > 0).median()
        rate_hz = round(1 / interval_s, 3) if isinstance(interval_s, float) else None
        rates.append(
            Channel(
                name=channel.name,
                unit=channel.unit,
                source=channel.source,
                held=channel.held,
                rate_hz=rate_hz,
            )
        )
    return tuple(rates)
