from datetime import UTC, datetime

import polars as pl
import pytest

from racetrace.errors import LogFormatError
from racetrace.telemetry.formats import read_log
from racetrace.telemetry.log import FileGate, LapKind, Log, MeasuredBy, ZoneSource
from tests.recordings import recording

MARK = '# RaceRender Data: TrackAddict 4.8.0 on iOS 15.5 [iPhone12,1] (Mode: 0)\n'
HEADER = '"Time","Lap","GPS_Update","Latitude","Longitude","Speed (Km/h)","Heading","Accuracy (m)"\n'
ROWS = [f'{i}.000,0,1,50.{i:04},1.0,36.0,0.0,5.0\n' for i in range(1, 101)]
END = '# Session End\n'


def log(*, header: str = HEADER, rows: str = ''.join(ROWS), name: str = '') -> Log:
    return read_log((MARK + header + rows + END).encode(), name)


def laps_of(read: Log) -> list[tuple[int, LapKind | None, float, float | None]]:
    return [(lap.number, lap.kind, round(lap.end_s, 3), lap.time_s) for lap in read.laps]


def with_lines(*lines: tuple[int, str]) -> str:
    """Return the rows with comments, each before the row that follows the given second."""
    rows = list(ROWS)
    for second, line in sorted(lines, reverse=True):
        rows.insert(second, f'{line}\n')
    return ''.join(rows)


def test_lap_times_are_those_of_the_comments_not_of_the_column() -> None:
    read = log(rows=with_lines((20, '# Lap 0: 00:00:19.602'), (51, '# Lap 1: 00:00:31.007')))
    assert laps_of(read) == [
        (0, LapKind.OUT, 19.602, None),
        (1, None, 50.609, 31.007),
        (2, LapKind.OPEN, 100.0, None),
    ]
    assert {lap.measured_by for lap in read.laps} == {MeasuredBy.LOGGER}
    assert read.warnings == ()


def test_a_log_without_a_crossing_is_one_open_lap() -> None:
    assert laps_of(log()) == [(0, LapKind.OPEN, 100.0, None)]


def test_a_log_whose_head_was_cut_keeps_its_lap_times() -> None:
    read = log(rows=with_lines((20, '# Lap 3: 00:02:00.000'), (51, '# Lap 4: 00:00:31.007')))
    cut, whole, _ = read.laps
    assert (cut.number, cut.kind, cut.time_s) == (3, LapKind.OUT, None)
    assert (whole.number, whole.time_s) == (4, 31.007)
    assert whole.start_s == pytest.approx(20.5, abs=1)
    assert 'half a second' in read.warnings[0]


@pytest.mark.parametrize(('exit_s', 'kind'), [(65, LapKind.PIT), (52, None)])
def test_a_stay_in_the_pit_lane_makes_a_pit_lap_and_driving_past_it_does_not(
    exit_s: int, kind: LapKind | None
) -> None:
    rows = with_lines(
        (20, '# Lap 0: 00:00:19.602'),
        (40, '# Pit Lane Entry'),
        (exit_s, '# Pit Lane Exit'),
        (80, '# Lap 1: 00:00:60.000'),
    )
    assert log(rows=rows).laps[1].kind is kind


def test_a_drag_run_starts_from_a_standstill() -> None:
    read = log(
        rows=with_lines(
            (2, '# Lap 0: 00:00:01.811'),
            (10, '# Sector 1: 00:00:07.734 (100m)'),
            (20, '# Sector 2: 00:00:18.440 (400m)'),
            (20, '# Lap 1: 00:00:18.440'),
        )
    )
    assert laps_of(read)[1:] == [(1, LapKind.STANDING, 20.251, 18.44), (2, LapKind.OPEN, 100.0, None)]
    assert read.metadata['Lap 1 Sector 1'] == '00:00:07.734 (100m)'


PLAIN = HEADER + '0.000,0,1,50.0,1.0,36.0,90.0,5.0\n1.000,0,1,50.1,1.0,72.0,90.0,5.0\n'


