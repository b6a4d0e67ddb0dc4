import numpy as np
import pytest

from racetrace.simulation.noise import gauss_markov, wander


def test_a_wander_has_its_spread_and_its_reach() -> None:
    rng = np.random.default_rng(1)
    walk = wander(rng, 400_000, 0.5, 70)
    assert walk.std() == pytest.approx(1, abs=0.05)
    assert np.mean(walk[:-140] * walk[140:]) == pytest.approx(np.exp(-0.5), abs=0.05)
    # The slope of such a function is 1 / reach.
    assert np.gradient(walk, 0.5).std() == pytest.approx(1 / 70, rel=0.05)


def test_a_periodic_wander_closes_smoothly() -> None:
    ring = wander(np.random.default_rng(2), 4000, 0.5, 70, periodic=True)
    assert abs(ring[0] - ring[-1]) < 0.05


def test_gauss_markov_noise_has_its_spread_and_its_correlation_time() -> None:
    noise = np.array([gauss_markov(np.random.default_rng(seed), 5000, 0.1, 100) for seed in range(600)])
    assert noise.std() == pytest.approx(1, abs=0.05)
    for lag in (100, 1000, 3000):  # 10, 100, 300 s
        found = np.mean(noise[:, :-lag] * noise[:, lag:])
        assert found == pytest.approx(np.exp(-lag / 1000), abs=0.06)
    steps = np.diff(noise).std()
    assert steps == pytest.approx(np.sqrt(2 * 0.1 / 100), rel=0.03)
