"""TrackAddict's CSV: rows of a phone, and `#` lines among them that hold the only right lap times.

# RaceRender Data: TrackAddict 4.8.0 on iOS 15.5 [iPhone12,1] (Mode: 0)
# End Point: 50.857952, -0.752617  @ -1.00 deg
"Time","UTC Time","Lap",…,"GPS_Update",…,"Speed (MPH)",…
123.350,1653984094.350,0,…
# Lap 0: 00:02:03.202
123.400,1653984094.400,1,…
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np
import polars as pl

from racetrace.errors import LogFormatError
from racetrace.telemetry.channels import TIME
from racetrace.telemetry.columns import Column, as_channels
from racetrace.telemetry.formats.trackaddict.comments import Comment, app, comments_among, gate, laps, notes
from racetrace.telemetry.log import Log, ZoneSource
from racetrace.telemetry.table import read_table
from racetrace.telemetry.text import TextLine, cells, lines, name_unit_origin
from racetrace.telemetry.timeline import on_time_axis

_MARK: Final = '# RaceRender Data: TrackAddict'
_GPS: Final = {
    'Latitude': 'latitude_deg',
    'Longitude': 'longitude_deg',
    'Altitude': 'altitude_m',
    'Speed': 'speed_mps',
    'Heading': 'heading_deg',
    'Accuracy': 'accuracy_m',
}
_PHONE: Final = {
    'Accel X': 'accel_x_g',
    'Accel Y': 'accel_y_g',
    'Accel Z': 'accel_z_g',
    'Brake (calculated)': 'brake_on',
    'Barometric Pressure': 'air_pressure_kpa',
}
_CAR: Final = {
    'Engine Speed': 'rpm',
    'Vehicle Speed': 'wheel_speed_mps',
    'Throttle Position': 'throttle_pct',
    'Gear': 'gear',
    'Engine Coolant Temp': 'coolant_temp_degc',
    'Engine Oil Temp': 'oil_temp_degc',
    'Intake Air Temp': 'intake_temp_degc',
    'Intake Manifold Pressure': 'manifold_pressure_kpa',
}
_SECONDS: Final = {'UTC Time', 'Predicted Lap Time', 'Predicted vs Best Lap', 'GPS_Delay'}
_HELD: Final = {'Lap', 'Sector', 'GPS_Update', 'OBD_Update'}
_BAROMETER: Final = {'Barometric Pressure', 'Pressure Altitude'}
_STALE_S: Final = 0.0105  # a log begins with an old fix, and the fresh one 0.010 s behind it
_NAME: Final = re.compile(
    r'Log-(\d{8}-\d{6})(?: (?P<track>.*?))?(?: - \d+\.\d\d\.\d{3})?(?: \(\d+\))?(?:\.csv)?', re.I | re.ASCII
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    names: list[str]
    separator: str
    line: TextLine
    above: tuple[TextLine, ...]  # the comments before it


def recognises(head: str) -> bool:
    return head.lstrip().startswith(_MARK)


def read(raw: bytes, name: str) -> Log:
    """Read a TrackAddict log. Raises LogFormatError with a sentence."""
    header = _header(raw)
    table = read_table(
        raw,
        len(header.names),
        above=header.line.number,
        separator=header.separator,
        decimal_comma=header.separator == ';',
        comment_prefix='#',
    )
    timed, warnings = on_time_axis(table.frame, pl.col(f'c{header.names.index("Time")}'))
    frame, channels = as_channels(timed, _columns(header.names, timed))
    first_s, last_s = timed[TIME][0], timed[TIME][-1]
    comments = [
        *(Comment(text=line.text.strip(), row_time_s=first_s) for line in header.above),
        *comments_among(raw, header.line.end, header.separator, header.names.index('Time'), last_s),
    ]
    logged_laps, of_laps = laps(comments, first_s, last_s)
    started_at, zone_source, track = _when_and_where(name, timed, header.names)
    if not any(comment.text == '# Session End' for comment in comments[-5:]):
        warnings += (
            'The log has no "Session End": it was cut short, or the app was closed while it logged.',
        )
    said, phone = app(comments)
    noted = notes(comments)
    return Log(
        format='TrackAddict CSV',
        frame=frame,
        channels=channels,
        device=phone,
        started_at=started_at,
        zone_source=zone_source,
        track=track,
        vehicle=noted.pop('Vehicle', ''),
        laps=logged_laps,
        gate=gate(comments),
        warnings=(*table.warnings(header.names), *warnings, *of_laps),
        metadata=said | noted,
    )


def _header(raw: bytes) -> Header:
    """Find the first line that is neither empty nor a comment."""
    above: list[TextLine] = []
    for line in lines(raw):
        if line.text.strip() and not line.text.startswith('#'):
            separator = max(',;\t', key=line.text.count)
            header = Header(
                names=cells(line.text, separator), separator=separator, line=line, above=tuple(above)
            )
            _demand_columns(header)
            return header
        above += [line] if line.text.strip() else []
    raise LogFormatError(
        'The log ends before its table begins: there is no line with "Time". Export it again.'
    )


def _demand_columns(header: Header) -> None:
    quantities = {name_unit_origin(name)[0] for name in header.names}
    if 'Time' not in header.names:
        raise LogFormatError(f'Line {header.line.number} of the log names no column "Time". Export it again.')
    if not {'Latitude', 'Longitude'} <= quantities and not quantities & {'Speed', 'Vehicle Speed'}:
        raise LogFormatError(
            f'Line {header.line.number} of the log names neither "Latitude" and "Longitude" nor a "Speed": '
            'there is nothing to compare. Log with GPS and export it again.'
        )


def _columns(names: Sequence[str], timed: pl.DataFrame) -> list[Column]:
    """Say what each column is. Held GPS and OBD values become null: only what was measured is left."""
    new_fix, new_obd = _new_fix(names, timed), _marked(names, 'OBD_Update', timed)
    columns = []
    for index, source in enumerate(names):
        name, unit, origin = name_unit_origin(source)
        if source == 'Brake (calculated)':
            name, unit = source, ''
        values = pl.col(f'c{index}')
        if source == 'Time' or (name in _BAROMETER and _is_absent(names, timed)):
            continue
        if name == 'Heading':
            values = pl.when(values >= 0).then(values)  # -1 is unknown
        canonical = (_CAR if origin else _GPS | _PHONE).get(name, '')
        if canonical in _GPS.values() and new_fix is not None:
            values = pl.when(new_fix).then(values)
        if origin == 'OBD' and new_obd is not None:
            values = pl.when(new_obd).then(values)
        unit = 's' if source in _SECONDS else unit
        columns.append(
            Column(
                name=name, unit=unit, values=values, canonical=canonical, held=name in _HELD, source=source
            )
        )
    return columns


def _new_fix(names: Sequence[str], timed: pl.DataFrame) -> pl.Series | None:
    """Return the rows on which a fix arrived, less those that a fresher one follows; None without GPS.

    Without a `GPS_Update` that says so, a fix is new where its position or its speed changes.
    """
    marked = _marked(names, 'GPS_Update', timed)
    if marked is None:
        gps = [
            pl.col(f'c{i}')
            for i, n in enumerate(names)
            if name_unit_origin(n)[0] in {'Latitude', 'Longitude', 'Speed'}
        ]
        if not gps:
            return None
        changed = pl.any_horizontal(column.ne_missing(column.shift()) for column in gps)
        marked = timed.select(changed | (pl.int_range(pl.len()) == 0)).to_series()
    rows = marked.arg_true()
    at = timed[TIME].gather(rows)
    fresh = rows.filter((at.shift(-1) - at > _STALE_S).fill_null(True))
    return pl.Series(np.isin(np.arange(timed.height), fresh, assume_unique=True))


def _marked(names: Sequence[str], flag: str, timed: pl.DataFrame) -> pl.Series | None:
    """Return the rows on which a flag is set; None when it is not there, or never set."""
    if flag not in names:
        return None
    marked = (timed[f'c{names.index(flag)}'] == 1).fill_null(False)
    return marked if marked.any() else None


def _is_absent(names: Sequence[str], timed: pl.DataFrame) -> bool:
    """A phone without a barometer writes 0.00 throughout."""
    pressures = [
        f'c{i}' for i, name in enumerate(names) if name_unit_origin(name)[0] == 'Barometric Pressure'
    ]
    return all((timed[pressure] == 0).all() for pressure in pressures)


def _when_and_where(
    name: str, timed: pl.DataFrame, names: Sequence[str]
) -> tuple[datetime | None, ZoneSource, str]:
    """Return the start, what is known of its zone, and the track, from `UTC Time` and the file's name.

    `UTC Time` is the start in whole seconds plus `Time`. Before version 4 only the file's name has the date,
    in local time: `Log-20160910-123456 Willow Springs - 1.32.118.csv`.
    """
    match = _NAME.fullmatch(re.split(r'[/\\]', name[-300:])[-1].strip())
    track = (match['track'] or '').strip() if match else ''
    track = '' if track == 'Segment' else track
    if 'UTC Time' in names:
        start_s = (timed[f'c{names.index("UTC Time")}'] - timed[TIME]).drop_nulls().head(1)
        if start_s.len() and 0 < start_s[0] < 4e9:
            return datetime.fromtimestamp(round(start_s[0]), UTC), ZoneSource.UTC, track
    if match:
        with suppress(ValueError):
            return datetime.strptime(match[1], '%Y%m%d-%H%M%S'), ZoneSource.LOCAL, track
    return None, ZoneSource.UNKNOWN, track
