"""Channels under the names that the API has always had: snake_case, and every speed in km/h.

`speed_mps` is `speed_kmh`, `wheel_speed_mps` is `wheel_speed_kmh`; every other canonical channel keeps its
name, which says its unit already. A channel that only its file knows is written in snake_case:
`Accelerator PosD` is `accelerator_posd`. Two that would be called the same are numbered.
"""

import re
from collections.abc import Iterable, Mapping

from racetrace.telemetry.comparison import Trace
from racetrace.telemetry.plane import Samples
from racetrace.units import MPS_PER_KMH

MPS = 'm/s'
KMH = 'km/h'


def older_names(names: Iterable[str]) -> dict[str, str]:
    """Return the API's name of each channel, in their order."""
    taken: dict[str, str] = {}
    for name in names:
        plain = re.sub(r'_mps$', '_kmh', re.sub(r'\W+', '_', name.lower()).strip('_')) or 'channel'
        older, number = plain, 2
        while older in taken.values():
            older, number = f'{plain}_{number}', number + 1
        taken.setdefault(name, older)
    return taken


def names_of(*laps: Mapping[str, Trace]) -> dict[str, str]:
    """Return the API's names of all the channels that any of the laps has: the same one in each."""
    return older_names(dict.fromkeys(name for traces in laps for name in traces))


def in_older_unit(trace: Trace, distance_m: Samples) -> tuple[str, Samples]:
    """Return the unit and the values of a channel at distances."""
    values = trace.at(distance_m)
    return (KMH, values / MPS_PER_KMH) if trace.unit == MPS else (trace.unit, values)
