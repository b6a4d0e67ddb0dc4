import numpy as np
import pytest

from racetrace.telemetry.smoothing import smoothed


@pytest.mark.parametrize('wrapped', [True, False])
@pytest.mark.parametrize('size', [2, 5, 400])
def test_a_constant_is_kept(size: int, wrapped: bool) -> None:
    assert smoothed(np.full(size, 3.7), 8.0, wrapped=wrapped) == pytest.approx(3.7)


@pytest.mark.parametrize('sigma', [2.0, 5.0, 12.5])
@pytest.mark.parametrize('wrapped', [True, False])
def test_a_spike_becomes_a_gaussian_of_the_asked_width(sigma: float, wrapped: bool) -> None:
    at = np.arange(301.0) - 150
    bell = smoothed((at == 0).astype(float), sigma, wrapped=wrapped)
    assert bell.sum() == pytest.approx(1)
    assert np.sqrt((bell * at**2).sum()) == pytest.approx(sigma, rel=0.005)
    assert bell[150] == pytest.approx(1 / (sigma * np.sqrt(2 * np.pi)), rel=0.001)
    assert not bell[np.abs(at) > 4 * sigma + 1].any()


def test_a_wave_keeps_its_phase_and_loses_what_theory_says() -> None:
    phase = 2 * np.pi * np.arange(200) / 50
    lower = np.exp(-0.5 * (2 * np.pi / 50 * 4) ** 2)
    assert smoothed(np.sin(phase), 4.0, wrapped=True) == pytest.approx(lower * np.sin(phase), abs=1e-4)


def test_a_wrapped_array_has_no_seam() -> None:
    values = np.random.default_rng(1).normal(size=90)
    turned = smoothed(np.roll(values, 37), 6.0, wrapped=True)
    assert turned == pytest.approx(np.roll(smoothed(values, 6.0, wrapped=True), 37))


def test_an_open_array_knows_nothing_of_its_other_end() -> None:
    step = np.concatenate([np.zeros(100), np.ones(100)])
    result = smoothed(step, 5.0, wrapped=False)
    assert result[:60] == pytest.approx(0)
    assert result[-60:] == pytest.approx(1)


def test_a_kernel_longer_than_the_array_keeps_its_shape_and_its_bounds() -> None:
    values = np.array([0.0, 1.0, 0.0, 2.0])
    for wrapped in (True, False):
        result = smoothed(values, 50.0, wrapped=wrapped)
        assert result.shape == (4,)
        assert (result > 0).all()
        assert (result < 2).all()


def test_next_to_no_smoothing_and_single_values_are_left_as_they_are() -> None:
    values = np.array([1.0, 5.0, 2.0])
    assert smoothed(values, 0.05, wrapped=True) is values
    assert smoothed(values[:1], 5.0, wrapped=False).tolist() == [1.0]
