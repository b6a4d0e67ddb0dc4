"""A comparison as columns for the browser: thinned, in the units of the screen, and named.

path                 distance [m] of the points of every lap's path
time                 of the reference there, since it began [s]
0/east, 0/north      the path of lap 0, local metres
0/x, 0/delta         distance and delta [s] of lap 0; none for the reference
0/low, 0/width       its band: two sigma below delta, and four sigma
0/rpm/x, 0/rpm       distance and values of a channel of lap 0
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

import numpy as np

from components.shown_units import scales
from racetrace.telemetry.channels import SPEED
from racetrace.telemetry.comparison import Comparison, Method
from racetrace.telemetry.packing import pack
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.thinning import kept
from racetrace.units import MPS_PER_KMH, SCALES, Units

MOST_POINTS: Final = 2000  # of a lap's channel; more than a screen is wide
MOST_CHANNELS: Final = 6
FINE_M: Final = 1.0  # points of a delta that are no nearer to each other could be finer


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A channel as the screen shows it; `weight` is its share of the height."""

    name: str
    label: str
    unit: str
    per_unit: float = 1.0  # what one unit of the screen is in the log's unit
    digits: int = 0
    weight: float = 1.0
    low: float | None = None  # None: as far as the samples reach
    high: float | None = None


USUAL: Final = (
    Shown(name=SPEED, label='Speed', unit='km/h', per_unit=MPS_PER_KMH, weight=2.6),
    Shown(name='throttle_pct', label='Throttle', unit='%', low=-8, high=109),
    Shown(name='brake_pct', label='Brake', unit='%', low=-8, high=109),
    Shown(name='brake_on', label='Brake', unit='on', weight=0.9, low=-0.1, high=1.1),
    Shown(name='steering_deg', label='Steering', unit='deg', weight=1.2),
    Shown(name='rpm', label='Engine', unit='rpm', weight=1.2),
    Shown(name='gear', label='Gear', unit='', weight=0.9),
    Shown(name='lateral_g', label='G lateral', unit='g', digits=2, weight=1.25),
    Shown(name='longitudinal_g', label='G long.', unit='g', digits=2, weight=1.25),
    Shown(name='accel_x_g', label='G x', unit='g', digits=2, weight=1.25),
    Shown(name='accel_y_g', label='G y', unit='g', digits=2, weight=1.25),
    Shown(
        name='wheel_speed_mps', label='Wheel speed', unit='km/h', per_unit=MPS_PER_KMH, digits=0, weight=1.2
    ),
)


# What an address may call a channel.
SHORT: Final = {
    'speed': SPEED,
    'throttle': 'throttle_pct',
    'brake': 'brake_pct',
    'steering': 'steering_deg',
    'lateral': 'lateral_g',
    'longitudinal': 'longitudinal_g',
    'wheel_speed': 'wheel_speed_mps',
    'yaw': 'yaw_rate_degps',
}


def channels(comparison: Comparison, wanted: Sequence[str] = ()) -> list[Shown]:
    """Return the channels to draw: those wanted, or the usual ones; of these, what a lap has."""
    units = _units(comparison)
    usual = {shown.name: shown for shown in USUAL}
    names = [name for name in (_resolved(wanted, units) or usual) if name in units]
    return [
        _in_units(usual[name]) if name in usual else Shown(name=name, label=name, unit=units[name], digits=1)
        for name in dict.fromkeys(names)
    ][:MOST_CHANNELS]


def _in_units(shown: Shown) -> Shown:
    """Return a channel in the units of the page: the speeds are the only ones that differ."""
    if shown.unit != SCALES[Units.METRIC].speed:
        return shown
    return replace(shown, unit=scales().speed, per_unit=scales().mps)


def missing(comparison: Comparison, wanted: Sequence[str]) -> list[str]:
    """Return which of the wanted channels no lap has."""
    units = _units(comparison)
    return [word for word in wanted if _resolved([word], units)[0] not in units]


def _units(comparison: Comparison) -> dict[str, str]:
    return {name: trace.unit for lap in comparison.laps for name, trace in lap.traces.items()}


def _resolved(wanted: Sequence[str], units: Mapping[str, str]) -> list[str]:
    """Return the names in full; a car that only knows whether it brakes has that for its brake."""
    full = [word if word in units else SHORT.get(word, word) for word in wanted]
    return ['brake_on' if name == 'brake_pct' and name not in units else name for name in full]


def packed(comparison: Comparison, shown: Sequence[Shown]) -> bytes:
    """Return the columns of a comparison as one piece of bytes."""
    columns = _paths(comparison)
    for k, lap in enumerate(comparison.laps):
        if k != comparison.reference:
            columns |= _delta(k, comparison.distance_m, lap.delta_t_s, lap.sigma_s)
        for channel in shown:
            trace = lap.traces.get(channel.name)
            if trace is not None and trace.values.size:
                index = kept(trace.values, MOST_POINTS)
                columns[f'{k}/{channel.name}/x'] = trace.distance_m[index]
                columns[f'{k}/{channel.name}'] = trace.values[index] / channel.per_unit
    return pack(columns)


def _paths(comparison: Comparison) -> dict[str, Samples]:
    points = comparison.distance_m.size
    index = np.unique(np.linspace(0, points - 1, min(points, MOST_POINTS)).astype(int))
    columns = {'path': comparison.distance_m[index]}
    if comparison.elapsed_s.size:
        columns['time'] = comparison.elapsed_s[index]
    for k, lap in enumerate(comparison.laps):
        columns |= {f'{k}/east': lap.east_m[index], f'{k}/north': lap.north_m[index]}
    return columns


def source(comparison: Comparison, shown: Sequence[Shown]) -> str:
    """Return where the browser finds a stretch finer than it was sent; '' where there is no more."""
    names = [channel.name for channel in shown]
    traces = [lap.traces[name] for lap in comparison.laps for name in names if name in lap.traces]
    step_m = (comparison.stretch_m[1] - comparison.stretch_m[0]) / comparison.distance_m.size
    has_more = any(trace.values.size > MOST_POINTS for trace in traces)
    if not has_more and (comparison.method is Method.DISTANCE or step_m <= FINE_M):
        return ''
    ids = [lap.lap.id for lap in comparison.laps]
    query: dict[str, object] = {'laps': ','.join(map(str, ids)), 'ref': ids[comparison.reference]}
    query |= {'points': MOST_POINTS, 'names': names}
    return f'/api/v1/compare/columns?{urlencode(query, doseq=True)}'


def _delta(k: int, distance_m: Samples, delta_t_s: Samples, sigma_s: Samples) -> dict[str, Samples]:
    index = kept(delta_t_s, MOST_POINTS)
    delta, sigma = delta_t_s[index], sigma_s[index]
    return {
        f'{k}/x': distance_m[index],
        f'{k}/delta': delta,
        f'{k}/low': delta - 2 * sigma,
        f'{k}/width': 4 * sigma,
    }
