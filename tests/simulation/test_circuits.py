import numpy as np
import pytest
from numpy.typing import NDArray

from racetrace.simulation.circuits import (
    CIRCUITS,
    clearance_m,
    figure_of_eight,
    hairpin,
    kart_track,
    random_circuit,
    riverside,
)
from racetrace.simulation.path import Path, Samples


def crossings(path: Path) -> int:
    """Count where a path crosses itself: pieces that each have the ends of the other on either side."""
    start = (path.east_m + 1j * path.north_m)[::6]
    end = np.roll(start, -1)

    def sides(ends: NDArray[np.complex128]) -> Samples:
        return np.asarray(np.sign((np.conj(end - start)[:, None] * (ends[None, :] - start[:, None])).imag))

    parted = sides(start) * sides(end) < 0
    return int((parted & parted.T).sum()) // 2


def test_riverside_has_eleven_corners_a_hairpin_a_chicane_and_a_long_straight() -> None:
    circuit = riverside()
    curvature = circuit.centreline.curvature_per_m
    at = np.round(circuit.apexes_m / circuit.centreline.step_m).astype(int)
    assert circuit.length_m == 2900
    assert circuit.apexes_m.size == 11
    assert 1 / np.abs(curvature).max() == pytest.approx(13, abs=1)
    assert (curvature[at] > 0).sum() >= 3
    bent = np.flatnonzero(np.abs(curvature) > 1 / 500)
    assert 550 <= np.diff(bent, append=bent[0] + curvature.size).max() * circuit.centreline.step_m <= 680


def test_the_kart_track_has_straights_side_by_side() -> None:
    circuit = kart_track()
    assert circuit.length_m == 1000
    assert circuit.apexes_m.size == 11
    assert 11 <= clearance_m(circuit.centreline) <= 20


def test_the_straights_of_the_hairpin_are_twelve_metres_apart() -> None:
    assert clearance_m(hairpin().centreline) == pytest.approx(12, abs=0.1)


def test_only_the_figure_of_eight_crosses_itself() -> None:
    assert crossings(figure_of_eight().centreline) == 1
    assert [crossings(make().centreline) for make in (riverside, kart_track, hairpin)] == [0, 0, 0]


@pytest.mark.parametrize('name', CIRCUITS)
def test_the_start_gate_stands_on_a_straight(name: str) -> None:
    path = CIRCUITS[name]().centreline
    assert np.abs(np.take(path.curvature_per_m, range(-60, 61), mode='wrap')).max() < 1 / 1000


@pytest.mark.parametrize('seed', range(8))
def test_random_circuits_never_cross_themselves(seed: int) -> None:
    circuit = random_circuit(seed)
    assert 800 <= circuit.length_m <= 4000
    assert crossings(circuit.centreline) == 0
    assert circuit.apexes_m.size >= 4


def test_a_random_circuit_is_the_same_again() -> None:
    assert (random_circuit(3).centreline.east_m == random_circuit(3).centreline.east_m).all()
    assert random_circuit(3, length_m=1500).length_m == 1500
