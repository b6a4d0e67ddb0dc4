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
    return _rising(first, last, low, high)


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
    return _rising(drawn[[0, -1]], *(begin + index for index in chosen))


def focused(distance_m: Samples, values: Samples, from_m: float, to_m: float, points: int) -> Index:
    """Return the indices, rising, of at most `points` (40 or more) samples that draw a stretch in the whole.

    As by `window` from `from_m` to `to_m`, with four fifths of the points; the rest goes to what lies before
    and behind, as by `kept`: a chart that moves out of the stretch shows less there, and every extreme.
    """
    share = points // 10
    inside = window(distance_m, values, from_m, to_m, points - 2 * share)
    begin, end = (int(inside[0]), int(inside[-1]) + 1) if inside.size else (0, 0)
    before = kept(values[:begin], share, distance_m[:begin])
    behind = end + kept(values[end:], share, distance_m[end:])
    return np.concatenate([before, inside, behind])


def _rising(*found: Index) -> Index:
    """Return all of them, each once; `np.unique` hashes first, and takes ten times as long."""
    index = np.sort(np.concatenate(found))
    return index[_begins(index)]


def _begins(values: Index) -> NDArray[np.bool_]:
    """Return where a run of equal values begins; `np.diff` with its `prepend` takes three times as long."""
    begins = np.ones(values.size, bool)
    np.not_equal(values[1:], values[:-1], out=begins[1:])
    return begins


def _stretch(x: Samples, start: float, end: float, stretches: int) -> Index:
    """Return which of equally wide stretches from `start` to `end` each `x` is in, shape (N,)."""
    share = (x - start) / (end - start or 1.0)  # a car that stands is in the first
    return (share * stretches).astype(np.intp).clip(max=stretches - 1)


def _four(values: Samples, stretch: Index) -> tuple[Index, Index, Index, Index]:
    """Return the first, last, lowest and highest of each stretch; NaN counts where there is nothing else."""
    counts = ~np.isnan(values)
    if not counts.all():
        counts[np.searchsorted(stretch, np.setdiff1d(stretch, stretch[counts]))] = True
    index = np.flatnonzero(counts)
    if index.size < values.size:
        values, stretch = values[index], stretch[index]
    first = np.flatnonzero(_begins(stretch))
    last = np.append(first[1:], index.size) - 1
    sizes, lonely = last - first + 1, np.isnan(values)
    # No sort: the stretches are in order already.
    low = np.flatnonzero(lonely | (values == np.repeat(np.minimum.reduceat(values, first), sizes)))
    high = np.flatnonzero(lonely | (values == np.repeat(np.maximum.reduceat(values, first), sizes)))
    low = low[_begins(stretch[low])]  # of equal ones the first
    high = high[_begins(stretch[high][::-1])[::-1]]  # and the last
    return index[first], index[last], index[low], index[high]
