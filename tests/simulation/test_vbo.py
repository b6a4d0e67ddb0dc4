import re
from datetime import UTC, datetime

import numpy as np
import pytest

from racetrace.simulation.path import Samples
from racetrace.simulation.session import Simulated, degrees, simulate
from racetrace.simulation.vbo import vbo_bytes


@pytest.fixture(scope='module')
def simulated() -> Simulated:
    return simulate('kart', laps=2, rate_hz=10, noise='good')


def sections(raw: bytes) -> dict[str, list[str]]:
    found = re.split(r'^\[(.+)\]$', raw.decode(), flags=re.MULTILINE)
    return {name: body.split('\n')[1:-1] for name, body in zip(found[1::2], found[2::2], strict=True)}


def table(raw: bytes) -> dict[str, Samples]:
    parts = sections(raw)
    names = parts['column names'][0].split()
    rows = np.array([line.split() for line in parts['data'] if line], dtype=float)
    return dict(zip(names, rows.T, strict=True))


@pytest.mark.parametrize(('dialect', 'long'), [('racebox', 'lng'), ('racechrono', 'long')])
def test_positions_are_in_minutes_and_west_is_positive(simulated: Simulated, dialect: str, long: str) -> None:
    rows = table(vbo_bytes(simulated, dialect=dialect))
    latitude, longitude = degrees(simulated.circuit, simulated.fixes.east_m, simulated.fixes.north_m)
    assert rows['lat'] / 60 == pytest.approx(latitude, abs=1e-8)
    assert rows[long] / -60 == pytest.approx(longitude, abs=1e-8)
    assert rows[long].max() < 0, 'the circuit lies east of Greenwich'
    assert rows['velocity'] / 3.6 == pytest.approx(simulated.fixes.speed_mps, abs=2e-4)


def test_a_row_has_a_cell_for_every_column_and_a_title_for_each(simulated: Simulated) -> None:
    parts = sections(vbo_bytes(simulated))
    names = parts['column names'][0].split()
    assert len([line for line in parts['header'] if line]) == len(names)
    assert {len(line.split()) for line in parts['data'] if line} == {len(names)}
    assert len([line for line in parts['data'] if line]) == simulated.fixes.time_s.size


def test_the_two_ends_of_the_line_lie_across_the_start(simulated: Simulated) -> None:
    line = next(line for line in sections(vbo_bytes(simulated))['laptiming'] if line)
    values = [float(value) for value in line.split('¬')[0].split()[1:]]
    assert (values[0] + values[2]) / 2 / 60 == pytest.approx(latitude_of_start(simulated), abs=1e-7)
    # The start is driven eastwards: the ends are 12 m north and 12 m south of it.
    assert values[1] == pytest.approx(values[3], abs=1e-4)
    assert abs(values[0] - values[2]) / 60 * 111_201 == pytest.approx(24, abs=0.05)


def test_the_centre_of_the_line_and_a_point_behind_it(simulated: Simulated) -> None:
    line = next(line for line in sections(vbo_bytes(simulated, dialect='racechrono'))['laptiming'] if line)
    values = [float(value) for value in line.split('¬')[0].split()[1:]]
    assert values[1] / 60 == pytest.approx(latitude_of_start(simulated), abs=1e-7)
    assert values[2] > values[0], 'behind is west, and west is more'
    assert line.endswith('¬ Start/Finish')


def latitude_of_start(simulated: Simulated) -> float:
    path = simulated.circuit.centreline
    return float(degrees(simulated.circuit, path.east_m[:1], path.north_m[:1])[0][0])


@pytest.mark.parametrize(('rate_hz', 'second'), [(10, '235959.10'), (8, '235959.125'), (25, '235959.04')])
def test_the_clock_is_fine_enough_and_wraps_at_midnight(rate_hz: float, second: str) -> None:
    late = datetime(2026, 6, 13, 23, 59, 59, tzinfo=UTC)
    raw = vbo_bytes(simulate('kart', laps=1, rate_hz=rate_hz, started_at=late))
    stamps = [line.split()[1] for line in sections(raw)['data'] if line]
    assert stamps[1] == second
    assert stamps[int(rate_hz)].startswith('000000.')
    assert raw.startswith(b'File created on 13/06/2026 at 23:59:59\n')
