"""Build a course's line from laps: the best lap's path, then the median of several laps about it."""

import numpy as np

from racetrace.telemetry.line import Line
from racetrace.telemetry.path import path
from racetrace.telemetry.plane import Fixes, Origin, Samples
from racetrace.telemetry.smoothing import smoothed
from racetrace.telemetry.travel import chords_m

PATH_STEP_S = 0.02
SMOOTH_M = 3.0
MAX_GAP_M = 10.0  # between a lap's two ends; beyond, its positions drifted too much for a line


def line_of_lap(fixes: Fixes, start_s: float, end_s: float, *, closed: bool = True) -> Line | None:
    """Return the path of one lap as a line; None when the positions do not cover it or do not close.

    The gap between the two crossings of the start gate is spread evenly over the lap: it is the receiver's
    drift, 0.1–1 m as a rule.
    """
    if not fixes.count > 3 or start_s < fixes.time_s[0] or end_s > fixes.time_s[-1]:
        return None
    time_s = np.linspace(start_s, end_s, max(16, int((end_s - start_s) / PATH_STEP_S)))
    east, north = path(fixes, time_s)
    if closed:
        if np.hypot(east[-1] - east[0], north[-1] - north[0]) > MAX_GAP_M:
            return None
        share = np.linspace(0, 1, time_s.size)
        east, north = east - share * (east[-1] - east[0]), north - share * (north[-1] - north[0])
    return line_through(east, north, fixes.origin, closed=closed)


def line_through(east_m: Samples, north_m: Samples, origin: Origin, *, closed: bool) -> Line | None:
    """Return a line on an even grid of about 1 m through a path, smoothed over 3 m.

    Positions of shape (N,), in metres of `origin`; of a closed path the last one repeats the first. None when
    the path is shorter than 50 m or longer than 100 km.
    """
    for sigma_m in (SMOOTH_M, 0.0):  # even, smooth, and even again
        way = chords_m(east_m, north_m)
        moved = np.concatenate([[True], np.diff(way) > 1e-6])
        way, east_m, north_m = way[moved], east_m[moved], north_m[moved]
        nodes = round(float(way[-1])) if way.size else 0
        if nodes < 50 or nodes > 100_000:
            return None
        grid = np.linspace(0, way[-1], nodes + 1)
        east_m, north_m = np.interp(grid, way, east_m), np.interp(grid, way, north_m)
        if sigma_m:
            east_m, north_m = (_rounded_off(a, sigma_m, closed=closed) for a in (east_m, north_m))
    end = -1 if closed else None
    return Line(
        east_m=east_m[:end], north_m=north_m[:end], length_m=float(way[-1]), closed=closed, origin=origin
    )


def _rounded_off(values: Samples, sigma: float, *, closed: bool) -> Samples:
    """Smooth one coordinate over `sigma` nodes: round its repeated end, or with both ends kept."""
    if closed:
        around = smoothed(values[:-1], sigma, wrapped=True)
        return np.append(around, around[0])
    # Mirrored in its end points, so that both stay where they are, and a straight stays one.
    reach = min(int(4 * sigma) + 1, values.size - 1)
    before = 2 * values[0] - values[reach:0:-1]
    after = 2 * values[-1] - values[-2 : -reach - 2 : -1]
    return smoothed(np.concatenate([before, values, after]), sigma, wrapped=False)[reach:-reach]


def median_line(line: Line, offsets_m: Samples) -> Line:
    """Return the line moved sideways by the median of laps' offsets at its nodes [m], shape (laps, nodes).

    Offsets are positive to the right. It takes one lap's line and wobble out of the reference. The first node
    stays on the start gate; the line is returned as it was when the moved one is no line.
    """
    aside = smoothed(np.median(offsets_m, axis=0), 5.0, wrapped=line.closed)
    heading = line.heading_rad
    east, north = line.east_m + aside * np.cos(heading), line.north_m - aside * np.sin(heading)
    if line.closed:
        east, north = np.append(east, east[0]), np.append(north, north[0])
    moved = line_through(east, north, line.origin, closed=line.closed)
    return line if moved is None else moved
