"""Fewer samples for a screen, and the same picture: M4.

Of each column of the screen the first, the last, the lowest and the highest sample draw what all of them
would. Jugel, Jerzak, Hackenbroich, Markl: M4: A Visualization-Oriented Time Series Data Aggregation, 2014.
"""

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.plane import Samples

Index = NDArray[np.intp]


def kept(values: Samples, points: int, axis: Samples | None = None) -> Index:
    """Return the indices, rising, of at most `points` (4 or more) of `values`, shape (N,).

    Both ends, and of each of `points // 4` stretches the first, the last, the lowest and the highest. The
    stretches are equally wide on `axis`, shape (N,), never falling; without one every sample is as wide.
    NaN is kept at the ends and where a stretch has nothing else. What is short enough is kept whole.
    """
    if values.size <= points:
        return np.arange(values.size)
    x = np.arange(values.size, dtype=np.float64) if axis is None else axis
    first, last, low, high = _four(values, _stretch(x, x[0], x[-1], points // 4))
    first[0], last[-1] = 0, values.size - 1
    return np.unique(np.concatenate([first, last, low, high]))


def window(distance_m: Samples, values: Samples, from_m: float, to_m: float, points: int) -> Index:
    """Return the indices, rising, of at most `points` (4 or more) samples that draw a stretch of distance.

    `distance_m` and `values` have shape (N,), and `distance_m` never falls. The samples from `from_m` to
    `to_m`, both finite, with the neighbour outside either end, so that the line reaches the edge; thinned
    as by `kept`, in columns of equal width between `from_m` and `to_m`. Below 6 points the neighbours stand
    for the first and the last. Where no sample is inside, only the neighbours are left.
    """
    begin = int(np.searchsorted(distance_m, from_m, 'left'))
    end = int(np.searchsorted(distance_m, to_m, 'right'))
    drawn = np.arange(max(begin - 1, 0), min(end + 1, values.size))
    if drawn.size <= points:
        return drawn
    inside = slice(begin, end)
    columns = _stretch(distance_m[inside], from_m, to_m, max((points - 2) // 4, 1))
    first, last, low, high = _four(values[inside], columns)
    chosen = [low, high, first, last] if points >= 6 else [low, high]
    return np.unique(np.concatenate([drawn[[0, -1]], *(begin + index for index in chosen)]))


def _stretch(x: Samples, start: float, end: float, stretches: int) -> Index:
    """Return which of equally wide stretches from `start` to `end` each `x` is in, shape (N,)."""
    share = (x - start) / (end - start or 1.0)  # a car that stands is in the first
    return (share * stretches).astype(np.intp).clip(max=stretches - 1)


def _four(values: Samples, stretch: Index) -> tuple[Index, Index, Index, Index]:
    """Return the first, last, lowest and highest of each stretch; NaN counts where there is nothing else."""
    counts = ~np.isnan(values)
    counts[np.searchsorted(stretch, np.setdiff1d(stretch, stretch[counts]))] = True
    index = np.flatnonzero(counts)
    first = np.flatnonzero(np.diff(stretch[index], prepend=-1))
    last = np.append(first[1:], index.size) - 1
    order = np.lexsort((values[index], stretch[index]))
    return index[first], index[last], index[order[first]], index[order[last]]
