"""The outline of a course, as small as a thumbnail needs it."""

import numpy as np

from racetrace.telemetry.line import Line

BOX = 100  # across and down


def outline(line: Line, points: int = 80) -> list[tuple[int, int]]:
    """Return places along a line, evenly apart, in a square box of 100: north up, y growing downwards.

    The longer side fills the box, the shorter one keeps its proportion and is centred. A closed line does not
    repeat its first place at the end.
    """
    east, north = line.position(np.linspace(0, line.length_m, points, endpoint=not line.closed))
    x, y = east - (east.min() + east.max()) / 2, (north.min() + north.max()) / 2 - north
    longer_m = max(np.ptp(x), np.ptp(y))
    scale = BOX / longer_m if longer_m else 0.0
    return [(round(BOX / 2 + scale * a), round(BOX / 2 + scale * b)) for a, b in zip(x, y, strict=True)]
