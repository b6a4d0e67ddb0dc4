"""Phones report where they expect the car to be; find out by how much, and undo it.

    reported position = p(t - τ) + τ · v · (sin h, cos h),   v and h as reported, both τ old

τ reached 2 s on real phones, and corners were overshot by 40 m. It can be told from the file alone: with the
right τ the direction between two positions agrees with the headings, and their distance with the speeds.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.angles import wrapped
from racetrace.telemetry.plane import Fixes, Samples

CANDIDATES_S = np.arange(0.0, 3.01, 0.1)
MOVING_MPS = 8.0
ENOUGH_PAIRS = 60
CLEARLY = 0.7
EXACT = 1e-9  # on a straight, headings without noise agree at any τ


def dead_reckoning_s(fixes: Fixes) -> float:
    """Return τ [s], 0 where there is none or too little to tell.

    Told only if the headings agree clearly better with it (0.7 of the angle, over the best 95 % of the pairs)
    and the distances do as well.
    """
    if fixes.count < ENOUGH_PAIRS or not fixes.is_coarse:
        return 0.0
    pairs = _moving_pairs(fixes)
    if pairs.sum() < ENOUGH_PAIRS:
        return 0.0
    apart = np.array([_disagreement(fixes, tau, pairs) for tau in CANDIDATES_S])
    score = ((apart / np.maximum(apart.min(axis=0), EXACT)) ** 2).sum(axis=1)
    best = int(np.argmin(score))
    if best == 0 or apart[best, 0] >= CLEARLY * apart[0, 0] or apart[best, 1] >= apart[0, 1]:
        return 0.0
    return _vertex(CANDIDATES_S, score, best)


def undo(fixes: Fixes, tau_s: float) -> Fixes:
    """Return the fixes where and when they were true: τ earlier, pulled back along the reported heading."""
    if tau_s == 0:
        return fixes
    known = np.isfinite(fixes.heading_rad)
    heading = np.where(known, fixes.heading_rad, 0.0)
    pull_m = np.where(known, tau_s * fixes.speed_mps, 0.0)
    return replace(
        fixes,
        time_s=fixes.time_s - tau_s,
        east_m=fixes.east_m - pull_m * np.sin(heading),
        north_m=fixes.north_m - pull_m * np.cos(heading),
    )


def _moving_pairs(fixes: Fixes) -> NDArray[np.bool_]:
    """Return which neighbours, shape (N - 1,), move fast enough and have headings that can be believed."""
    slow = np.minimum(fixes.speed_mps[1:], fixes.speed_mps[:-1]) <= MOVING_MPS
    headings = np.isfinite(fixes.heading_rad[1:] + fixes.heading_rad[:-1])
    pairs: NDArray[np.bool_] = headings & ~slow & (np.diff(fixes.time_s) < 1.6)
    return pairs


def _disagreement(fixes: Fixes, tau_s: float, pairs: NDArray[np.bool_]) -> tuple[float, float]:
    """Return rms of heading against course [rad] and of chord against v Δt [m], over the best 95 %."""
    true = undo(fixes, tau_s)
    east, north = np.diff(true.east_m)[pairs], np.diff(true.north_m)[pairs]
    first, second = fixes.heading_rad[:-1][pairs], fixes.heading_rad[1:][pairs]
    heading = first + wrapped(second - first) / 2
    travelled = (fixes.speed_mps[1:] + fixes.speed_mps[:-1])[pairs] / 2 * np.diff(fixes.time_s)[pairs]
    turned = wrapped(np.arctan2(east, north) - heading)
    return _trimmed_rms(turned), _trimmed_rms(np.hypot(east, north) - travelled)


def _trimmed_rms(values: Samples) -> float:
    kept = max(1, int(0.95 * values.size))
    return float(np.sqrt(np.partition(values**2, kept - 1)[:kept].mean()))


def _vertex(x: Samples, y: Samples, best: int) -> float:
    """Return where the parabola through the least value and its neighbours is least."""
    if not 0 < best < x.size - 1:
        return float(x[best])
    left, middle, right = y[best - 1 : best + 2]
    bend = left - 2 * middle + right
    shift = 0.5 * (left - right) / bend if bend > 0 else 0.0
    return float(x[best] + shift * (x[1] - x[0]))
