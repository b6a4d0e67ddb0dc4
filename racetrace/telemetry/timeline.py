"""The time axis of a log: rows in the order of time, none without."""

from typing import Final

import numpy as np
import polars as pl

from racetrace.errors import LogFormatError
from racetrace.telemetry.channels import TIME

_DAY_S: Final = 86_400.0
_LONGEST_S: Final = 2 * _DAY_S  # on either side of the middle: a 24 h race in one file is read


def on_time_axis(rows: pl.DataFrame, time_s: pl.Expr | pl.Series) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the rows with `time_s` as their first column, never falling, and what had to be done for it.

    Rows without a time, or days beside the others, are left out. Times that fall are sorted, times that
    repeat stay. Raises LogFormatError when no row is left.
    """
    timed = rows.select(time_s.cast(pl.Float64).alias(TIME), pl.all())
    if timed[TIME].null_count():
        timed = timed.filter(pl.col(TIME).is_not_null())
    if rows.is_empty():
        raise LogFormatError('The file ends with its header: it holds no samples. Export it again.')
    if timed.is_empty():
        raise LogFormatError('No row of the file has a time that can be read. Export it again.')
    warnings: list[str] = []
    beside = (pl.col(TIME) - pl.col(TIME).median()).abs() > _LONGEST_S
    if strays := timed.select(beside.sum()).item():
        timed = timed.filter(~beside)
        warnings.append(f'{strays} rows have a time that is days beside the others and were left out.')
    if timed.is_empty():
        raise LogFormatError('The times of the rows lie days apart: the column of the time is damaged.')
    if falls := timed.select((pl.col(TIME).diff() < 0).sum()).item():
        timed = timed.sort(TIME, maintain_order=True)
        warnings.append(f'The time falls {falls} times; the rows were put into the order of their times.')
    return timed, tuple(warnings)


def seconds_of_day(written: pl.Series) -> pl.Series:
    """Return seconds of the first row's day from numbers HHMMSS.sss; past midnight they go on rising.

    Null where there is no such time of day.
    """
    hours, minutes, seconds = written // 10_000, written // 100 % 100, written % 100
    possible = (written >= 0) & (hours < 24) & (minutes < 60) & (seconds < 61)
    return past_midnight(
        (hours * 3600 + minutes * 60 + seconds).round(4).set(~possible.fill_null(False), None)
    )


def past_midnight(of_day_s: pl.Series) -> pl.Series:
    """Return seconds of a day that go on rising where the clock fell by more than half a day."""
    known = of_day_s.is_not_null()
    midnights = (np.diff(of_day_s.filter(known).to_numpy(), prepend=0.0) < -_DAY_S / 2).cumsum()
    days = np.zeros(len(of_day_s))
    days[known.to_numpy()] = midnights
    return of_day_s + pl.Series(days) * _DAY_S
