"""Receivers: what a GPS makes of a drive."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from racetrace.simulation.drive import Drive
from racetrace.simulation.noise import Noise, gauss_markov
from racetrace.simulation.path import Samples

Vectors = NDArray[np.complex128]  # east + 1j * north


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fixes:
    """What a receiver reported, shape (N,) each, unrounded; NaN for a heading at standstill."""

    time_s: Samples
    east_m: Samples
    north_m: Samples
    speed_mps: Samples
    heading_rad: Samples  # clockwise from north, 0 to 2 pi
    accuracy_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Standard deviations are of one axis.

    With `tau_s` it reports where it expects the car to be: where it was tau ago, pushed straight on by tau
    at the speed and heading of then, which are what it reports too.
    """

    rate_hz: float = 10.0
    tau_s: float = 0.0
    bias_m: float = 0.0  # Gauss-Markov
    bias_reach_s: float = 100.0
    white_m: float = 0.0
    velocity_mps: float = 0.0  # of the Doppler velocity, east and north
    accuracy_m: float = 0.3  # as it states itself
    still_mps: float = 0.5  # below it there is no heading

    def observe(self, drive: Drive, rng: np.random.Generator) -> Fixes:
        """Return fixes at every 1 / rate_hz from time 0 to the end of the drive."""
        time_s = np.arange(int(drive.time_s[-1] * self.rate_hz) + 1) / self.rate_hz
        then = drive.at(time_s - self.tau_s)
        velocity = then.speed_mps * np.exp(1j * (np.pi / 2 - then.heading_rad))
        position = then.east_m + 1j * then.north_m + self.tau_s * velocity
        position = position + self.bias_m * self._bias(rng, time_s.size)
        position = position + self.white_m * _pair(rng, time_s.size)
        seen = velocity + self.velocity_mps * _pair(rng, time_s.size)
        heading = np.arctan2(seen.real, seen.imag) % (2 * np.pi)
        return Fixes(
            time_s=time_s,
            east_m=position.real,
            north_m=position.imag,
            speed_mps=np.where(then.speed_mps > 0, np.abs(seen), 0.0),
            heading_rad=np.where(np.abs(seen) > self.still_mps, heading, np.nan),
            accuracy_m=self.accuracy_m,
        )

    def _bias(self, rng: np.random.Generator, count: int) -> Vectors:
        east = gauss_markov(rng, count, 1 / self.rate_hz, self.bias_reach_s)
        return east + 1j * gauss_markov(rng, count, 1 / self.rate_hz, self.bias_reach_s)


def receiver(noise: Noise, rate_hz: float = 10.0, tau_s: float = 0.0) -> Receiver:
    match noise:
        case Noise.PERFECT:
            return Receiver(rate_hz=rate_hz, tau_s=tau_s)
        case Noise.GOOD:
            sizes = (0.3, 0.05, 0.05, 0.5)
        case Noise.EXTERNAL:
            sizes = (0.8, 0.15, 0.05, 1.2)
        case Noise.PHONE:
            sizes = (2.0, 0.5, 0.1, 4.8)
    bias, white, velocity, accuracy = sizes
    return Receiver(
        rate_hz=rate_hz, tau_s=tau_s, bias_m=bias, white_m=white, velocity_mps=velocity, accuracy_m=accuracy
    )


def _pair(rng: np.random.Generator, count: int) -> Vectors:
    return rng.standard_normal(count) + 1j * rng.standard_normal(count)
