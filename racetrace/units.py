"""Conversions to SI, done once: in the reader that meets the unit, or in the component that prints it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MPS_PER_KMH: Final = 1 / 3.6
MPS_PER_MPH: Final = 0.44704
MPS_PER_KNOT: Final = 1852 / 3600
METRES_PER_FOOT: Final = 0.3048
METRES_PER_MILE: Final = 1609.344
KPA_PER_PSI: Final = 6.894757293168361
MPS2_PER_G: Final = 9.80665


class Units(StrEnum):
    """What a person reads numbers in."""

    METRIC = 'metric'
    IMPERIAL = 'imperial'


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """What a screen calls its units, and what one of each is in SI."""

    speed: str
    mps: float
    near: str  # for what one could walk
    near_m: float
    far: str  # for a lap
    far_m: float


SCALES: Final = {
    Units.METRIC: Scales(speed='km/h', mps=MPS_PER_KMH, near='m', near_m=1.0, far='km', far_m=1000.0),
    Units.IMPERIAL: Scales(
        speed='mph', mps=MPS_PER_MPH, near='ft', near_m=METRES_PER_FOOT, far='mi', far_m=METRES_PER_MILE
    ),
}
