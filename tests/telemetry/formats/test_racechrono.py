from datetime import UTC, datetime

import pytest

from racetrace.errors import LogFormatError
from racetrace.telemetry.formats import read_log
from racetrace.telemetry.log import LapKind, Log, ZoneSource
from tests.recordings import recording

MARK = 'This file is created using RaceChrono Pro v9.1.3 ( http://racechrono.com/ ).\n'
PREAMBLE = 'Session title,"Race, wet"\nTrack name,"MórRing"\nDriver name,\nCreated,13/07/2026,23:58\n\n'
V1 = 'Lap #,Timestamp (s),Latitude (deg),Longitude (deg),Speed (m/s),Speed (km/h),Trap name\n'
V2 = (
    'Time (s),Session fragment #,Lap #,Speed (m/s),Latitude (deg),Longitude (deg),'
    'Speed (m/s) *calc,Lateral acceleration (G) *calc,Speed (m/s) *obd,X acceleration (G) *acc\n'
)
V3 = (
    'timestamp,fragment_id,lap_number,latitude,longitude,speed,device_update_rate,speed,lateral_acc,speed,coolant_temp\n'
    'unix time,,,deg,deg,m/s,Hz,m/s,G,m/s,.C\n'
    ',,,100: gps,100: gps,100: gps,100: gps,calc,calc,200: canbus,200: canbus\n'
)


def log(text: str) -> Log:
    return read_log((MARK + PREAMBLE + text).encode())


def laps_of(read: Log) -> list[tuple[int, LapKind | None, float | None]]:
    return [(lap.number, lap.kind, lap.time_s) for lap in read.laps]


def v3_row(at: float, lap: str, fragment: int = 0) -> str:
    """Return a row of a car that goes north at 0.0001 deg/s by a 1 Hz receiver, interpolated between."""
    return f'{1700000000 + at:.3f},{fragment},{lap},{50 + at * 1e-4:.7f},1.0,11.1,1.0,11,0.5,12,90\n'


def test_version_1_counts_seconds_of_the_local_day_over_midnight() -> None:
    read = log(
        V1
        + 'N/A,86398.000,50.0,1.0,10,36,\n1,86399.500,50.1,1.0,10,36,New trap\n1,0.500,50.2,1.0,10,36,\n'
        + '2,10.250,50.3,1.0,10,36,New trap\n2,12.250,50.4,1.0,10,36,\n'
    )
    assert read.frame['time_s'].to_list() == [0, 1.5, 2.5, 12.25, 14.25]
    assert laps_of(read) == [(0, LapKind.OUT, None), (1, None, 10.75), (2, LapKind.OPEN, None)]
    assert read.started_at == datetime(2026, 7, 13, 23, 59, 58)
    assert (read.zone_source, read.track, read.format) == (ZoneSource.LOCAL, 'MórRing', 'RaceChrono CSV v1')
    assert read.metadata['Session title'] == 'Race, wet'
    assert read.frame['Speed (km/h)'][0] == 36


def test_a_date_of_export_is_not_taken_for_the_start() -> None:
    read = log(V1 + '1,36000.000,50.0,1.0,10,36,\n1,36001.000,50.1,1.0,10,36,\n')
    assert (read.started_at, read.zone_source) == (None, ZoneSource.UNKNOWN)


def test_version_2_tells_its_sources_apart_and_leaves_rows_without_a_lap_aside() -> None:
    row = '{},0,{},10,50.{},1.0,11,0.5,12,0.1\n'
    laps = ['', '', '4', '4', '', '']
    read = log(V2 + ''.join(row.format(1784748579 + i, lap, i) for i, lap in enumerate(laps)))
    assert laps_of(read) == [(0, LapKind.OUT, None), (4, None, 2), (5, LapKind.OPEN, None)]
    assert read.format == 'RaceChrono CSV v2'
    first = {channel.name: read.frame[channel.name][0] for channel in read.channels}
    assert (first['speed_mps'], first['Speed calc'], first['wheel_speed_mps']) == (10, 11, 12)
    assert (first['lateral_g'], first['accel_x_g']) == (0.5, 0.1)