@pytest.mark.parametrize(
    'text',
    [
        PLAIN,
        PLAIN.replace('(Km/h)', '(MPH)').replace('36.0', '22.369363').replace('72.0', '44.738726'),
        PLAIN.replace(',', ';').replace('.', ','),
        PLAIN.replace('\n', '\r\n'),
        '\n' + PLAIN.replace('\n1.000', '\n\n\n1.000'),
        PLAIN.replace('\n0.000', '\n# Split Point 1: 50.0, 1.0 @ 3.00 deg\n0.000'),
        PLAIN.replace('"', ''),
        PLAIN.replace('36.0', '"36.0"'),
        '"Speed (Km/h)","Longitude","Time","Latitude","GPS_Update"\n36,1.0,0,50.0,1\n72,1.0,1,50.1,1\n',
        PLAIN + 'x,0,1,50.0,1.0,36.0,90.0,5.0\n',
    ],
    ids=['km/h', 'MPH', 'semicolon', 'CRLF', 'blank', 'comment', 'bare', 'quoted', 'shuffled', 'no time'],
)
def test_the_same_drive_reads_the_same_however_it_is_written(text: str) -> None:
    frame = read_log((MARK + text + END).encode()).frame
    assert frame['time_s'].to_list() == [0, 1]
    assert frame['speed_mps'].to_list() == pytest.approx([10, 20], abs=1e-6)
    assert frame['latitude_deg'].to_list() == [50.0, 50.1]


@pytest.mark.parametrize('encoding', ['utf-8-sig', 'utf-16', 'latin-1'])
def test_the_encoding_does_not_matter(encoding: str) -> None:
    read = read_log((MARK + '# Vehicle: Citroën\n' + PLAIN + END).encode(encoding))
    assert read.vehicle == 'Citroën'
    assert read.frame.height == 2


@pytest.mark.parametrize(
    ('rows', 'latitudes'),
    [
        ('0,0,1,50.0,1,9,9,9\n0.05,0,0,50.0,1,9,9,9\n1,0,1,50.1,1,9,9,9\n', [50.0, None, 50.1]),
        ('0,0,1,50.0,1,9,9,9\n0.01,0,1,50.1,1,9,9,9\n1,0,1,50.2,1,9,9,9\n', [None, 50.1, 50.2]),
        ('0,0,1,50.0,1,9,9,9\n1,0,1,0,0,9,9,9\n', [50.0, None]),
        ('0,0,1,50.0,1,9,9,9\n1,0,1,nan,1,9,9,9\n', [50.0, None]),
        ('0,0,1,50.0,1,9,9,9\n1,0,1,95.0,1,9,9,9\n', [50.0, None]),
        ('0,0,1,50.0,1,9,9,9\n1,0,1,,1,9,9,9\n2\n', [50.0, None, None]),
        ('0,0,1,50.0,1,9,9,9\n1,0,1,50.1,1,9,9,9\n1,0,0,50.1,1,9,9,9\n', [50.0, 50.1, None]),
    ],
    ids=['held', 'stale first fix', 'no position', 'NaN', 'no such place', 'missing cells', 'repeated time'],
)
def test_only_real_fixes_have_a_position(rows: str, latitudes: list[float | None]) -> None:
    assert log(rows=rows).frame['latitude_deg'].to_list() == latitudes


def test_without_update_marks_a_fix_is_where_the_position_changes() -> None:
    header = '"Time","Latitude","Longitude","Speed (Km/h)"\n'
    frame = log(header=header, rows='0,50.0,1,9\n0.05,50.0,1,9\n1,50.1,1,9\n').frame
    assert frame['latitude_deg'].to_list() == [50.0, None, 50.1]


def test_an_unknown_heading_is_null() -> None:
    frame = log(rows='0,0,1,50,1,9,-1.0,5\n1,0,1,50,1,9,360.0,5\n').frame
    assert frame['heading_deg'].to_list() == [None, 360]


