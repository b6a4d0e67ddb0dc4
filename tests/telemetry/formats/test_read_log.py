import random
from collections.abc import Callable

import polars as pl
import pytest

from racetrace.errors import LogFormatError
from racetrace.telemetry.formats import read_log
from tests.recordings import recording

TRACKADDICT = (
    b'# RaceRender Data: TrackAddict 4.8.0 on iOS 15.5 [iPhone12,1] (Mode: 0)\n'
    b'# End Point: 50.857952, -0.752617  @ -1.00 deg\n'
    b'"Time","UTC Time","Lap","GPS_Update","Latitude","Longitude","Speed (MPH)","RPM (RPM) *OBD"\n'
    b'0.000,1653983971.000,0,1,50.8590633,-0.7529619,10.6,1155\n'
    b'0.050,1653983971.050,0,0,50.8590633,-0.7529619,10.6,1155\n'
    b'# Lap 0: 00:00:00.702\n'
    b'1.000,1653983972.000,1,1,50.8590192,-0.7529567,11.0,1160\n'
    b'# Pit Lane Entry\n'
    b'2.000,1653983973.000,1,1,50.8590100,-0.7529000,11.0,1160\n'
    b'# Lap 1: 00:00:01.527\n'
    b'3.000,1653983974.000,2,1,50.8590000,-0.7528000,11.0,1160\n'
    b'# Session End\n'
)
RACECHRONO = (
    b'This file is created using RaceChrono Pro v9.1.3 ( http://racechrono.com/ ).\r\nFormat,3\r\n'
    b'Track name,"Tianma"\r\nCreated,31/12/2025,02:54\r\n\r\n'
    b'timestamp,fragment_id,lap_number,latitude,longitude,speed,device_update_rate,speed\r\n'
    b'unix time,,,deg,deg,m/s,Hz,m/s\r\n,,,100: gps,100: gps,100: gps,100: gps,200: obd\r\n'
    b'1767150797.44,0,8,31.0781678,121.1164132,33.453,25.0,18.8\r\n'
    b'1767150797.48,0,9,31.0781772,121.1164045,33.508,25.0,18.8\r\n'
    b'1767150797.52,0,9,31.0781865,121.1163957,33.675,25.0,18.8\r\n'
    b'1767150797.56,0,10,31.078196,121.1163867,33.833,25.0,18.8\r\n'
)
VBO = (
    'File created on 20/12/2025 at 22:05:48\n[header]\nsatellites\ntime\nlatitude\nlongitude\nvelocity kmh\n'
    '[laptiming]\nStart   +5879.398760 +1141.653530 +5879.376520 +1141.688109 ¬ Start/Finish\n'
    '[column names]\nsats time lat long velocity\n[data]\n'
    '037 235959.90 +1141.673250 +05879.371750 002.401\n'
    '037 000000.00 +1141.673270 +05879.371780 002.401\n'
    '037 000000.10 +1141.673290 +05879.371820 002.498\n'
).encode()
WHOLE = [TRACKADDICT, RACECHRONO, VBO]

SPLICES = [
    *(b'\n', b'\r\n', b',', b';', b'"', b'#', b'\0', b'\xff', b'\xef\xbb\xbf', b'\t', b'  ', b'(', b'*OBD'),
    *(b'nan', b'-inf', b'1e308', b'-1e308', b'1e400', b'0x10', b'9' * 40, b'N/A', b'-', b'240000.00'),
    *(b'# Lap 7: 00:01:00.000\n', b'# Lap 1: 99:99:99.999\n', b'# End Point: 1, 2 @ 3 deg\n', b'[data]\n'),
]


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """Return the bytes with up to eight of them changed, spliced, doubled or cut."""
    for _ in range(chance.choice([1, 1, 2, 8])):
        at = chance.randrange(len(raw) + 1)
        to = at + chance.choice([0, 1, 1, 3, 30, 200])
        other = chance.randrange(len(raw) + 1)
        put = chance.choice([chance.randbytes(1), chance.choice(SPLICES), raw[other : other + 60], b''])
        raw = raw[:at] + put + raw[to:]
    return raw