def test_version_3_has_one_speed_per_source() -> None:
    read = log((V3 + v3_row(0, '') + v3_row(1, '')).replace('\n', '\r\n'))
    first = {channel.name: read.frame[channel.name][0] for channel in read.channels}
    assert (first['speed_mps'], first['speed calc'], first['wheel_speed_mps']) == (11.1, 11, 12)
    assert (first['lateral_g'], first['coolant_temp_degc']) == (0.5, 90)
    assert read.laps == ()
    assert read.started_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_the_export_of_one_lap_holds_parts_of_its_neighbours_which_are_no_laps() -> None:
    rows = [v3_row(t, '8' if t < 4 else '9' if t < 80.329 else '10') for t in (0, 2, 4, 5, 80, 80.329, 84)]
    read = log(V3 + ''.join(rows))
    assert laps_of(read) == [(9, None, 76.329)]
    assert read.warnings == ('The file holds parts of laps 8 and 10 only, which are not counted as laps.',)


def test_a_lap_with_a_pause_in_it_has_no_time() -> None:
    rows = [
        v3_row(0, ''),
        v3_row(1, '1'),
        v3_row(2, '1'),
        v3_row(30, '1', 1),
        v3_row(40, '2', 1),
        v3_row(50, '3', 1),
    ]
    assert laps_of(log(V3 + ''.join(rows))) == [
        (0, LapKind.OUT, None),
        (2, None, 10),
        (3, LapKind.OPEN, None),
    ]


def test_between_the_fixes_of_a_slow_receiver_there_are_no_positions() -> None:
    read = log(V3 + ''.join(v3_row(i / 10, '') for i in range(31)))
    fixes = read.frame.filter(read.frame['latitude_deg'].is_not_null())
    assert fixes['time_s'].to_list() == [0, 1, 2, 3]
    assert fixes['speed_mps'].to_list() == [11.1] * 4
    assert read.frame['wheel_speed_mps'].null_count() == 0


@pytest.mark.parametrize(
    ('text', 'sentence'),
    [
        ('', 'ends before its table'),
        (V3, 'holds no samples'),
        ('Timestamp (s),Lap #,RPM (rpm)\n1,1,1\n', 'names neither latitude and longitude nor a speed'),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text: str, sentence: str) -> None:
    with pytest.raises(LogFormatError, match=sentence):
        log(text)


@pytest.mark.parametrize(
    ('name', 'rows', 'laps'),
    [
        (
            'ovrley-20260713-v1.csv',
            273,
            [(0, 'out', None), (1, None, 115.988), (2, None, 106.603), (3, 'open', None)],
        ),
        ('tianma-lap9-v3.csv', 3850, [(9, None, pytest.approx(76.329, abs=0.003))]),
        ('jlynx-race2-lap6-v3-official.csv', 7779, [(6, None, pytest.approx(106.448, abs=0.02))]),
        ('jlynx-short-official.csv', 1958, []),
    ],
)
def test_real_laps(name: str, rows: int, laps: list[tuple[int, str | None, float | None]]) -> None:
    read = read_log(recording(f'racechrono/{name}').read_bytes())
    assert read.frame.height == rows
    assert laps_of(read) == laps


@pytest.mark.parametrize(
    ('name', 'fixes', 'rate_hz'),
    [('tianma-lap9-v3.csv', 2108, 25), ('jlynx-race2-lap6-v3-official.csv', 114, 1)],
)
def test_a_real_export_has_as_many_fixes_as_its_receiver_made(name: str, fixes: int, rate_hz: float) -> None:
    read = read_log(recording(f'racechrono/{name}').read_bytes())
    latitude = next(channel for channel in read.channels if channel.name == 'latitude_deg')
    assert latitude.rate_hz == pytest.approx(rate_hz, rel=0.01)
    assert read.frame['latitude_deg'].drop_nulls().len() == fixes
