import numpy as np
import pytest

from racetrace.simulation.circuits import kart_track, random_circuit, riverside
from racetrace.simulation.path import Samples
from racetrace.simulation.session import Simulated, simulate


def offsets(simulated: Simulated) -> Samples:
    """Distances from the centreline, right positive, at its nodes; one row a lap."""
    drive, path = simulated.drive, simulated.circuit.centreline
    start = int(np.flatnonzero(np.abs(drive.station_m) < 1e-6)[0])
    laps = simulated.truth.lap_times_s.size
    driven = slice(start, start + laps * path.nodes)
    away = (drive.east_m + 1j * drive.north_m)[driven].reshape(laps, -1) - (path.east_m + 1j * path.north_m)
    return np.asarray((away * np.exp(1j * path.heading_rad)).real)


def test_lines_lie_within_two_metres_and_a_driver_keeps_his_own() -> None:
    offset = offsets(simulate(drivers=2, laps=8))
    assert offset.std() == pytest.approx(1.7, abs=0.35)
    assert np.abs(offset).max() < 5
    likeness = np.asarray(np.corrcoef(offset))
    assert likeness[0, 1:4].mean() > 0.4
    assert np.abs(likeness[:4, 4:]).mean() < 0.35


def test_the_line_hardly_turns_away_from_the_centreline() -> None:
    simulated = simulate()
    slope = np.gradient(offsets(simulated), simulated.circuit.centreline.step_m, axis=1)
    assert np.degrees(np.arctan(slope)).std() < 2


@pytest.mark.parametrize('seed', range(4))
def test_lap_times_are_those_of_a_car_and_of_a_kart(seed: int) -> None:
    car, kart = simulate('car', seed=seed).truth, simulate('kart', seed=seed).truth
    for times, least, most in ((car.lap_times_s, 85, 110), (kart.lap_times_s, 40, 60)):
        assert least < times.min()
        assert times.max() < most
        assert 0.2 < np.ptp(times) < 4


def test_a_mistake_costs_time_in_its_corner() -> None:
    simulated = next(run for run in (simulate(seed=seed) for seed in range(9)) if run.truth.mistakes)
    truth = simulated.truth
    worst = max(truth.mistakes, key=lambda mistake: mistake.lost)
    clean = min(set(range(1, 8)) - {mistake.lap for mistake in truth.mistakes}, default=1)
    delta = truth.delta_t(worst.lap, clean)
    apex = round(float(truth.apexes_m[worst.corner]))
    assert delta[min(apex + 60, delta.size - 1)] - delta[max(apex - 60, 0)] > 0.05


@pytest.mark.parametrize('kind', ['car', 'kart'])
def test_a_session_starts_from_rest_and_flies_over_every_line(kind: str) -> None:
    simulated = simulate(kind, circuit=riverside() if kind == 'car' else kart_track(), laps=3)
    assert simulated.drive.speed_mps[0] == 0
    assert simulated.drive.at(np.array([5.0])).speed_mps == 0
    assert simulated.drive.at(simulated.truth.crossings_s).speed_mps.min() > 15
    assert simulated.end_s > simulated.truth.crossings_s[-1] + 5


def test_no_car_leaves_the_limits_of_its_grip() -> None:
    drive = simulate(circuit=random_circuit(5)).drive
    state = drive.at(np.arange(0, drive.time_s[-1], 0.02))
    assert np.abs(state.lateral_g).max() < 1.5
    assert state.acceleration_mps2.max() < 8
    assert state.acceleration_mps2.min() > -13
