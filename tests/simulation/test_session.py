import time

import numpy as np
import pytest

from racetrace.simulation.circuits import kart_track
from racetrace.simulation.session import degrees, simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.simulation.vbo import vbo_bytes


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, again, other = simulate('kart', laps=2), simulate('kart', laps=2), simulate('kart', laps=2, seed=2)
    assert trackaddict_bytes(first) == trackaddict_bytes(again)
    assert vbo_bytes(first) == vbo_bytes(again)
    assert first.truth.to_json() == again.truth.to_json()
    assert vbo_bytes(first) != vbo_bytes(other)


def test_a_session_takes_well_under_a_second() -> None:
    started = time.process_time()
    simulate()
    assert time.process_time() - started < 0.7


def test_a_degree_of_latitude_is_as_long_as_tables_say() -> None:
    circuit = kart_track()
    latitude, longitude = degrees(circuit, np.array([0.0, 1000.0]), np.array([0.0, 1000.0]))
    # The usual series for WGS 84, at 48.531 degrees north.
    phi = np.radians(48.531)
    along_m = 111_132.92 - 559.82 * np.cos(2 * phi) + 1.175 * np.cos(4 * phi)
    across_m = 111_412.84 * np.cos(phi) - 93.5 * np.cos(3 * phi) + 0.118 * np.cos(5 * phi)
    assert np.diff(latitude)[0] == pytest.approx(1000 / along_m, rel=1e-5)
    assert np.diff(longitude)[0] == pytest.approx(1000 / across_m, rel=1e-5)


def test_the_second_driver_takes_over_half_way() -> None:
    truth = simulate(laps=7, drivers=2).truth
    assert truth.drivers == (1, 1, 1, 1, 2, 2, 2)
