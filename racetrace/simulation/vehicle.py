"""Vehicles: how hard they can pull, brake and turn, and what their engine says meanwhile."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from racetrace.simulation.path import Samples

GRAVITY_MPS2: Final = 9.80665


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    name: str
    grip_mps2: float  # lateral
    traction_mps2: float
    braking_mps2: float
    power_w_per_kg: float
    drag_per_m: float  # deceleration is drag_per_m * v²
    rolling_mps2: float
    gear_mps: tuple[float, ...]  # speed at the rev limit of each gear; one: no gearbox
    limit_rpm: float
    idle_rpm: float
    line_rms_m: float  # how far its drivers are from the centreline
    half_width_m: float  # how far they can be

    @property
    def top_mps(self) -> float:
        """Speed [m/s] close below the one where the drag takes all the power."""
        speeds = np.linspace(1, 120, 2400)
        return float(speeds[self.pull_mps2(speeds) > 0.15].max())

    def resistance_mps2(self, speed_mps: Samples) -> Samples:
        drag: Samples = self.drag_per_m * speed_mps**2
        return self.rolling_mps2 + drag

    def drive_mps2(self, speed_mps: Samples) -> Samples:
        return np.minimum(self.traction_mps2, self.power_w_per_kg / np.maximum(speed_mps, 1.0))

    def pull_mps2(self, speed_mps: Samples) -> Samples:
        """Return the greatest acceleration at a speed, drag taken off."""
        return self.drive_mps2(speed_mps) - self.resistance_mps2(speed_mps)

    def speed_mps(self, travelled_m: Samples, limit_mps: Samples, from_rest: bool) -> Samples:
        """Return the fastest speed that stays below the limit and can be reached and braked down to.

        `travelled_m` is rising, shape (N,). Where F(v) is the distance that it takes to pull from rest to v,
        F may grow by one metre per metre: the envelope is a running minimum. Braking: the same, from the end.
        """
        table = np.linspace(0, self.top_mps, 1200)
        middle = (table[1:] + table[:-1]) / 2
        pulled = np.append(0.0, np.cumsum(middle * np.diff(table) / self.pull_mps2(middle)))
        slowing = self.braking_mps2 + self.resistance_mps2(middle)
        braked = np.append(0.0, np.cumsum(middle * np.diff(table) / slowing))
        limit = np.minimum(limit_mps, self.top_mps)
        if from_rest:
            limit = np.append(0.0, limit[1:])
        reach = np.interp(limit, table, pulled) - travelled_m
        speed = np.interp(np.minimum.accumulate(reach) + travelled_m, pulled, table)
        reach = (np.interp(speed, table, braked) + travelled_m)[::-1]
        return np.interp(np.minimum.accumulate(reach)[::-1] - travelled_m, braked, table)

    def throttle_pct(self, speed_mps: Samples, acceleration_mps2: Samples) -> Samples:
        wanted = acceleration_mps2 + self.resistance_mps2(speed_mps)
        return np.minimum(np.maximum(100 * wanted / self.drive_mps2(speed_mps), 0.0), 100.0)

    def brake_pct(self, speed_mps: Samples, acceleration_mps2: Samples) -> Samples:
        """Return pedal force; 0 while drag and engine, 0.6 m/s², slow the car enough."""
        wanted = -acceleration_mps2 - self.resistance_mps2(speed_mps) - 0.6
        return np.minimum(np.maximum(100 * wanted / self.braking_mps2, 0.0), 100.0)

    def gear(self, speed_mps: Samples) -> Samples:
        shift_mps = 0.96 * np.array(self.gear_mps[:-1])
        return 1.0 + np.searchsorted(shift_mps, speed_mps).astype(np.float64)

    def rpm(self, speed_mps: Samples) -> Samples:
        geared_mps = np.array(self.gear_mps)[self.gear(speed_mps).astype(int) - 1]
        rpm: Samples = self.limit_rpm * speed_mps / geared_mps
        return np.maximum(rpm, self.idle_rpm)


CAR: Final = Vehicle(
    name='car',
    grip_mps2=11.0,
    traction_mps2=6.0,
    braking_mps2=9.5,
    power_w_per_kg=165.0,
    drag_per_m=0.0006,
    rolling_mps2=0.15,
    gear_mps=(17.0, 26.0, 36.0, 47.0, 59.0, 72.0),
    limit_rpm=7400.0,
    idle_rpm=900.0,
    line_rms_m=1.8,
    half_width_m=5.0,
)

KART: Final = Vehicle(
    name='kart',
    grip_mps2=17.0,
    traction_mps2=5.0,
    braking_mps2=8.5,
    power_w_per_kg=75.0,
    drag_per_m=0.0013,
    rolling_mps2=0.35,
    gear_mps=(36.0,),
    limit_rpm=14_500.0,
    idle_rpm=2200.0,
    line_rms_m=1.2,
    half_width_m=3.2,
)

VEHICLES: Final = {vehicle.name: vehicle for vehicle in (CAR, KART)}
