"""Gaussian smoothing of evenly spaced samples."""

import numpy as np

from racetrace.telemetry.plane import Samples


def smoothed(values: Samples, sigma: float, *, wrapped: bool) -> Samples:
    """Return `values` smoothed by a Gaussian of `sigma` samples, cut at 4 sigma.

    A wrapped array continues at its other end; any other keeps its level at both ends, with less weight
    outside: the kernel is normalised by what of it lies inside.
    """
    if sigma < 0.1 or values.size < 2:
        return values
    reach = max(1, min(int(4 * sigma + 0.5), values.size - 1 if wrapped else 10**9))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    if wrapped:
        around = np.concatenate([values[-reach:], values, values[:reach]])
        result: Samples = np.convolve(around, kernel / kernel.sum(), mode='valid')
        return result
    weight = np.convolve(np.ones(values.size), kernel, mode='full')[reach : reach + values.size]
    inside: Samples = np.convolve(values, kernel, mode='full')[reach : reach + values.size] / weight
    return inside
