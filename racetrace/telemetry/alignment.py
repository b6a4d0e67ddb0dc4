"""How far a whole session lies beside a line of another one: what two receivers, or two days, differ by."""

import numpy as np

from racetrace.telemetry.corridor import corridor_of, place, shift_of
from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Fixes
from racetrace.telemetry.trail import trail_of

LINE_REACH_M = 90.0  # a driver's own line is another one after so much
LEAST_SPREAD_M = 0.3


def offset_m(line: Line, fixes: Fixes, laps_s: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the one offset, east and north, by which the laps of a session lie beside a line.

    `fixes` are in the line's metres. The offset is shrunk by its own evidence: four times the variance that
    the drivers' lines alone would give it is taken off its square, so that a small one is left alone. More
    laps are no more evidence: a driver repeats the line that he likes.
    """
    trails = [trail for trail in (trail_of(fixes, *lap) for lap in laps_s) if trail is not None]
    if not trails:
        return 0.0, 0.0
    corridor = corridor_of(line)
    shifts = [shift_of(corridor, place(corridor, trail)) for trail in trails]
    east_m, north_m = (float(np.median(axis)) for axis in zip(*shifts, strict=True))
    left_m = np.concatenate([place(corridor, trail.moved(east_m, north_m)).away_m for trail in trails])
    inner = np.sort(left_m)[: max(1, int(0.85 * left_m.size))]
    spread_m = max(LEAST_SPREAD_M, 1.35 * float(np.sqrt(np.mean(inner**2))))
    variance_m2 = spread_m**2 / max(line.length_m / LINE_REACH_M, 4)
    kept = max(0.0, 1 - 4 * variance_m2 / max(east_m**2 + north_m**2, 1e-9))
    return -kept * east_m, -kept * north_m
