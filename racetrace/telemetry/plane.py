"""Positions in local metres, east and north of an origin that is kept."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

# WGS 84
_EQUATORIAL_RADIUS_M = 6_378_137.0
_ECCENTRICITY_2 = 6.694379990141316e-3

COARSE_INTERVAL_S = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    latitude_deg: float
    longitude_deg: float

    def metres_per_degree(self) -> tuple[float, float]:
        """Return metres per degree of longitude and of latitude, from the ellipsoid's radii here.

        One fixed 111 km per degree is up to 0.6 % wrong in one axis.
        """
        phi = np.radians(self.latitude_deg)
        w = np.sqrt(1 - _ECCENTRICITY_2 * np.sin(phi) ** 2)
        meridian = _EQUATORIAL_RADIUS_M * (1 - _ECCENTRICITY_2) / w**3
        normal = _EQUATORIAL_RADIUS_M / w
        return float(np.radians(normal * np.cos(phi))), float(np.radians(meridian))

    def to_metres(self, latitude_deg: Samples, longitude_deg: Samples) -> tuple[Samples, Samples]:
        """Return east and north [m] of positions in degrees."""
        east, north = self.metres_per_degree()
        away_deg = (longitude_deg - self.longitude_deg + 180) % 360 - 180  # across the date line
        return away_deg * east, (latitude_deg - self.latitude_deg) * north

    def to_degrees(self, east_m: Samples, north_m: Samples) -> tuple[Samples, Samples]:
        """Return latitude and longitude; the inverse of `to_metres`."""
        east, north = self.metres_per_degree()
        longitude_deg = (self.longitude_deg + east_m / east + 180) % 360 - 180
        return self.latitude_deg + north_m / north, longitude_deg


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fixes:
    """What a receiver saw: arrays of shape (N,), `time_s` strictly rising. NaN where not known."""

    time_s: Samples
    east_m: Samples
    north_m: Samples
    speed_mps: Samples
    heading_rad: Samples  # clockwise from north
    accuracy_m: Samples
    origin: Origin

    @property
    def count(self) -> int:
        return self.time_s.size

    @property
    def is_coarse(self) -> bool:
        """At 2 Hz and fewer, as a phone: it may reckon ahead, and no place of braking can be told."""
        return not self.interval_s < COARSE_INTERVAL_S

    @property
    def interval_s(self) -> float:
        """The usual (median) time between two fixes; NaN for fewer than two."""
        return float(np.median(np.diff(self.time_s))) if self.count > 1 else float('nan')

    def about(self, origin: Origin) -> Self:
        """Return the same fixes in the local metres of another origin."""
        if origin == self.origin:
            return self
        east_m, north_m = origin.to_metres(*self.origin.to_degrees(self.east_m, self.north_m))
        return replace(self, east_m=east_m, north_m=north_m, origin=origin)

    def taken(self, index: NDArray[np.intp] | NDArray[np.bool_] | slice) -> Self:
        """Return the fixes at `index`."""
        return replace(
            self,
            time_s=self.time_s[index],
            east_m=self.east_m[index],
            north_m=self.north_m[index],
            speed_mps=self.speed_mps[index],
            heading_rad=self.heading_rad[index],
            accuracy_m=self.accuracy_m[index],
        )
