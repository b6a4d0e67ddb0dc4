"""How far a receiver was off during a lap, by what its positions say against the course's line.

A receiver's error wanders by metres within minutes. Sideways it shows: the lap lies beside the line, in turns
of all directions. Along the track it shows only where the lap crosses a gate at a time known from elsewhere.
The error is taken as two Ornstein-Uhlenbeck processes, east and north, seen through both kinds of evidence;
how large it is, is judged by the evidence too, so that a clean log is left alone (Gaussian process regression
with the scale marginalised; Rasmussen and Williams, Gaussian Processes for Machine Learning, ch. 2 and 5).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.plane import Samples

MEMORY_S = 100.0  # correlation time of the error
LINE_REACH_M = 60.0  # over which a driver's own line lasts: 47 and 60 on real laps
BLOCK_M = 20.0
MOST_BLOCKS = 100
MOST_PLACES = 200  # at which the error is computed: between them it hardly bends
SCALES_M = np.array([0.02, 0.05, 0.1, 0.2, 0.35, 0.6, 1.0, 1.6, 2.5, 4.0, 6.0])
LEAST_LINE_M = 0.3
LEAST_FIX_M = 0.1
CROSSING_NOISE_M = 0.15
WANDER_FREEDOM = 6.0  # how heavily the wander weighs: independent values in that of one lap


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What is seen of the error: its component along `axis` (east, north) at a time, each shape (K,).

    `noise_m2` is the covariance of `seen_m` about the error, shape (K, K).
    """

    time_s: Samples
    axis_east: Samples
    axis_north: Samples
    seen_m: Samples
    noise_m2: Samples


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drift:
    """The error at the asked times, shape (N,), and what remains unknown of it along an asked direction."""

    east_m: Samples
    north_m: Samples
    along_sigma_m: Samples
    scale_m: float  # how large such errors are, by the evidence


def sideways(
    time_s: Samples,
    seen_m: Samples,
    heading_rad: Samples,
    distance_m: Samples,
    *,
    line_m: float,
    fix_m: float,
) -> Evidence:
    """Return the evidence of a lap's offsets to the right of the line.

    `line_m` is the spread of its driver's own line, `fix_m` that of single fixes. Offsets are joined in
    blocks of 20 m or more. The driver's own line is noise here, and it lasts: two blocks 60 m apart still
    have half of it in common.
    """
    block_m = max(BLOCK_M, float(np.ptp(distance_m)) / MOST_BLOCKS)
    _, block = np.unique(np.floor(distance_m / block_m), return_inverse=True)
    count = np.bincount(block).astype(np.float64)
    axis_e, axis_n = np.cos(heading_rad), -np.sin(heading_rad)
    time, east, north, seen, at = (
        np.bincount(block, weights=values) / count for values in (time_s, axis_e, axis_n, seen_m, distance_m)
    )
    apart = np.sqrt(3) / LINE_REACH_M * np.abs(at[:, None] - at[None, :])
    alike = (1 + apart) * np.exp(-apart)  # Matérn 3/2: a line is smooth
    noise = line_m**2 * alike + np.diag(max(fix_m, LEAST_FIX_M) ** 2 / count)
    return Evidence(time_s=time, axis_east=east, axis_north=north, seen_m=seen, noise_m2=noise)


def joined(first: Evidence, second: Evidence) -> Evidence:
    size = first.seen_m.size
    noise = np.zeros((size + second.seen_m.size,) * 2)
    noise[:size, :size], noise[size:, size:] = first.noise_m2, second.noise_m2
    return Evidence(
        time_s=np.concatenate([first.time_s, second.time_s]),
        axis_east=np.concatenate([first.axis_east, second.axis_east]),
        axis_north=np.concatenate([first.axis_north, second.axis_north]),
        seen_m=np.concatenate([first.seen_m, second.seen_m]),
        noise_m2=noise,
    )


def drift(evidence: Evidence, time_s: Samples, heading_rad: Samples, *, wander_m: float) -> Drift:
    """Return the error at `time_s`, and its uncertainty along `heading_rad`.

    `wander_m` is the rms by which positions and integrated speed part along the track during the lap. An
    error that drifts makes them part, though other things do too: it bounds the error from above.
    """
    whiten = np.linalg.inv(np.linalg.cholesky(evidence.noise_m2))
    value, vector = np.linalg.eigh(whiten @ _likeness(evidence) @ whiten.T)
    value = np.maximum(value, 0)
    turned = whiten.T @ vector
    seen = evidence.seen_m @ turned
    belief = _belief(value, seen, wander_m, float(np.ptp(time_s)))
    shrink = SCALES_M[:, None] ** 2 / (1 + SCALES_M[:, None] ** 2 * value[None, :])
    mean = (belief @ shrink) * seen
    some = np.unique(np.linspace(0, time_s.size - 1, MOST_PLACES).astype(np.intp))
    at_s, heading_rad = time_s[some], heading_rad[some]
    fade = np.exp(-np.abs(at_s[:, None] - evidence.time_s[None, :]) / MEMORY_S)
    towards = np.outer(np.sin(heading_rad), evidence.axis_east)
    towards += np.outer(np.cos(heading_rad), evidence.axis_north)
    along = (fade * towards) @ turned
    unknown = SCALES_M**2 * (1 - (along**2) @ shrink.T)  # of each scale, shape (N, scales)
    apart = (along * seen) @ shrink.T - (along @ mean)[:, None]
    variance = np.maximum(unknown, 0) @ belief + (apart**2) @ belief
    return Drift(
        east_m=np.interp(time_s, at_s, fade @ (evidence.axis_east * (turned @ mean))),
        north_m=np.interp(time_s, at_s, fade @ (evidence.axis_north * (turned @ mean))),
        along_sigma_m=np.interp(time_s, at_s, np.sqrt(variance)),
        scale_m=float(np.sqrt(belief @ SCALES_M**2)),
    )


def _likeness(of: Evidence) -> Samples:
    """Return the prior covariance of what is seen, for an error of 1 m."""
    fade = np.exp(-np.abs(of.time_s[:, None] - of.time_s[None, :]) / MEMORY_S)
    axes = np.outer(of.axis_east, of.axis_east) + np.outer(of.axis_north, of.axis_north)
    likeness: Samples = fade * axes
    return likeness


def _belief(value: Samples, seen: Samples, wander_m: float, lap_s: float) -> NDArray[np.float64]:
    """Return the probability of each of SCALES_M, all alike before the evidence."""
    spread = 1 + SCALES_M[:, None] ** 2 * value[None, :]
    score = -0.5 * (np.log(spread) + seen[None, :] ** 2 / spread).sum(axis=1)
    # the mean square of a lap's piece of such a process, pinned at both ends: half of it may hide
    over = 0.5 * SCALES_M**2 * lap_s / (3 * MEMORY_S) / max(wander_m, 0.01) ** 2
    above = np.maximum(over, 1.0)
    score -= WANDER_FREEDOM / 2 * (np.log(above) + 1 / above - 1)
    likely = np.exp(score - score.max())
    belief: NDArray[np.float64] = likely / likely.sum()
    return belief


def line_spread_m(offset_m: Samples) -> float:
    """Return the standard deviation that the inner 85 % of normally distributed offsets would tell."""
    squares = np.sort((offset_m - np.median(offset_m)) ** 2)
    return max(LEAST_LINE_M, 1.35 * float(np.sqrt(squares[: max(1, int(0.85 * squares.size))].mean())))
