"""A lap by itself: its channels along the way that it drove, and its fixes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from racetrace.telemetry import channels
from racetrace.telemetry.compare import traces_along
from racetrace.telemetry.comparison import Trace
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.plane import Origin, Samples
from racetrace.telemetry.recorded import Recorded
from racetrace.telemetry.travel import chords_m, integral

SPEEDS = (channels.SPEED, 'wheel_speed_mps')


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LapAlone:
    """Distances [m] are driven since the beginning of the lap, not places on a course."""

    length_m: float
    traces: Mapping[str, Trace]  # by channel name


def alone(recorded: Recorded, lap: Lap) -> LapAlone | None:
    """Return a lap along its own way: the integral of its speed, else the chords between its positions.

    For a lap that has no place on a course, such as an out-lap. None where nothing tells how far it went.
    """
    found = _way_by_speed(recorded, lap) or _way_by_positions(recorded, lap)
    if found is None:
        return None
    time_s, way_m = found
    traces = traces_along(recorded, lap.start_s, lap.end_s, time_s, way_m)
    return LapAlone(length_m=float(way_m[-1]), traces=traces)


def fixes_of(recorded: Recorded, lap: Lap) -> tuple[Samples, Samples, Samples]:
    """Return a lap's fixes as received: time since its start [s], latitude, longitude [deg], shape (K,)."""
    named = {channel.name: channel for channel in recorded.channels}
    if not {channels.LATITUDE, channels.LONGITUDE} <= named.keys():
        return np.zeros(0), np.zeros(0), np.zeros(0)
    latitude_s, latitude = recorded.samples(named[channels.LATITUDE])
    longitude_s, longitude = recorded.samples(named[channels.LONGITUDE])
    time_s, i, j = np.intersect1d(latitude_s, longitude_s, assume_unique=True, return_indices=True)
    latitude_deg, longitude_deg = latitude[i], longitude[j]
    with np.errstate(invalid='ignore'):
        is_real = (np.abs(latitude_deg) <= 90) & (np.abs(longitude_deg) <= 360)  # and no NaN
    is_real &= (latitude_deg != 0) | (longitude_deg != 0)
    inside = is_real & (time_s >= lap.start_s) & (time_s <= lap.end_s)
    return time_s[inside] - lap.start_s, latitude_deg[inside], longitude_deg[inside]


def _way_by_speed(recorded: Recorded, lap: Lap) -> tuple[Samples, Samples] | None:
    named = {channel.name: channel for channel in recorded.channels}
    for name in SPEEDS:
        if name in named:
            all_s, all_mps = recorded.samples(named[name])
            good = np.isfinite(all_mps)
            all_s, all_mps = all_s[good], np.maximum(all_mps[good], 0.0)
            inside = (all_s > lap.start_s) & (all_s < lap.end_s)
            if inside.sum() >= 2:
                time_s = np.concatenate([[lap.start_s], all_s[inside], [lap.end_s]])
                return time_s, integral(time_s, np.interp(time_s, all_s, all_mps))
    return None


def _way_by_positions(recorded: Recorded, lap: Lap) -> tuple[Samples, Samples] | None:
    since_s, latitude_deg, longitude_deg = fixes_of(recorded, lap)
    if since_s.size < 2:
        return None
    origin = Origin(latitude_deg=float(latitude_deg[0]), longitude_deg=float(longitude_deg[0]))
    return since_s + lap.start_s, chords_m(*origin.to_metres(latitude_deg, longitude_deg))
