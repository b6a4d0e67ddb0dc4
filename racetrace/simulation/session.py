"""A simulated session: a drive, what a receiver made of it, and the truth."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from racetrace.simulation.circuits import Circuit, kart_track, riverside
from racetrace.simulation.drive import Drive
from racetrace.simulation.driver import drive, driver
from racetrace.simulation.noise import Noise
from racetrace.simulation.path import Samples
from racetrace.simulation.receiver import Fixes, receiver
from racetrace.simulation.truth import Truth, truth_of
from racetrace.simulation.vehicle import VEHICLES, Vehicle

STARTED_AT: Final = datetime(2026, 6, 13, 9, 30, tzinfo=UTC)

# WGS 84
_EQUATORIAL_RADIUS_M: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257223563


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Simulated:
    circuit: Circuit
    vehicle: Vehicle
    drive: Drive
    fixes: Fixes
    rate_hz: float
    truth: Truth
    seed: int
    started_at: datetime  # of time 0

    @property
    def end_s(self) -> float:
        return float(self.fixes.time_s[-1])


def simulate(
    kind: str = 'car',
    *,
    laps: int = 7,
    rate_hz: float = 10.0,
    noise: str = Noise.EXTERNAL,
    tau_s: float = 0.0,
    seed: int = 1,
    circuit: Circuit | None = None,
    drivers: int = 1,
    started_at: datetime = STARTED_AT,
) -> Simulated:
    """Return an out-lap from rest, `laps` flying laps and the beginning of one more, in a 'car' or a 'kart'.

    The drive depends on seed, circuit, laps and drivers only: other receivers see the same laps.
    """
    vehicle = VEHICLES[kind]
    on = circuit or (kart_track() if kind == 'kart' else riverside())
    driving, seeing = np.random.default_rng([seed, 1]), np.random.default_rng([seed, 2])
    people = [driver(on, driving, skill=1 - 0.004 * index) for index in range(drivers)]
    driven, made = drive(on, vehicle, people, laps, driving)
    seen = receiver(Noise(noise), rate_hz, tau_s).observe(driven, seeing)
    return Simulated(
        circuit=on,
        vehicle=vehicle,
        drive=driven,
        fixes=seen,
        rate_hz=rate_hz,
        truth=truth_of(on, driven, laps, drivers, made),
        seed=seed,
        started_at=started_at,
    )


def degrees(circuit: Circuit, east_m: Samples, north_m: Samples) -> tuple[Samples, Samples]:
    """Return latitude and longitude of metres along the parallel and the meridian of the circuit's origin."""
    phi = np.radians(circuit.latitude_deg)
    flat = _FLATTENING * (2 - _FLATTENING)
    across_m = _EQUATORIAL_RADIUS_M / np.sqrt(1 - flat * np.sin(phi) ** 2)
    along_m = across_m * (1 - flat) / (1 - flat * np.sin(phi) ** 2)
    latitude = circuit.latitude_deg + np.degrees(north_m / along_m)
    return latitude, circuit.longitude_deg + np.degrees(east_m / (across_m * np.cos(phi)))
