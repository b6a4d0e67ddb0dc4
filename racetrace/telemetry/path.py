"""The path between fixes: cubic Hermite, with the speed and direction of the car at each."""

import numpy as np

from racetrace.telemetry.plane import Fixes, Samples


def path(fixes: Fixes, time_s: Samples) -> tuple[Samples, Samples]:
    """Return east and north at any times between the first fix and the last.

    Tangents are the direction between a fix's neighbours times its Doppler speed, which is the better of
    the two: differenced positions carry the receiver's noise.
    """
    east_slope, north_slope = (
        np.gradient(fixes.east_m, fixes.time_s),
        np.gradient(fixes.north_m, fixes.time_s),
    )
    pace = np.hypot(east_slope, north_slope)
    scale = np.clip(fixes.speed_mps / np.maximum(pace, 0.1), 0.5, 1.5)
    return (
        hermite(time_s, fixes.time_s, fixes.east_m, east_slope * scale),
        hermite(time_s, fixes.time_s, fixes.north_m, north_slope * scale),
    )


def hermite(at: Samples, x: Samples, y: Samples, slope: Samples) -> Samples:
    """Return the cubic through (x, y) with these slopes; `x` strictly rising, `at` inside it."""
    i = np.clip(np.searchsorted(x, at, side='right') - 1, 0, x.size - 2)
    width = x[i + 1] - x[i]
    u = (at - x[i]) / width
    smooth = u * u * (3 - 2 * u)
    value: Samples = (
        y[i] + (y[i + 1] - y[i]) * smooth + width * u * (1 - u) * ((1 - u) * slope[i] - u * slope[i + 1])
    )
    return value
