import re
from itertools import pairwise

import numpy as np
import pytest

from racetrace.simulation.path import Samples
from racetrace.simulation.session import Simulated, simulate
from racetrace.simulation.trackaddict import LEAN, trackaddict_bytes


@pytest.fixture(scope='module')
def simulated() -> Simulated:
    return simulate('kart', laps=3, rate_hz=1, noise='phone', tau_s=1.6)


def table(raw: bytes) -> dict[str, Samples]:
    lines = [line for line in raw.decode().splitlines() if line and not line.startswith('#')]
    names = [name.strip('"') for name in lines[0].split(',')]
    rows = np.array([line.split(',') for line in lines[1:]], dtype=float)
    return dict(zip(names, rows.T, strict=True))


def test_lines_stand_in_the_order_of_a_real_file(simulated: Simulated) -> None:
    lines = trackaddict_bytes(simulated).decode().split('\n')
    assert re.fullmatch(r'# RaceRender Data: TrackAddict [\d.]+ on .+ \[.+\] \(Mode: 0\)', lines[0])
    header = next(line for line in lines if not line.startswith('#'))
    assert header.startswith('"Time","UTC Time","Lap"')
    assert lines[-2:] == ['# Session End', '']
    cells = header.count(',')
    assert all(line.count(',') == cells for line in lines if re.match(r'\d', line))
    assert re.search(r'# End Point: \d+\.\d{6}, \d+\.\d{6}  @ -1\.00 deg', '\n'.join(lines))


def test_official_times_add_up_to_the_true_crossings(simulated: Simulated) -> None:
    text = trackaddict_bytes(simulated).decode()
    found = re.findall(r'^# Lap (\d+): (\d\d):(\d\d):(\d\d\.\d{3})$', text, re.MULTILINE)
    assert [int(number) for number, *_ in found] == [0, 1, 2, 3]
    times = [3600 * int(h) + 60 * int(m) + float(s) for _, h, m, s in found]
    assert np.cumsum(times) == pytest.approx(simulated.truth.crossings_s, abs=5.1e-4)


def test_a_lap_line_stands_before_the_first_row_of_the_next_lap(simulated: Simulated) -> None:
    lines = trackaddict_bytes(simulated).decode().splitlines()
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if line.startswith('# Lap '):
            number = int(line.split()[2].rstrip(':'))
            assert int(before.split(',')[2]) == number
            assert int(after.split(',')[2]) == number + 1
            assert after.split(',')[5] == '1', 'the column turns at a fix'


def test_the_lap_column_turns_late(simulated: Simulated) -> None:
    rows = table(trackaddict_bytes(simulated))
    turned = rows['Time'][1:][np.diff(rows['Lap']) > 0]
    late = turned - simulated.truth.crossings_s
    assert (late > 0).all()
    assert (late <= 1).all()
    assert late.max() > 0.2


def test_fixes_are_held_between_their_rows(simulated: Simulated) -> None:
    rows = table(trackaddict_bytes(simulated))
    held = rows['GPS_Update'] == 0
    for name in ('Latitude', 'Longitude', 'Speed (Km/h)', 'Heading', 'Altitude (m)'):
        assert (np.diff(rows[name])[held[1:]] == 0).all()
    assert (np.diff(rows['Time']) >= 0).all()
    assert np.median(np.diff(rows['Time'])) == pytest.approx(0.05, abs=0.01)
    fresh = rows['Time'][~held]
    assert fresh[:2] == pytest.approx([0, 0.01])
    assert np.diff(fresh[2:]) == pytest.approx(np.ones(fresh.size - 3))


def test_values_are_those_of_the_receiver_rounded_as_a_phone_does(simulated: Simulated) -> None:
    rows = table(trackaddict_bytes(simulated))
    mine = rows['GPS_Update'] == 1
    assert rows['Speed (Km/h)'][mine][1:] == pytest.approx(simulated.fixes.speed_mps * 3.6, abs=0.0501)
    assert rows['Heading'][0] == -1
    text = trackaddict_bytes(simulated).decode()
    assert re.search(r',\d+\.\d{7},\d+\.\d{7},', text)


def test_all_ways_to_write_it_say_the_same(simulated: Simulated) -> None:
    plain = table(trackaddict_bytes(simulated))
    miles = table(trackaddict_bytes(simulated, mph=True))
    assert miles['Speed (MPH)'] == pytest.approx(plain['Speed (Km/h)'] / 1.609344, abs=0.09)
    odd = trackaddict_bytes(simulated, separator=';', newline='\r\n', bom=True, blank_line=True)
    assert odd.startswith(b'\xef\xbb\xbf# RaceRender')
    assert b'\r\n\r\n"Time";' in odd
    assert odd.decode('utf-8-sig').replace('\r\n', '\n').replace(';', ',').replace('\n\n', '\n') == (
        trackaddict_bytes(simulated).decode().replace(';', ',')
    )
    chosen = ('Speed (Km/h)', 'Longitude', 'Lap', 'Latitude', 'Time', 'GPS_Update')
    few = table(trackaddict_bytes(simulated, columns=chosen, ticks_hz=0))
    assert tuple(few) == chosen
    assert few['Longitude'] == pytest.approx(plain['Longitude'][plain['GPS_Update'] == 1])


def test_the_cars_own_channels_agree_with_its_speed(simulated: Simulated) -> None:
    rows = table(trackaddict_bytes(simulated))
    assert rows['OBD_Update'].sum() == pytest.approx(5 * simulated.end_s, abs=3)
    truth = simulated.truth
    speed = np.interp(rows['Time'], truth.time_s, truth.speed_mps) * 3.6
    assert np.abs(rows['Vehicle Speed (km/h) *OBD'] - speed).mean() < 2
    assert rows['Throttle Position (%) *OBD'].min() == pytest.approx(14.5)
    flat = rows['Throttle Position (%) *OBD'] > 95
    assert rows['Brake Pedal (%) *OBD'][flat].max() == 0
    assert 'OBD_Update' not in table(trackaddict_bytes(simulated, obd=False))


def test_a_session_may_last_more_than_an_hour() -> None:
    text = trackaddict_bytes(simulate('kart', laps=72, rate_hz=1), ticks_hz=0, obd=False).decode()
    stamps = [float(line.split(',')[0]) for line in text.splitlines() if re.match(r'\d', line)]
    assert stamps[-1] > 3600
    assert all(a <= b for a, b in pairwise(stamps))
    assert text.count('# Lap ') == 73


def test_it_says_who_drove_which_laps_where_there_are_several() -> None:
    assert '# Drivers' not in trackaddict_bytes(simulate('kart', laps=1)).decode()
    text = trackaddict_bytes(simulate('kart', laps=5, drivers=3)).decode()
    assert '\n# Drivers: Ana (laps 1 to 2), Ben (laps 3 to 4), Cleo (laps 5 to 5)\n' in text


def test_a_lean_file_has_a_row_a_fix_and_what_a_chart_shows(simulated: Simulated) -> None:
    lean = table(trackaddict_bytes(simulated, ticks_hz=0, columns=LEAN))
    whole = table(trackaddict_bytes(simulated))
    fresh = whole['GPS_Update'] == 1
    assert tuple(lean) == LEAN
    for name in ('Time', 'Lap', 'Latitude', 'Speed (Km/h)', 'Throttle Position (%) *OBD', 'Gear *OBD'):
        assert (lean[name] == whole[name][fresh]).all()
