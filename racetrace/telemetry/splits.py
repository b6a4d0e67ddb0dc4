"""Splits: the time that a lap took in each stretch of its course."""

import numpy as np

from racetrace.telemetry.plane import Samples
from racetrace.telemetry.progress import Progress

MINI_SECTORS = 24


def mini_sectors_s(progress: Progress, length_m: float, count: int = MINI_SECTORS) -> Samples:
    """Return the times [s] of a lap in equal stretches of its line, in driving order, shape (count,).

    They sum to its time between the crossings. One sigma of each is `progress.uncertainty.between` its ends.
    """
    at_s = progress.time_at(np.linspace(0, length_m, count + 1))
    at_s[[0, -1]] = progress.time_s[[0, -1]]
    return np.diff(at_s)
