"""Fewer samples for a screen, without losing a spike."""

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.plane import Samples


def kept(values: Samples, points: int) -> NDArray[np.intp]:
    """Return the indices, rising, of at most `points` (4 or more) of `values`, shape (N,).

    Both ends, and of each stretch between them the lowest and the highest. NaN is kept only where a stretch
    has nothing else. What is short enough is kept whole.
    """
    if values.size <= points:
        return np.arange(values.size)
    stretches = (points - 2) // 2
    each = -(-values.size // stretches)
    filler = np.full(each * stretches - values.size, np.nan)
    table = np.concatenate([values, filler]).reshape(stretches, each)
    first = np.arange(stretches) * each
    low = first + np.where(np.isnan(table), np.inf, table).argmin(axis=1)
    high = first + np.where(np.isnan(table), -np.inf, table).argmax(axis=1)
    index = np.concatenate([[0, values.size - 1], low, high])
    return np.unique(index[index < values.size])
