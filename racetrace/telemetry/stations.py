"""Places round a closed course, as far apart as a lap drives in equal times."""

import numpy as np

from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.progress import Progress

COUNT = 400


def stations_m(line: Line, lap: Progress | None = None, count: int = COUNT) -> tuple[Samples, Samples]:
    """Return east and north of `count` places along a line, shape (count,), the first on the start gate.

    With a lap that was placed on the line, place i is where it was after i / count of its time: they lie
    close where it was slow. Without one they are evenly apart. The first is not repeated at the end.
    """
    part = np.arange(count) / count
    if lap is None:
        return line.position(part * line.length_m)
    start_s, end_s = float(lap.time_s[0]), float(lap.time_s[-1])
    return line.position(lap.distance_at(start_s + part * (end_s - start_s)))