def test_a_falling_time_is_sorted_and_said() -> None:
    read = log(rows='0,0,1,50.0,1,9,9,9\n2,0,1,50.2,1,9,9,9\n1,0,1,50.1,1,9,9,9\n')
    assert read.frame['latitude_deg'].to_list() == [50.0, 50.1, 50.2]
    assert 'The time falls' in read.warnings[0]


def test_cells_that_are_no_numbers_are_left_out_and_counted() -> None:
    read = log(rows='0,0,1,50.0,1,-,9,9\n1,0,1,50.1,1,fast,9,9\n2,0,1,50.2,1,36,9,9\n')
    assert read.frame['speed_mps'].to_list() == [None, None, 10]
    assert read.warnings == (
        "1 of the values of 'Speed (Km/h)' could not be read as numbers and were left out.",
    )


OBD = (
    '"Time","Speed (MPH)","OBD_Update","Vehicle Speed (mph) *OBD",'
    '"Oil Life (%) *OBD","Engine Oil Temp (F) *OBD"\n'
)


def test_obd_values_stand_where_they_arrived() -> None:
    read = log(header=OBD, rows='0,1,1,100,50,212\n1,1,0,100,50,212\n2,1,1,50,40,32\n')
    assert read.frame['wheel_speed_mps'].to_list() == [pytest.approx(44.704), None, pytest.approx(22.352)]
    assert read.frame['oil_temp_degc'].to_list() == [pytest.approx(100), None, pytest.approx(0)]
    assert read.frame['Oil Life'].to_list() == [50, None, 40]


def test_metres_are_the_altitude_and_feet_keep_their_name_and_unit() -> None:
    read = log(
        header='"Time","Altitude (ft)","Altitude (m)","Speed (MPH)"\n', rows='0,328,100,1\n1,328,100,2\n'
    )
    assert read.frame['altitude_m'][0] == 100
    assert read.frame['Altitude (ft)'][0] == 328
    only_feet = log(header='"Time","Altitude (ft)","Speed (MPH)"\n', rows='0,1000,1\n1,1000,2\n')
    assert only_feet.frame['altitude_m'][0] == pytest.approx(304.8)


def test_a_phone_without_a_barometer_has_no_pressure() -> None:
    header = '"Time","Speed (MPH)","Barometric Pressure (kPa)","Pressure Altitude (m)"\n'
    assert [c.name for c in log(header=header, rows='0,1,0.00,0.0\n1,2,0.00,0.0\n').channels] == ['speed_mps']
    assert 'air_pressure_kpa' in log(header=header, rows='0,1,101.3,0.0\n1,2,101.3,0.0\n').frame.columns


def test_a_start_point_set_on_the_move_is_the_gate() -> None:
    rows = with_lines((30, '# Start Point: 19.027203, -97.990116  @ 210.23 deg'))
    assert log(rows=rows).gate == FileGate(
        latitude_deg=19.027203, longitude_deg=-97.990116, heading_deg=210.23
    )


@pytest.mark.parametrize(
    ('name', 'started_at', 'track'),
    [
        (
            'Log-20160910-101502 Willow Springs - 1.32.118.csv',
            datetime(2016, 9, 10, 10, 15, 2),
            'Willow Springs',
        ),
        ('Log-20160910-101502 Spa (1).csv', datetime(2016, 9, 10, 10, 15, 2), 'Spa'),
        ('C:\\logs\\Log-20160910-101502 Segment.csv', datetime(2016, 9, 10, 10, 15, 2), ''),
        ('Log-20169910-101502 Spa.csv', None, 'Spa'),
        ('laps.csv', None, ''),
    ],
)
def test_old_versions_have_their_date_in_the_name_only(
    name: str, started_at: datetime | None, track: str
) -> None:
    read = log(name=name)
    assert (read.started_at, read.track) == (started_at, track)
    assert read.zone_source is (ZoneSource.LOCAL if started_at else ZoneSource.UNKNOWN)


