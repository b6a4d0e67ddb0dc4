import numpy as np
import pytest

from racetrace.telemetry.thinning import kept


def wave(samples: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return 30 + 10 * np.sin(np.arange(samples) / 50)


@pytest.mark.parametrize('place', [1, 31_415, 49_998])
def test_a_spike_survives(place: int) -> None:
    values = wave(50_000)
    values[place] = 99.0
    assert place in kept(values, 2000)


@pytest.mark.parametrize('samples', [0, 1, 4, 1999, 2000, 2001, 2500, 3999, 50_000])
def test_what_is_kept_is_short_has_both_ends_and_its_order(samples: int) -> None:
    index = kept(wave(samples), 2000)
    assert index.size <= min(samples, 2000)
    assert (np.diff(index) > 0).all()
    if samples:
        assert index[[0, -1]].tolist() == [0, samples - 1]


def test_what_is_short_enough_stays_whole() -> None:
    assert kept(wave(2000), 2000).tolist() == list(range(2000))


def test_a_hole_does_not_hide_what_is_beside_it() -> None:
    values = wave(10_000)
    values[2_000:4_000] = np.nan
    values[1_999] = 99.0
    assert 1_999 in kept(values, 100)


def test_the_reach_of_the_values_is_that_of_all() -> None:
    values = wave(12_345)
    thin = values[kept(values, 200)]
    assert (thin.min(), thin.max()) == (values.min(), values.max())
