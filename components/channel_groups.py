"""The channels of laps, sorted as one looks for them: speed, driver inputs, engine, dynamics, the rest."""

import re
from collections.abc import Mapping
from typing import Any, Final

from components.traces import USUAL, channels
from racetrace.telemetry.channels import CANONICAL, HEADING, LATITUDE, LONGITUDE
from racetrace.telemetry.comparison import Comparison
from racetrace.words import listed

SPEED, DRIVER, ENGINE, DYNAMICS, OTHER = 'Speed', 'Driver inputs', 'Engine', 'Dynamics', 'Other'
KNOWN: Final[Mapping[str, str]] = {
    'fix_rate_hz': OTHER,
    'air_pressure_kpa': OTHER,
    'altitude_m': OTHER,
    HEADING: OTHER,
    LATITUDE: OTHER,
    LONGITUDE: OTHER,
}
UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(('m/s', 'km/h', 'mph', 'kn', 'knots'), SPEED),
    **dict.fromkeys(('g', 'G', 'deg/s', 'rad/s', 'm/s²', 'm/s2', 'm/s^2'), DYNAMICS),
    'rpm': ENGINE,
}
NAMES: Final = (  # the first that fits; of the many languages of loggers, English
    (DRIVER, r'throttle|pedal|tps|brake|steer|clutch|gear|accelerator'),
    (
        ENGINE,
        r'rpm|engine|oil|coolant|water|fuel|lambda|afr|boost|manifold|intake|exhaust|egt|ignition|volt|batt',
    ),
    (DYNAMICS, r'accel|gyro|yaw|roll|pitch|lateral|longitudinal|g.?force|susp|damper'),
    (SPEED, r'speed|velocity'),
)
ORDER: Final = (SPEED, DRIVER, ENGINE, DYNAMICS, OTHER)


def group(name: str, unit: str) -> str:
    if name in KNOWN:
        return KNOWN[name]
    by_name = next((kind for kind, words in NAMES if re.search(words, name, re.IGNORECASE)), OTHER)
    return by_name if by_name in {DRIVER, ENGINE} else UNITS.get(unit, by_name)


def label(name: str) -> str:
    """Return a channel's name as one reads it: its own, or for one of ours `Oil temp` of `oil_temp_degc`."""
    if name not in CANONICAL:
        return name
    words = name.rpartition('_')[0] if CANONICAL[name].unit else name
    return (words or name).replace('_', ' ').capitalize()


def groups(comparison: Comparison) -> list[dict[str, Any]]:
    """Return every channel that a lap has, in its group; the usual ones first, and who lacks it."""
    usual = [channel.name for channel in USUAL]
    units = {name: trace.unit for lap in comparison.laps for name, trace in lap.traces.items()}
    found: dict[str, list[dict[str, str]]] = {kind: [] for kind in ORDER}
    for name in sorted(units, key=lambda name: (usual.index(name) if name in usual else 99, name.casefold())):
        (channel,) = channels(comparison, [name])
        found[group(name, units[name])].append(
            {
                'name': name,
                'label': channel.label if name in usual else label(name),
                'unit': channel.unit,
                'lacks': _lacks(comparison, name),
            }
        )
    return [{'name': kind, 'channels': there} for kind, there in found.items() if there]


def _lacks(comparison: Comparison, name: str) -> str:
    without = [lap.label for lap in comparison.laps if name not in lap.traces]
    return f'not in {listed(without)}' if without else ''