def test_utc_time_is_the_start_in_whole_seconds() -> None:
    read = log(header='"Time","UTC Time","Speed (MPH)"\n', rows='0.5,1653983971.5,1\n1,1653983972,2\n')
    assert read.started_at == datetime(2022, 5, 31, 7, 59, 31, tzinfo=UTC)
    assert read.zone_source is ZoneSource.UTC


def test_what_identifies_the_engine_computer_is_not_kept() -> None:
    tune = "# Vehicle: Golf\n# Vehicle Tune: OSID's: 1\n# Vehicle App ID: 16B6\n# GPS: iOS; Type: 1\n"
    assert log(rows=tune + ''.join(ROWS)).metadata.keys() == {'App', 'Mode', 'GPS'}


@pytest.mark.parametrize(
    ('text', 'sentence'),
    [
        (MARK, 'ends before its table begins'),
        (MARK + HEADER, 'holds no samples'),
        (MARK + '"Lap","Speed (MPH)"\n1,2\n', 'no column "Time"'),
        (MARK + '"Time","Lap"\n1,2\n', 'neither "Latitude" and "Longitude" nor a "Speed"'),
        (MARK + HEADER + 'x,y\n', 'a time that can be read'),
        (HEADER + ROWS[0], 'another logger'),
        ('# RaceRender Data\nTime,Lap,MPH\n0,0,1\n', 'that TrackAddict did not write'),
    ],
)
def test_a_log_that_cannot_be_used_says_why(text: str, sentence: str) -> None:
    with pytest.raises(LogFormatError, match=sentence):
        read_log(text.encode())


@pytest.mark.parametrize(
    ('name', 'laps'),
    [
        (
            'goodwood-ios-4.8.0.csv',
            [(0, 'out', 123.202, None), (1, None, 300.729, 177.527), (2, 'open', 593.714, None)],
        ),
        (
            'stc-android-4.3.5.csv',
            [
                (0, 'out', 155.138, None),
                (1, 'pit', 599.691, 444.553),
                (2, None, 706.780, 107.089),
                (3, None, 822.925, 116.145),
                (4, 'pit', 1180.831, 357.906),
                (5, 'open', 1245.587, None),
            ],
        ),
        ('rx8-android-4.3.7-2sec.csv', [(0, 'open', 2.05, None)]),
        (
            'drag-5.0.5-mode2.csv',
            [(0, 'out', 1.811, None), (1, 'standing', 20.251, 18.44), (2, 'open', 23.514, None)],
        ),
    ],
)
def test_real_laps(name: str, laps: list[tuple[int, str | None, float, float | None]]) -> None:
    assert laps_of(read_log(recording(f'trackaddict/{name}').read_bytes())) == laps


def test_a_real_drive_of_a_phone() -> None:
    read = read_log(recording('trackaddict/goodwood-ios-4.8.0.csv').read_bytes())
    rates = {channel.name: channel.rate_hz for channel in read.channels}
    assert read.frame.height == 12_763
    assert read.device == 'iPhone12,1'
    assert read.started_at == datetime(2022, 5, 31, 7, 59, 31, tzinfo=UTC)
    assert read.gate == FileGate(latitude_deg=50.857952, longitude_deg=-0.752617)
    assert rates['latitude_deg'] == pytest.approx(1, abs=0.01)
    assert rates['wheel_speed_mps'] == pytest.approx(2, abs=0.2)
    fixes = read.frame.filter(pl.col('latitude_deg').is_not_null())
    assert fixes.height == 595  # 596 updates, less the stale first one
    assert fixes['latitude_deg'][0] == 50.8590192
    assert read.frame['coolant_temp_degc'].max() == pytest.approx(92)
    assert read.warnings == ()


@pytest.mark.parametrize(('name', 'rows'), [('head-3.4.2-ios10.csv', 3), ('head-4.8.2-android14.csv', 2)])
def test_the_oldest_and_the_newest_version_read(name: str, rows: int) -> None:
    read = read_log(recording(f'trackaddict/{name}').read_bytes())
    assert read.frame.height == rows
    assert 'cut short' in read.warnings[0]
