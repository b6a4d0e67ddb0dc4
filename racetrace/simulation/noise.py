"""Noise: random functions of known size and known correlation, and the classes that are made of them."""

from enum import StrEnum

import numpy as np

from racetrace.simulation.path import Samples


class Noise(StrEnum):
    """Classes of receivers; `receiver` says what each is."""

    PERFECT = 'perfect'
    GOOD = 'good'
    EXTERNAL = 'external'
    PHONE = 'phone'


def wander(
    rng: np.random.Generator, count: int, step: float, reach: float, periodic: bool = False
) -> Samples:
    """Return a smooth random function, shape (count,), sd 1, correlation exp(-d² / 2 reach²)."""
    spare = 0 if periodic else int(6 * reach / step)
    size = count + spare
    spectrum = np.fft.rfft(rng.standard_normal(size))
    spectrum *= np.exp(-0.25 * (2 * np.pi * np.fft.rfftfreq(size, step) * reach) ** 2)
    return np.fft.irfft(spectrum, size)[:count] * float(np.sqrt(np.sqrt(2 * np.pi) * reach / step))


def gauss_markov(rng: np.random.Generator, count: int, step: float, reach: float) -> Samples:
    """Return a random walk that is pulled back, shape (count,), sd 1, correlation exp(-d / reach).

    Drawn from its spectrum, on a ring long enough that its ends do not meet.
    """
    size = 2 * count + 2 * int(8 * reach / step)
    lag = np.arange(size) * step
    correlation = np.exp(-np.minimum(lag, size * step - lag) / reach)
    power = np.maximum(np.fft.rfft(correlation).real, 0.0)
    white = np.fft.rfft(rng.standard_normal(size))
    return np.fft.irfft(np.sqrt(power) * white, size)[:count]