def reads_soundly_or_refuses(raw: bytes, name: str = '') -> bool:
    """Return whether the bytes were read; check what every log, and every refusal, promises."""
    try:
        log = read_log(raw, name)
    except LogFormatError as error:
        refused = str(error)
    else:
        refused = ''
    if refused:
        assert refused.endswith('.')
        return False
    frame = log.frame
    assert frame['time_s'].is_sorted()
    assert frame.height > 0
    assert frame.columns == ['time_s', *(channel.name for channel in log.channels)]
    assert set(frame.dtypes) == {pl.Float64}
    assert all(frame.select(pl.all().is_finite().all()).row(0))
    assert all(lap.start_s <= lap.end_s for lap in log.laps)
    return True


@pytest.mark.parametrize('raw', WHOLE, ids=['trackaddict', 'racechrono', 'vbo'])
def test_a_file_cut_anywhere_reads_or_is_refused(raw: bytes) -> None:
    read = [reads_soundly_or_refuses(raw[:end]) for end in range(0, len(raw) + 1)]
    assert read[-1]
    assert read.count(True) > len(raw) * 0.1


def test_random_damage_never_shows_as_another_error() -> None:
    chance = random.Random(20_260_713)
    names = ['', 'Log-20220531-085930 Goodwood - 2.57.527.csv', 'Log-20229931-085930.csv']
    read = [
        reads_soundly_or_refuses(mutated(chance.choice(WHOLE), chance), chance.choice(names))
        for _ in range(2000)
    ]
    assert 1000 < read.count(True) < 2000


@pytest.mark.parametrize('raw', WHOLE, ids=['trackaddict', 'racechrono', 'vbo'])
def test_the_name_of_a_file_says_nothing_of_its_format(raw: bytes) -> None:
    assert read_log(raw, 'photo.jpg').frame.equals(read_log(raw).frame)


HEAD = TRACKADDICT.splitlines(keepends=True)[0]
COLUMNS = b'"Time","Speed (MPH)"\n'


