"""Angles: the shorter way round."""

import numpy as np

from racetrace.telemetry.plane import Samples


def wrapped(angle_rad: Samples) -> Samples:
    """Return angles of any size as those of the same direction from -π to, but without, π; same shape."""
    return (angle_rad + np.pi) % (2 * np.pi) - np.pi
