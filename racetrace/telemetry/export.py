"""A session for other programs: its laps and its samples as tables, as Parquet or as CSV."""

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from io import StringIO
from typing import BinaryIO, Final

import numpy as np
import polars as pl

from racetrace.telemetry import channels
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.recorded import KEY, Recorded

LAP: Final = 'lap_number'
RECEIVED: Final = 'receiver_time_s'
SLICE: Final = 20_000  # rows that are written at once
# A spreadsheet takes a cell that begins with one of these for a formula, in a file as in a mail.
FORMULA: Final = tuple('=+-@\t\r\n＝＋－＠')  # noqa: RUF001 (and as wide as a Chinese letter)


class Format(StrEnum):
    PARQUET = 'parquet'
    CSV = 'csv'


class Part(StrEnum):
    CHANNELS = 'channels'
    LAPS = 'laps'


def channel_table(recorded: Recorded, laps: Sequence[Lap]) -> pl.DataFrame:
    """Return a row per time stamp of the log: `time_s`, the lap it is of, and every channel in SI.

    A channel is null where the logger wrote nothing new. Where the receiver reckoned ahead,
    `receiver_time_s` is the time at which what it says was so. Its speed is in metres per second, whatever
    unit the file claimed.
    """
    frame = recorded.frame
    time_s = frame.get_column(channels.TIME).to_numpy()
    number = np.full(time_s.size, np.iinfo(np.int32).min, np.int32)
    for lap in laps:
        number[np.searchsorted(time_s, lap.start_s) : np.searchsorted(time_s, lap.end_s)] = lap.number
    is_lap = number > np.iinfo(np.int32).min
    columns = [frame.get_column(channels.TIME), pl.Series(LAP, number).set(pl.Series(~is_lap), None)]
    if recorded.tau_s:
        columns.append(pl.Series(RECEIVED, time_s - recorded.tau_s))
    for name in frame.columns:
        if name not in {channels.TIME, LAP, RECEIVED}:
            series = frame.get_column(name)
            is_mended = name == channels.SPEED and recorded.speed_factor != 1
            columns.append(series * recorded.speed_factor if is_mended else series)
    return pl.DataFrame(columns)


def lap_table(laps: Sequence[Lap]) -> pl.DataFrame:
    """Return a row per lap, in seconds and metres."""
    return pl.DataFrame(
        [
            pl.Series(LAP, [lap.number for lap in laps], pl.Int32),
            pl.Series('kind', [lap.kind.value for lap in laps], pl.String),
            pl.Series('lap_time_s', [lap.time_s for lap in laps], pl.Float64),
            pl.Series('measured_by', [lap.measured_by.value for lap in laps], pl.String),
            pl.Series('resolution_ms', [lap.resolution_ms for lap in laps], pl.Float64),
            pl.Series('start_s', [lap.start_s for lap in laps], pl.Float64),
            pl.Series('end_s', [lap.end_s for lap in laps], pl.Float64),
            pl.Series('length_m', [lap.length_m for lap in laps], pl.Float64),
            pl.Series('max_speed_mps', [lap.max_speed_mps for lap in laps], pl.Float64),
            pl.Series('is_valid', [lap.is_best_candidate for lap in laps], pl.Boolean),
            pl.Series('excluded_reason', [lap.excluded_reason for lap in laps], pl.String),
        ]
    )


def write(table: pl.DataFrame, said: Format, file: BinaryIO, units: Recorded | None = None) -> None:
    """Write a table; a Parquet file says in its metadata which units the channels have."""
    if said is Format.CSV:
        return _write_csv(table, file)
    described = [asdict(channel) for channel in units.channels] if units else []
    table.write_parquet(
        file, compression='zstd', metadata={KEY: json.dumps({'channels': described})} if described else None
    )
    return None


def _write_csv(table: pl.DataFrame, file: BinaryIO) -> None:
    head = StringIO()
    names = csv.writer(head, lineterminator='\n', quoting=csv.QUOTE_ALL)
    names.writerow(harmless(name) for name in table.columns)
    file.write(head.getvalue().encode())
    for start in range(0, table.height, SLICE):
        _harmless_cells(table.slice(start, SLICE)).write_csv(file, include_header=False)


def _harmless_cells(table: pl.DataFrame) -> pl.DataFrame:
    texts = [series for series in table if series.dtype == pl.String]
    return table.with_columns(
        pl.Series(series.name, [None if cell is None else harmless(cell) for cell in series], pl.String)
        for series in texts
    )


def harmless(text: str) -> str:
    """Return a text that a spreadsheet shows and does not work out. A number stays one: this is for text."""
    return f"'{text}" if text.startswith(FORMULA) else text
