"""The real fixes in an export whose rows were interpolated between them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.plane import Samples

_GRID_S: Final = 0.0015  # rows are written to the millisecond
_STRAIGHT_DEG: Final = 5e-7  # 5 cm; rounding to 7 decimals and to 1 ms makes up to 2.7e-7
_SPARE: Final = 1.02


def knots(clock_s: Samples, rate_hz: float, *axes: Samples) -> NDArray[np.bool_] | None:
    """Return which rows are fixes of a receiver of `rate_hz`, shape (N,); None where that cannot be said.

    A receiver's fixes lie on whole multiples of its interval on the clock, which must be UTC or of the day.
    The rows between are taken for interpolated when `axes` (latitude and longitude [deg], shape (N,) each,
    NaN where unknown) are straight lines between the fixes. None when they are not, and when nothing lies
    between. Of rows with the same time the first is the fix. `clock_s` never falls.
    """
    if not np.isfinite(rate_hz) or rate_hz <= 0 or clock_s.size < 3:
        return None
    ticks = np.round(clock_s * rate_hz)
    on_grid = np.abs(clock_s - ticks / rate_hz) < min(_GRID_S, 0.1 / rate_hz)
    on_grid &= np.isfinite(axes).all(axis=0)
    rows = np.flatnonzero(on_grid)
    fixes = rows[np.unique(ticks[rows], return_index=True)[1]]
    if fixes.size < 2 or clock_s.size < _SPARE * fixes.size:
        return None
    inside = (clock_s >= clock_s[fixes[0]]) & (clock_s <= clock_s[fixes[-1]])
    for axis in axes:
        straight = np.interp(clock_s[inside], clock_s[fixes], axis[fixes])
        if np.nanmax(np.abs(straight - axis[inside])) > _STRAIGHT_DEG:
            return None
    found = np.zeros(clock_s.size, dtype=bool)
    found[fixes] = True
    return found
