import json

import numpy as np
import pytest

from racetrace.simulation.circuits import CIRCUITS
from racetrace.simulation.session import simulate


@pytest.mark.parametrize('name', CIRCUITS)
def test_crossings_are_those_of_the_true_path(name: str) -> None:
    simulated = simulate(circuit=CIRCUITS[name](), laps=4)
    path = simulated.circuit.centreline
    time_s = np.arange(0, simulated.drive.time_s[-1], 0.01)
    state = simulated.drive.at(time_s)
    forwards = np.exp(1j * (np.pi / 2 - path.heading_rad[0]))
    away = (state.east_m - path.east_m[0] + 1j * (state.north_m - path.north_m[0])) / forwards
    ahead, aside = away.real, away.imag
    passed = np.flatnonzero((ahead[:-1] < 0) & (ahead[1:] >= 0) & (np.abs(aside[1:]) < 6))
    crossed = time_s[passed] - 0.01 * ahead[passed] / (ahead[passed + 1] - ahead[passed])
    assert crossed == pytest.approx(simulated.truth.crossings_s, abs=5e-4)


@pytest.mark.parametrize('kind', ['car', 'kart'])
def test_the_delta_at_the_finish_is_the_difference_of_the_lap_times(kind: str) -> None:
    truth = simulate(kind).truth
    for lap in range(1, 8):
        delta = truth.delta_t(lap, 3)
        assert delta[0] == 0
        assert delta[-1] == pytest.approx(truth.lap_times_s[lap - 1] - truth.lap_times_s[2], abs=1e-9)
    assert (truth.delta_t(3, 3) == 0).all()


def test_the_time_at_a_metre_is_when_the_car_passed_its_normal() -> None:
    simulated = simulate()
    truth, path = simulated.truth, simulated.circuit.centreline
    for gate in (500, 1190, 2100):
        node = round(gate / path.step_m)
        at = simulated.drive.at(truth.crossings_s[:-1] + truth.gate_s[:, gate])
        away = (at.east_m - path.east_m[node]) * np.sin(path.heading_rad[node])
        away += (at.north_m - path.north_m[node]) * np.cos(path.heading_rad[node])
        assert away == pytest.approx(np.zeros(7), abs=0.005)


def test_every_lap_takes_longer_with_every_metre() -> None:
    truth = simulate().truth
    assert truth.gate_m[[0, 1, -1]] == pytest.approx([0, 1, 2900])
    assert (np.diff(truth.gate_s) > 0).all()


def test_the_json_says_what_the_truth_does() -> None:
    truth = simulate(laps=3, drivers=2).truth
    said = json.loads(truth.to_json())
    assert said['circuit'] == 'Riverside'
    assert said['drivers'] == [1, 1, 2]
    assert said['lap_times_s'] == pytest.approx(np.diff(said['crossings_s']), abs=2e-4)
    assert len(said['gate_s']) == 3
    assert len(said['apexes_m']) == 11
    row = round(truth.crossings_s[1] / 0.05)
    assert said['time_s'][row] == pytest.approx(row * 0.05)
    assert np.hypot(said['east_m'][row] - said['centreline_east_m'][0], said['north_m'][row]) < 10
