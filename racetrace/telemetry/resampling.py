"""A channel at given places of a lap."""

import numpy as np

from racetrace.telemetry.comparison import Trace
from racetrace.telemetry.plane import Samples


def resampled(trace: Trace, distance_m: Samples) -> Samples:
    """Return the values at distances: a held channel the value before, any other on the straight between.

    Before its first sample a held channel is NaN, any other keeps its first value. Shape of `distance_m`.
    """
    if not trace.distance_m.size:
        return np.full(distance_m.size, np.nan)
    if not trace.held:
        return np.interp(distance_m, trace.distance_m, trace.values)
    before = np.searchsorted(trace.distance_m, distance_m, side='right') - 1
    return np.where(before < 0, np.nan, trace.values[np.maximum(before, 0)])
