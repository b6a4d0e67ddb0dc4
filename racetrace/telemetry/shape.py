"""The shape of a lap: its speed at a few places, for a line as small as a word."""

import numpy as np

from racetrace.telemetry.channels import SPEED
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.progress import Progress
from racetrace.telemetry.recorded import Recorded

PLACES = 60


def speed_shape_mps(recorded: Recorded, lap: Lap, along: Progress | None = None) -> Samples | None:
    """Return the speed [m/s] at 60 places of a lap, shape (60,); None where none was recorded in it.

    The places are equally far along the line where the lap has a place on it, else equally far in time.
    """
    channel = next((channel for channel in recorded.channels if channel.name == SPEED), None)
    if channel is None:
        return None
    time_s, speed_mps = recorded.samples(channel)
    is_good = np.isfinite(speed_mps)
    if not (is_good & (time_s >= lap.start_s) & (time_s <= lap.end_s)).any():
        return None
    if along is None:
        at_s = np.linspace(lap.start_s, lap.end_s, PLACES)
    else:
        at_s = along.time_at(np.linspace(0, along.distance_m[-1], PLACES))
    return np.interp(at_s, time_s[is_good], speed_mps[is_good])
