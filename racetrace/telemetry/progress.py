"""Progress of a lap along a line: where it was at each moment, both ends pinned to its crossings."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from racetrace.telemetry.path import hermite
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.uncertainty import Uncertainty

DENSE_S = 0.04


@dataclass(frozen=True, kw_only=True, eq=False)
class Progress:
    """Where a lap was; arrays over its fixes, the crossings added at both ends, shape (M,)."""

    time_s: Samples  # on the log's axis
    distance_m: Samples  # 0 … length of the line, never falling
    speed_mps: Samples
    pace_mps: Samples  # speed along the line
    offset_m: Samples  # to the right of the line, after the receiver's drift was taken off
    uncertainty: Uncertainty
    east_m: Samples  # as placed on the line
    north_m: Samples
    scale: float  # line length over speed integral
    drift_m: float  # rms of what was taken off
    gap_s: float  # the longest time without a fix

    @property
    def offset_rms_m(self) -> float:
        return float(np.sqrt(np.mean(self.offset_m**2)))

    @cached_property
    def dense(self) -> tuple[Samples, Samples]:
        """Time and distance every 0.04 s or finer, the distance strictly rising."""
        step = np.diff(self.time_s)
        count = np.maximum(1, np.ceil(step / DENSE_S).astype(np.int64))
        first = np.repeat(np.arange(step.size), count)
        place = np.arange(first.size) - np.repeat(np.cumsum(count) - count, count)
        time_s = np.append(self.time_s[first] + step[first] * place / count[first], self.time_s[-1])
        slope = _limited_slopes(self.time_s, self.distance_m, self.pace_mps)
        distance = np.maximum.accumulate(hermite(time_s, self.time_s, self.distance_m, slope))
        distance = np.minimum(distance, self.distance_m[-1])
        rising = distance + np.arange(distance.size) * 1e-9  # a standing car makes no progress; time goes on
        return time_s, rising

    def time_at(self, distance_m: Samples) -> Samples:
        """Return when the lap was at distances along the line."""
        time_s, distance = self.dense
        return np.interp(distance_m, distance, time_s)

    def distance_at(self, time_s: Samples) -> Samples:
        """Return how far along the line the lap was at times inside it."""
        dense_s, distance = self.dense
        return np.interp(time_s, dense_s, distance)


def _limited_slopes(time_s: Samples, distance_m: Samples, speed_mps: Samples) -> Samples:
    """Limit the speeds to three times the smaller chord slope beside: the cubic then never turns back."""
    chord = np.diff(distance_m) / np.maximum(np.diff(time_s), 1e-9)
    smaller = np.minimum(np.append(chord[:1], chord), np.append(chord, chord[-1:]))
    limited: Samples = np.clip(speed_mps, 0, 3 * smaller)
    return limited
