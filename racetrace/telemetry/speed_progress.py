"""Progress of a lap without positions: its speed alone, scaled to the length of the line."""

import numpy as np

from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.progress import Progress
from racetrace.telemetry.travel import integral
from racetrace.telemetry.uncertainty import Uncertainty

SIGMA_S = 0.25


def progress_by_speed(line: Line, time_s: Samples, speed_mps: Samples) -> Progress | None:
    """Return where a lap was whose speed is known from its start crossing to its end, shape (M,) both.

    It lies on the line, and its uncertainty is a flat guess. None for a car that did not move.
    """
    way = integral(time_s, speed_mps)
    if way[-1] <= 0:
        return None
    scale = line.length_m / float(way[-1])
    distance_m = way / way[-1] * line.length_m  # in this order: the last is the length, to the bit
    east_m, north_m = line.position(distance_m)
    local_s = np.full(time_s.size, SIGMA_S)
    return Progress(
        time_s=time_s,
        distance_m=distance_m,
        speed_mps=speed_mps,
        pace_mps=scale * speed_mps,
        offset_m=np.zeros(time_s.size),
        uncertainty=Uncertainty(distance_m=distance_m, time_s=time_s, local_s=local_s),
        east_m=east_m,
        north_m=north_m,
        scale=scale,
        drift_m=0.0,
        gap_s=float(np.diff(time_s).max()),
    )