@pytest.mark.parametrize(
    ('raw', 'sentence'),
    [
        (lambda: b'x' * 200_000_000, 'The file has 190 MB'),
        (lambda: HEAD + COLUMNS + b'1,' * 20_000_000, 'Line 3 is longer than 1 MB'),
        (lambda: HEAD + b'"Time"' + b',"c"' * 10**6, 'longer than 1 MB'),
        (lambda: HEAD + b'"Time","Speed (MPH)"' + b',"c"' * 2000 + b'\n1,2\n', 'names 2,002 columns'),
        (lambda: HEAD + COLUMNS + b'1\n' * 20_000_000, 'over 20,000,000 cells'),
        (lambda: HEAD + COLUMNS + b'#\n' * 200_000 + b'1,2\n', 'over 100,000 lines'),
        (lambda: HEAD + b'\n' * 20_000_000, 'ends before its table begins'),
    ],
    ids=['200 MB', 'long line', '10^6 columns', 'columns', 'rows', 'comments', 'blank'],
)
def test_a_file_made_to_be_too_much_is_refused_at_once(raw: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(LogFormatError, match=sentence):
        read_log(raw())


@pytest.mark.parametrize(
    ('rows', 'times'),
    [
        (b'0,1\n"1,2\n2,3\n', [0, 1, 2]),
        (b'0,1\nnan,2\n2,inf\n', [0, 2]),
        (b'0,1\n1,\0\0\n2,3\n', [0, 1, 2]),
        (b'0,1\n1,\xe9\n2,3\n', [0, 1, 2]),
        (b'0,1\n1e300,2\n2,3\n', [0, 2]),
        (b'0,1\n1,2,9,9,9\n2\n3,', [0, 1, 2, 3]),
        (b'0,1\n1,2\n15', [0, 1]),
        (b'0,1\n1,' + b'9' * 500_000 + b'\n2,3\n', [0, 1, 2]),
    ],
    ids=['quote', 'NaN', 'NUL', 'latin-1', 'absurd time', 'ragged', 'cut', 'long number'],
)
def test_damaged_rows_cost_no_more_than_themselves(rows: bytes, times: list[float]) -> None:
    assert read_log(HEAD + COLUMNS + rows).frame['time_s'].to_list() == times


@pytest.mark.parametrize(
    ('raw', 'sentence'),
    [
        (b'', 'The file is empty'),
        (b'\0' * 1000, 'The file is empty'),
        (b'\xff\xd8\xff\xe0\x00\x10JFIF', r'a photo \(JPEG\), not a lap log'),
        (b'\x89PNG\r\n\x1a\n\0\0', 'a picture'),
        (b'%PDF-1.7\n', 'a PDF document'),
        (b'PK\x03\x04' + b'\0' * 60, 'a ZIP archive: unpack it'),
        (b'PK\x03\x04' + b'\0' * 26 + b'[Content_Types].xml', 'an Excel workbook'),
        (b'<?xml version="1.0"?>\n<gpx version="1.1">', 'a GPX file'),
        (b'<!DOCTYPE html><html>', 'a web page'),
        (b'{"type": "FeatureCollection"}', 'a JSON document'),
        (b"Harry's GPS LapTimer\nINDEX,LAPINDEX\n", "a Harry's LapTimer CSV"),
        (bytes(range(1, 32)) * 40, 'a binary file'),
        (b'Dear diary, today I drove.\n', 'begins with “Dear diary, today I drove.”'),
    ],
)
def test_what_is_no_log_is_named(raw: bytes, sentence: str) -> None:
    with pytest.raises(LogFormatError, match=sentence):
        read_log(raw, 'lap.csv')


AIM_XRK, MOTEC_LD = b'<hCNF\0' + b'\1\0\0\0' * 40, b'@' + b'\0' * 63 + b'\x34\x12' * 40


@pytest.mark.parametrize(
    ('raw', 'name', 'sentence'),
    [
        (AIM_XRK, 'kart.xrk', 'This is an AiM XRK file, which RaceTrace cannot read yet: export it'),
        (AIM_XRK, 'kart.csv', 'This is an AiM XRK file'),
        (MOTEC_LD, 'lap.LD', 'This is a MoTeC .ld file, which RaceTrace cannot read yet: export it'),
        (bytes(range(1, 32)) * 40, 'Kart.DRK', 'By its name this is an AiM DRK file, .* yet: export it'),
        (bytes(range(1, 32)) * 40, 'kart.xdrk', 'By its name this is an AiM DRK file'),
        (bytes(range(1, 32)) * 40, 'drk.bin', 'a binary file of a kind that RaceTrace does not know'),
    ],
)
def test_what_is_planned_is_refused_with_what_to_do(raw: bytes, name: str, sentence: str) -> None:
    with pytest.raises(LogFormatError, match=sentence):
        read_log(raw, name)


def test_a_file_that_can_be_read_is_read_whatever_it_is_called() -> None:
    assert read_log(VBO, 'kart.drk').laps == read_log(VBO).laps


@pytest.mark.parametrize(
    ('name', 'sentence'),
    [
        ('aim/kart-demo.xrk', 'an AiM XRK file, which RaceTrace cannot read yet'),
        ('aim/racestudio3-tiny.csv', 'an AiM CSV file'),
        ('motec/Sample1.ld', 'a MoTeC .ld file'),
        ('motec/no-markers.ldx', 'a MoTeC .ldx file'),
        ('motec/i2-export-daytona.csv', 'a MoTeC CSV file'),
        ('racecapture/sonoma-mk2.log', 'a RaceCapture log'),
        ('racecapture/import_export-app.log', 'a RaceCapture log'),
        ('racebox/racebox-sample.csv', 'a RaceBox CSV file'),
        ('racebox/racebox-kml-csv.csv', 'a RaceBox KML file .*the RaceBox app also exports VBO'),
        ('laplegend/sample.csv', 'a Lap Legend CSV file'),
        ('harrys/LapTimer-0009-20220607-110056.hlptr', "a Harry's LapTimer file"),
        ('nmea/okc-tillotson.nmea', 'an NMEA file'),
        ('not-a-lap-log/katana-20260725.csv', 'an EdgeTX log'),
        ('not-a-lap-log/torquepro-tracklog.csv', 'a Torque log'),
    ],
)
def test_real_files_of_other_kinds_are_named(name: str, sentence: str) -> None:
    with pytest.raises(LogFormatError, match=sentence):
        read_log(recording(name).read_bytes())
