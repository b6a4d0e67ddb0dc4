"""The trail of a lap: where it was every quarter of a second while it moved."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.path import path
from racetrace.telemetry.plane import Fixes, Samples

STEP_S = 0.25
GAP_S = 3.0
SLOWEST_MPS = 1.0  # below, the direction of travel is noise
MOST_STEPS = 4000  # of a quarter of an hour and more: a lap is never so long, a car left running is


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trail:
    """Arrays of shape (N,), in driving order."""

    time_s: Samples
    east_m: Samples
    north_m: Samples
    way_m: Samples  # driven so far
    is_bridge: NDArray[np.bool_]  # inside more than 3 s without a fix: a guess, no evidence

    def reversed(self) -> Self:
        return type(self)(
            time_s=self.time_s[-1] - self.time_s[::-1],
            east_m=self.east_m[::-1],
            north_m=self.north_m[::-1],
            way_m=self.way_m[-1] - self.way_m[::-1],
            is_bridge=self.is_bridge[::-1],
        )

    def thinned(self, every: int) -> Self:
        return type(self)(
            time_s=self.time_s[::every],
            east_m=self.east_m[::every],
            north_m=self.north_m[::every],
            way_m=self.way_m[::every],
            is_bridge=self.is_bridge[::every],
        )

    def moved(self, east_m: float, north_m: float) -> Self:
        return replace(self, east_m=self.east_m + east_m, north_m=self.north_m + north_m)


def trail_of(fixes: Fixes, start_s: float, end_s: float) -> Trail | None:
    """Return the trail between two moments; None where there are not 8 moving positions."""
    first, end = np.searchsorted(fixes.time_s, [start_s, end_s])
    near = fixes.taken(slice(max(0, int(first) - 2), int(end) + 2))
    if near.count < 4:
        return None
    start_s, end_s = max(start_s, float(near.time_s[0])), min(end_s, float(near.time_s[-1]))
    steps = int(np.clip((end_s - start_s) / STEP_S, 1, MOST_STEPS))
    time_s = np.linspace(start_s, end_s, steps + 1)
    east_m, north_m = path(near, time_s)
    steps_m = np.hypot(np.diff(east_m), np.diff(north_m))
    moves = np.append(steps_m, steps_m[-1]) > SLOWEST_MPS * (time_s[1] - time_s[0])
    if moves.sum() < 8:
        return None
    before = np.clip(np.searchsorted(near.time_s, time_s, side='right') - 1, 0, near.count - 2)
    return Trail(
        time_s=time_s[moves],
        east_m=east_m[moves],
        north_m=north_m[moves],
        way_m=np.concatenate([[0.0], np.cumsum(steps_m)])[moves],
        is_bridge=np.diff(near.time_s)[before][moves] > GAP_S,
    )
