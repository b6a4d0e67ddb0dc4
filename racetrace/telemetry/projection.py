"""Where on a line positions are: the foot of the perpendicular near a guess."""

import numpy as np

from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Samples

COARSE_M = 6.0


def project(
    line: Line, east_m: Samples, north_m: Samples, guess_m: Samples, window_m: float
) -> tuple[Samples, Samples]:
    """Return distance along the line and offset to its right [m] for each position, shape (N,).

    Only places within `window_m` of each position's guess are looked at, so that a neighbouring straight is
    never taken; first every 6 m, then segment by segment. Guesses and results are not wrapped: before the
    start of a closed line distances are negative, beyond its end they exceed its length.
    """
    steps = np.arange(-window_m, window_m + 0.5 * COARSE_M, COARSE_M)
    near = _nearest(line, east_m, north_m, guess_m[:, None] + steps[None, :])
    nodes = np.floor(near / line.step_m).astype(np.int64)[:, None] + np.arange(-7, 8)[None, :]
    east, north = _node(line, nodes)
    along_e, along_n = np.diff(east), np.diff(north)
    away_e, away_n = east_m[:, None] - east[:, :-1], north_m[:, None] - north[:, :-1]
    length_2 = np.maximum(along_e**2 + along_n**2, 1e-12)
    share = np.clip((away_e * along_e + away_n * along_n) / length_2, 0, 1)
    gap_e, gap_n = away_e - share * along_e, away_n - share * along_n
    best = np.argmin(gap_e**2 + gap_n**2, axis=1)
    row = np.arange(best.size)
    distance_m = (nodes[row, best] + share[row, best]) * line.step_m
    right = gap_e * along_n - gap_n * along_e  # of the direction of travel: positive to the right
    offset_m = right[row, best] / np.sqrt(length_2[row, best])
    return distance_m, offset_m


def _nearest(line: Line, east_m: Samples, north_m: Samples, places_m: Samples) -> Samples:
    east, north = _node(line, np.rint(places_m / line.step_m).astype(np.int64))
    best = np.argmin((east - east_m[:, None]) ** 2 + (north - north_m[:, None]) ** 2, axis=1)
    nearest: Samples = places_m[np.arange(best.size), best]
    return nearest


def _node(line: Line, index: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> tuple[Samples, Samples]:
    """Return nodes by unwrapped index. Beyond an open line's ends its first and last segment go on."""
    if line.closed:
        wrapped = index % line.nodes
        return line.east_m[wrapped], line.north_m[wrapped]
    inside = np.clip(index, 0, line.nodes - 1)
    beyond = (index - inside).astype(np.float64)
    end_e = np.where(beyond < 0, line.east_m[1] - line.east_m[0], line.east_m[-1] - line.east_m[-2])
    end_n = np.where(beyond < 0, line.north_m[1] - line.north_m[0], line.north_m[-1] - line.north_m[-2])
    return line.east_m[inside] + beyond * end_e, line.north_m[inside] + beyond * end_n
