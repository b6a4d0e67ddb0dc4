from itertools import pairwise

import numpy as np
import pytest

from racetrace.telemetry.plane import Samples
from racetrace.telemetry.thinning import focused, kept, window


def wave(samples: int) -> Samples:
    return 30 + 10 * np.sin(np.arange(samples) / 50)


def driven(samples: int, seed: int = 1) -> Samples:
    """Distances of a car that stands, crawls and flies."""
    chance = np.random.default_rng(seed)
    return np.cumsum(chance.choice([0.0, 0.1, 1.0, 30.0], samples))


def rough(samples: int, seed: int = 2) -> Samples:
    return np.random.default_rng(seed).normal(size=samples).cumsum().round(1)


def four_by_a_loop(x: Samples, values: Samples, start: float, end: float, stretches: int) -> set[int]:
    found = set()
    for stretch in range(stretches):
        inside = [
            k
            for k in range(x.size)
            if min(int((x[k] - start) / (end - start) * stretches), stretches - 1) == stretch
        ]
        seen = [k for k in inside if not np.isnan(values[k])]
        if seen:
            low, high = values[seen].min(), values[seen].max()
            found |= {seen[0], seen[-1]}
            found |= {next(k for k in seen if values[k] == low), [k for k in seen if values[k] == high][-1]}
        elif inside:
            found.add(inside[0])
    return found


@pytest.mark.parametrize('points', [4, 5, 7, 100, 2000])
@pytest.mark.parametrize('place', [1, 31_415, 49_998])
def test_a_spike_survives(place: int, points: int) -> None:
    values = wave(50_000)
    values[place] = 99.0
    assert place in kept(values, points)
    assert place in kept(values, points, driven(50_000))


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
    index = kept(values, 100)
    assert 1_999 in index
    assert np.isnan(values[index]).sum() == 5  # one for each stretch of 400 that is all hole


@pytest.mark.parametrize('points', [4, 5, 40])
def test_holes_everywhere_are_kept_short(points: int) -> None:
    for values in (np.full(500, np.nan), np.where(np.arange(500) % 3, np.nan, wave(500)), wave(500)):
        values[[0, -1]] = np.nan
        index = kept(values, points)
        assert index.size <= points
        assert index[[0, -1]].tolist() == [0, 499]


def test_the_reach_of_the_values_is_that_of_all() -> None:
    values = wave(12_345)
    thin = values[kept(values, 200)]
    assert (thin.min(), thin.max()) == (values.min(), values.max())


@pytest.mark.parametrize('seed', range(5))
@pytest.mark.parametrize('points', [4, 8, 41, 300])
def test_it_keeps_what_a_plain_loop_keeps(points: int, seed: int) -> None:
    x, values = driven(700, seed), rough(700, seed)
    values[np.random.default_rng(seed).random(700) < 0.3] = np.nan
    values[100:160] = np.nan
    values[[0, -1]] = 0.0
    expected = four_by_a_loop(x, values, x[0], x[-1], points // 4) | {0, 699}
    assert set(kept(values, points, x).tolist()) == expected


@pytest.mark.parametrize('points', [8, 40, 400])
def test_a_screen_of_that_many_columns_shows_the_same_picture(points: int) -> None:
    x, values = driven(5000) + np.arange(5000) * 1e-3, rough(5000)
    index = kept(values, points, x)
    columns = points // 4
    edges = np.linspace(x[0], x[-1], columns + 1)
    np.testing.assert_allclose(np.interp(edges, x[index], values[index]), np.interp(edges, x, values))
    for left, right in pairwise(edges):
        inside, thin = (x >= left) & (x < right), (x[index] >= left) & (x[index] < right)
        if inside.any():
            assert values[index][thin].min() == values[inside].min()
            assert values[index][thin].max() == values[inside].max()


def test_a_car_that_stands_is_thinned_too() -> None:
    values = rough(1000)
    index = kept(values, 20, np.zeros(1000))
    assert {0, int(values.argmin()), 999} <= set(index.tolist())
    assert index.size <= 4


@pytest.mark.parametrize('points', [4, 5, 6, 9, 10, 50, 2000])
def test_a_spike_survives_in_every_window(points: int) -> None:
    x, values = driven(3000), rough(3000)
    values[1234] = 1e6
    for before, after in [(1, 1), (1, 500), (500, 1), (1000, 1000)]:
        index = window(x, values, x[1234] - before, x[1234] + after, points)
        assert 1234 in index
        assert index.size <= points
        assert (np.diff(index) > 0).all()


def test_a_spike_survives_beside_a_greater_neighbour_that_is_outside() -> None:
    x, values = np.arange(100.0), np.zeros(100)
    values[[9, 10, 60, 61]] = [9.0, 5.0, -5.0, -9.0]
    assert window(x, values, 10, 60, 4).tolist() == [9, 10, 60, 61]


@pytest.mark.parametrize('points', [6, 30, 200])
def test_a_window_keeps_the_four_of_each_column_and_its_neighbours(points: int) -> None:
    x, values = driven(900), rough(900)
    begin, end = int(np.searchsorted(x, 1000.0)), int(np.searchsorted(x, 4000.0, 'right'))
    inside = four_by_a_loop(x[begin:end], values[begin:end], 1000.0, 4000.0, (points - 2) // 4)
    expected = {begin - 1, end} | {begin + k for k in inside}
    assert set(window(x, values, 1000.0, 4000.0, points).tolist()) == expected


@pytest.mark.parametrize(
    ('from_m', 'to_m', 'expected'),
    [
        (20, 40, [1, 2, 3, 4, 5]),
        (21, 39, [2, 3, 4]),
        (31, 39, [3, 4]),  # the line crosses the window without a sample in it
        (-50, -20, [0]),
        (200, 300, [9]),
        (-50, 5, [0, 1]),
        (0, 90, list(range(10))),
    ],
)
def test_a_window_reaches_one_sample_beyond_its_ends(from_m: float, to_m: float, expected: list[int]) -> None:
    x = np.arange(0, 100, 10.0)
    assert window(x, np.zeros(10), from_m, to_m, 100).tolist() == expected


def test_nothing_recorded_gives_nothing() -> None:
    assert window(np.empty(0), np.empty(0), 0, 100, 10).size == 0


@pytest.mark.parametrize('points', [40, 200, 2000])
@pytest.mark.parametrize('stretch', [(-5.0, 3.0), (1e3, 1060.0), (2e4, 4.5e4), (49_990.0, 6e4)])
@pytest.mark.parametrize('place', [1, 31_415, 49_998])
def test_a_spike_survives_inside_a_stretch_and_outside_of_it(
    place: int, stretch: tuple[float, float], points: int
) -> None:
    values = wave(50_000)
    values[place] = 100.0
    index = focused(np.arange(50_000.0), values, *stretch, points)
    assert place in index
    assert index.size <= points
    assert (np.diff(index) > 0).all()
    assert {index[0], index[-1]} == {0, 49_999}


def test_a_stretch_with_few_samples_has_them_all() -> None:
    index = focused(np.arange(50_000.0), wave(50_000), 2000.0, 3000.0, 2000)
    assert set(range(1999, 3002)) <= set(index)


def test_what_is_short_is_whole_whatever_the_stretch() -> None:
    assert focused(np.arange(20.0), wave(20), 5.0, 6.0, 200).tolist() == list(range(20))
    assert focused(np.empty(0), np.empty(0), 0.0, 1.0, 200).size == 0
