import numpy as np
import pytest

from racetrace.simulation.drive import drive_along
from racetrace.simulation.path import circle
from racetrace.simulation.session import simulate
from racetrace.simulation.vehicle import GRAVITY_MPS2


def test_constant_speed_on_a_circle_is_what_geometry_says() -> None:
    path = circle(100)
    nodes = 2 * path.nodes + 1
    drive = drive_along(path, 0, np.full(nodes, 5.0), np.full(nodes, 19.0))  # 5 m to the right: inside
    lap_s = 2 * np.pi * 95 / 19
    assert drive.time_at(np.arange(3.0) * path.length_m) == pytest.approx(np.arange(3) * lap_s, abs=1e-4)
    state = drive.at(np.array([0.0, lap_s / 4, lap_s / 2, 1.25 * lap_s]))
    assert state.east_m == pytest.approx([0, 95, 0, 95], abs=0.01)
    assert state.north_m == pytest.approx([95, 0, -95, 0], abs=0.01)
    assert state.heading_rad == pytest.approx(np.pi * np.array([0.5, 1, 1.5, 3]), abs=1e-3)
    assert state.lateral_g == pytest.approx(np.full(4, -(19**2) / 95 / GRAVITY_MPS2), abs=1e-3)
    assert state.speed_mps == pytest.approx(np.full(4, 19.0))


def test_from_rest_with_one_acceleration_the_times_are_exact() -> None:
    path = circle(500)
    travelled = np.arange(1001.0) * path.step_m
    drive = drive_along(path, 0, np.zeros(1001), np.sqrt(2 * 4 * travelled), standing_s=3)
    station = np.array([0.0, 0.1, 50.0, 333.3])
    assert drive.time_at(station) == pytest.approx(3 + np.sqrt(station / 2), abs=1e-6)
    state = drive.at(np.array([1.0, 3.0, 8.0]))
    assert state.speed_mps == pytest.approx([0, 0, 20])
    assert state.station_m == pytest.approx([0, 0, 50])


def test_speed_heading_and_g_are_the_derivatives_of_the_position() -> None:
    drive = simulate(laps=1).drive
    time_s = np.arange(20, drive.time_s[-1] - 1, 0.01)
    state = drive.at(time_s)
    velocity = np.gradient(state.east_m + 1j * state.north_m, 0.01)
    assert np.abs(np.abs(velocity) - state.speed_mps).max() < 0.2
    assert np.abs(np.angle(velocity * np.exp(-1j * (np.pi / 2 - state.heading_rad)))).max() < 0.02
    turning = state.speed_mps * np.gradient(state.heading_rad, 0.01) / GRAVITY_MPS2
    assert np.percentile(np.abs(turning + state.lateral_g), 99) < 0.05
    assert np.abs(np.gradient(state.speed_mps, 0.01) - state.acceleration_mps2)[1:-1].mean() < 0.05
