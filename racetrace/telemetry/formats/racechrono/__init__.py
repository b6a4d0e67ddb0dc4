"""RaceChrono's CSV, versions 1, 2 and 3: one preamble, three ways to write the header.

v1  Lap #,Timestamp (s),Distance (m),…,Speed (m/s),Speed (km/h),Speed (mph),…     seconds of the local day
v2  Time (s),Session fragment #,Lap #,…,Speed (m/s),…,Speed (m/s) *calc,…         unix time
v3  timestamp,fragment_id,lap_number,…,speed,…,speed,…,speed                      unix time
    unix time,,,…,m/s,…,m/s,…,m/s
    ,,,…,100: gps,…,calc,…,200: obd
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
import polars as pl

from racetrace.telemetry.channels import TIME
from racetrace.telemetry.columns import Column, as_channels
from racetrace.telemetry.formats.racechrono.header import MARK, Head, read_head
from racetrace.telemetry.knots import knots
from racetrace.telemetry.lap_runs import laps_of_runs
from racetrace.telemetry.log import Log, ZoneSource
from racetrace.telemetry.table import read_table
from racetrace.telemetry.timeline import on_time_axis, past_midnight

_TEXT: Final = {'trap_name'}
_NEAR: Final = timedelta(minutes=15)
_RESOLUTION_MS: Final = 1.0
_SECOND_CHOICE: Final = {'accelerator_pos'}
_HELD: Final = {'lap_number', 'fragment_id', 'fix_type', 'lap_#', 'session_fragment_#'}


def recognises(head: str) -> bool:
    return head.lstrip().startswith(MARK)


def read(raw: bytes, _: str) -> Log:
    """Read a RaceChrono CSV. Raises LogFormatError with a sentence."""
    head = read_head(raw)
    texts = [i for i, column in enumerate(head.columns) if column.key in _TEXT]
    table = read_table(
        raw,
        len(head.columns),
        above=head.lines,
        separator=head.separator,
        decimal_comma=head.separator == ';',
        text_columns=texts,
    )
    clock_s = table.frame[f'c{head.time_column}']
    timed, warnings = on_time_axis(table.frame, past_midnight(clock_s) if head.version == 1 else clock_s)
    first_s = float(timed[TIME][0])
    timed = timed.with_columns((pl.col(TIME) - first_s).round(6))
    frame, channels = as_channels(timed, _columns(head, timed, first_s))
    marks = timed.select(
        lap=head.column('lap_number', 'lap_#').fill_null(np.nan),
        fragment=head.column('fragment_id', 'session_fragment_#').fill_null(np.nan),
    )
    laps, of_laps = laps_of_runs(
        timed[TIME].to_numpy(),
        marks['lap'].to_numpy(),
        marks['fragment'].to_numpy(),
        resolution_ms=_RESOLUTION_MS,
    )
    started_at, zone_source = _started_at(head, first_s)
    preamble = dict(head.preamble)
    return Log(
        format=f'RaceChrono CSV v{head.version}',
        frame=frame,
        channels=channels,
        device=preamble.pop('App'),
        started_at=started_at,
        zone_source=zone_source,
        track=preamble.pop('Track name', ''),
        laps=laps,
        warnings=(*table.warnings([column.name for column in head.columns]), *warnings, *of_laps),
        metadata=preamble,
    )


def _columns(head: Head, timed: pl.DataFrame, first_s: float) -> list[Column]:
    """Say what each column is. What a receiver did not measure but the export interpolated becomes null."""
    fixes = _fixes(head, timed, first_s)
    times_named = Counter(column.name for column in head.columns)
    columns = []
    for index, column in enumerate(head.columns):
        if index == head.time_column or column.key in _TEXT:
            continue
        canonical = head.canonical(column)
        values = pl.col(f'c{index}')
        if fixes is not None and head.is_of_receiver(column):
            values = pl.when(fixes).then(values)
        written = f'{column.name} ({column.unit})' if column.unit else column.name
        columns.append(
            Column(
                name=f'{column.name} {column.origin}'.strip()
                if times_named[column.name] > 1
                else column.name,
                unit=column.unit,
                values=values,
                canonical=canonical,
                rank=int(column.key in _SECOND_CHOICE),
                held=column.key in _HELD,
                source=f'{written} {column.origin}'.strip(),
            )
        )
    return columns


def _fixes(head: Head, timed: pl.DataFrame, first_s: float) -> pl.Series | None:
    """Return the rows with a real fix, where the rows between are straight lines; None when all are real."""
    gps = timed.select(
        latitude=head.column('latitude').fill_null(np.nan),
        longitude=head.column('longitude').fill_null(np.nan),
        rate=head.column('device_update_rate'),
    )
    rate_hz = gps['rate'].median()
    if not isinstance(rate_hz, float):
        interval_s = timed[TIME].diff().median()
        rate_hz = 1 / interval_s if isinstance(interval_s, float) and interval_s > 0 else 0.0
    found = knots(
        timed[TIME].to_numpy() + first_s, rate_hz, gps['latitude'].to_numpy(), gps['longitude'].to_numpy()
    )
    return None if found is None else pl.Series(found)


def _started_at(head: Head, first_s: float) -> tuple[datetime | None, ZoneSource]:
    """Return the start and what is known of its zone.

    Version 1 counts seconds of a local day and leaves the day to `Created,13/07/2026,16:58`. That is when
    the file or the session was made, up to months apart: it counts when it is minutes from the first row.
    """
    if head.version > 1:
        if 0 < first_s < 4e9:
            return datetime.fromtimestamp(first_s, UTC), ZoneSource.UTC
        return None, ZoneSource.UNKNOWN
    try:
        created = datetime.strptime(head.preamble.get('Created', ''), '%d/%m/%Y, %H:%M')
        midnight = created.replace(hour=0, minute=0)
        started_at = midnight + timedelta(seconds=first_s)
    except (ValueError, OverflowError):
        return None, ZoneSource.UNKNOWN
    if abs(started_at - created) > _NEAR:
        return None, ZoneSource.UNKNOWN
    return started_at, ZoneSource.LOCAL
