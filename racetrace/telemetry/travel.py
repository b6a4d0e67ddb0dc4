"""Distance travelled: by the speed, or by the positions."""

import numpy as np

from racetrace.telemetry.plane import Fixes, Samples


def travelled_m(fixes: Fixes) -> Samples:
    """Return the integral of the speed up to each fix [m], shape (N,), from 0."""
    return integral(fixes.time_s, fixes.speed_mps)


def integral(time_s: Samples, values: Samples) -> Samples:
    """Return the running integral by the trapezoid rule, beginning with 0; the shape of `time_s`."""
    return np.concatenate([[0.0], np.cumsum(np.diff(time_s) * (values[1:] + values[:-1]) / 2)])


def chords_m(east_m: Samples, north_m: Samples) -> Samples:
    """Return the sum of the chords up to each position [m], shape (N,), from 0."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(east_m), np.diff(north_m)))])
