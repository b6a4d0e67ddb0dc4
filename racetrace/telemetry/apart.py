"""Where the laps of a session differ: the time that each of them took in each corner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from racetrace.telemetry.comparison import Corner
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Apart:
    corners: tuple[str, ...]  # their names, in driving order
    over_best_s: Mapping[
        int, Samples
    ]  # by the id of the lap: behind the best passage of each corner, shape (C,)
    sigma_s: float  # one sigma of such a time, the usual one; 0 without any


def apart(corners: Sequence[Corner], laps: Mapping[int, Progress]) -> Apart:
    """Return how laps, by their ids, differ in the sections of corners, which cover the line once."""
    if not laps or not corners:
        return Apart(corners=(), over_best_s={}, sigma_s=0.0)
    took_s = {lap_id: corner_times_s(corners, lap) for lap_id, lap in laps.items()}
    best_s = np.min(list(took_s.values()), axis=0)
    sigmas_s = [
        float(np.hypot.reduce([lap.uncertainty.between(a, b) for a, b in _pieces(corner, lap)]))
        for lap in laps.values()
        for corner in corners
    ]
    return Apart(
        corners=tuple(corner.name for corner in corners),
        over_best_s={lap_id: time_s - best_s for lap_id, time_s in took_s.items()},
        sigma_s=float(np.median(sigmas_s)),
    )


def corner_times_s(corners: Sequence[Corner], lap: Progress) -> Samples:
    """Return the time [s] of a lap in the section of each corner, shape (C,); they sum to that of the lap.

    A section that holds the start/finish line is driven in two pieces, one at either end of the lap.
    """
    pieces = [_pieces(corner, lap) for corner in corners]
    owner = np.repeat(np.arange(len(corners)), [len(of) for of in pieces])
    ends_m = np.array([piece for of in pieces for piece in of])
    found = np.zeros(len(corners))
    np.add.at(found, owner, np.diff(lap.time_at(ends_m), axis=1)[:, 0])
    return found


def _pieces(corner: Corner, lap: Progress) -> list[tuple[float, float]]:
    start_m, end_m = corner.section_start_m, corner.section_end_m
    if start_m < end_m:
        return [(start_m, end_m)]
    return [(0.0, end_m), (start_m, float(lap.distance_m[-1]))]
