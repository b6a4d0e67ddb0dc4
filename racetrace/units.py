"""Conversions to SI, done once: in the reader that meets the unit, or in the component that prints it."""

from typing import Final

MPS_PER_KMH: Final = 1 / 3.6
MPS_PER_MPH: Final = 0.44704
MPS_PER_KNOT: Final = 1852 / 3600
METRES_PER_FOOT: Final = 0.3048
KPA_PER_PSI: Final = 6.894757293168361
MPS2_PER_G: Final = 9.80665
