"""From the units that loggers write to the units that RaceTrace keeps: one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from racetrace.units import (
    KPA_PER_PSI,
    METRES_PER_FOOT,
    MPS2_PER_G,
    MPS_PER_KMH,
    MPS_PER_KNOT,
    MPS_PER_MPH,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    unit: str  # after it
    factor: float = 1.0
    offset: float = 0.0

    @property
    def changes_nothing(self) -> bool:
        return self.factor == 1 and self.offset == 0

    def applied(self, values: pl.Expr) -> pl.Expr:
        return values if self.changes_nothing else values * self.factor + self.offset


# As written, in lower case, without a leading '°' or '.' (RaceChrono writes '.C').
_TO_SI: Final[Mapping[str, Conversion]] = {
    'm/s': Conversion(unit='m/s'),
    **dict.fromkeys(('km/h', 'kmh', 'kph', 'kmph'), Conversion(unit='m/s', factor=MPS_PER_KMH)),
    **dict.fromkeys(('mph', 'mi/h'), Conversion(unit='m/s', factor=MPS_PER_MPH)),
    **dict.fromkeys(('kn', 'kt', 'kts', 'knot', 'knots'), Conversion(unit='m/s', factor=MPS_PER_KNOT)),
    **dict.fromkeys(('m', 'metres', 'meters'), Conversion(unit='m')),
    **dict.fromkeys(('ft', 'feet'), Conversion(unit='m', factor=METRES_PER_FOOT)),
    'km': Conversion(unit='m', factor=1000),
    'mm': Conversion(unit='m', factor=0.001),
    **dict.fromkeys(('mi', 'mile', 'miles'), Conversion(unit='m', factor=5280 * METRES_PER_FOOT)),
    **dict.fromkeys(('s', 'sec', 'seconds', 'unix time'), Conversion(unit='s')),
    'ms': Conversion(unit='s', factor=0.001),
    'min': Conversion(unit='s', factor=60),
    'kpa': Conversion(unit='kPa'),
    'pa': Conversion(unit='kPa', factor=0.001),
    **dict.fromkeys(('hpa', 'mbar'), Conversion(unit='kPa', factor=0.1)),
    'bar': Conversion(unit='kPa', factor=100),
    'psi': Conversion(unit='kPa', factor=KPA_PER_PSI),
    'inhg': Conversion(unit='kPa', factor=3.386389),
    **dict.fromkeys(('c', 'degc', 'celsius'), Conversion(unit='°C')),
    **dict.fromkeys(('f', 'degf', 'fahrenheit'), Conversion(unit='°C', factor=1 / 1.8, offset=-32 / 1.8)),
    'g': Conversion(unit='g'),
    **dict.fromkeys(('m/s2', 'm/s^2', 'm/s²'), Conversion(unit='g', factor=1 / MPS2_PER_G)),
    **dict.fromkeys(('deg', 'degree', 'degrees'), Conversion(unit='deg')),
    **dict.fromkeys(('deg/s', 'deg/sec', 'dps'), Conversion(unit='deg/s')),
    **dict.fromkeys(('rpm', '1/min'), Conversion(unit='rpm')),
    **dict.fromkeys(('%', 'percent'), Conversion(unit='%')),
    **dict.fromkeys(('v', 'volt', 'volts'), Conversion(unit='V')),
    'hz': Conversion(unit='Hz'),
    **dict.fromkeys(('', 'sats', 'dop'), Conversion(unit='')),
}


def to_si(unit: str) -> Conversion:
    """Return how values in a unit become SI; a unit that is not known stays as it is."""
    return _TO_SI.get(unit.strip().lower().lstrip('°.'), Conversion(unit=unit.strip()))


def is_known(unit: str) -> bool:
    return bool(unit) and unit.strip().lower().lstrip('°.') in _TO_SI
