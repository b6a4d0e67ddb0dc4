"""Drivers: the line each has made a habit, how it varies from lap to lap, and what mistakes cost."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from racetrace.simulation.circuits import Circuit
from racetrace.simulation.drive import Drive, drive_along, offset_path
from racetrace.simulation.noise import wander
from racetrace.simulation.path import Samples
from racetrace.simulation.vehicle import Vehicle

NAMES: Final = ('Ana', 'Ben', 'Cleo', 'Dan')
LINE_REACH_M: Final = 70.0
PACE_REACH_M: Final = 60.0
OUT_LAP: Final = 0.86  # of a lap, from a standing start to the line
IN_LAP: Final = 0.22  # of a lap, until the log ends
CRUISING: Final = 0.72  # of the pace, on both
SMOOTH_M: Final = 4.0  # no pedal moves at once


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Driver:
    """Habits at the nodes of a circuit's centreline, shape (N,)."""

    line: Samples  # right of the centreline, sd 1
    pace: Samples  # of what the grip allows


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A corner taken too slowly, once."""

    lap: int
    corner: int  # index into Circuit.apexes_m
    lost: float  # of the pace, at the apex


def driver(circuit: Circuit, rng: np.random.Generator, skill: float = 1.0) -> Driver:
    path = circuit.centreline
    pace = wander(rng, path.nodes, path.step_m, PACE_REACH_M, periodic=True)
    return Driver(
        line=wander(rng, path.nodes, path.step_m, LINE_REACH_M, periodic=True),
        pace=skill * (0.985 + 0.012 * pace),
    )


def mistakes(circuit: Circuit, laps: int, rng: np.random.Generator) -> list[Mistake]:
    """Return about two mistakes in three laps."""
    corners = circuit.apexes_m.size
    return [
        Mistake(lap=lap, corner=int(rng.integers(corners)), lost=float(rng.uniform(0.05, 0.2)))
        for lap in range(1, laps + 1)
        for _ in range(int(rng.poisson(0.65)) if corners else 0)
    ]


def drive(
    circuit: Circuit, vehicle: Vehicle, drivers: list[Driver], laps: int, rng: np.random.Generator
) -> tuple[Drive, list[Mistake]]:
    """Drive out from rest, `laps` flying laps shared out among the drivers, and into an open in-lap."""
    path = circuit.centreline
    first = -round(OUT_LAP * path.nodes)
    number = np.arange(first, laps * path.nodes + round(IN_LAP * path.nodes) + 1)
    made = mistakes(circuit, laps, rng)
    station = number.astype(np.float64) * path.step_m
    line, pace = _habits(circuit, drivers, number, laps)
    own_line = wander(rng, number.size, path.step_m, LINE_REACH_M)
    own_pace = 0.008 * wander(rng, number.size, path.step_m, PACE_REACH_M)
    form = 0.004 * np.interp(
        station / path.length_m, np.arange(laps + 2) - 0.5, rng.standard_normal(laps + 2)
    )
    pace = (pace + own_pace + form) * _cruise(station, circuit, laps) * _lapses(station, circuit, made)
    offset = _within(0.83 * line + 0.55 * own_line, circuit, vehicle)
    standing_s = float(rng.uniform(6, 9))
    return drive_along(path, first, offset, _speed(circuit, vehicle, first, offset, pace), standing_s), made


def _habits(
    circuit: Circuit, drivers: list[Driver], number: NDArray[np.int_], laps: int
) -> tuple[Samples, Samples]:
    """Return line and pace of whoever drives at the nodes; a change takes 100 m, around the start gate."""
    path = circuit.centreline
    turn = (number // path.nodes).clip(0, laps - 1) * len(drivers) // laps
    line, pace = np.zeros(number.size), np.zeros(number.size)
    for index, who in enumerate(drivers):
        share = _blurred(np.where(turn == index, 1.0, 0.0), 50 / path.step_m)
        line += share * who.line[number % path.nodes]
        pace += share * who.pace[number % path.nodes]
    return line, pace


def _within(line: Samples, circuit: Circuit, vehicle: Vehicle) -> Samples:
    """Return offsets [m] that stay on the track, and outside the centre of its tightest bend."""
    tightest_m = 1 / np.abs(circuit.centreline.curvature_per_m).max()
    half = min(vehicle.half_width_m, float(0.4 * tightest_m))
    return half * np.tanh(vehicle.line_rms_m * line / half)


def _speed(circuit: Circuit, vehicle: Vehicle, first: int, offset: Samples, pace: Samples) -> Samples:
    travelled, _, _, _, curvature = offset_path(circuit.centreline, first, offset)
    cornering = np.sqrt(vehicle.grip_mps2 / np.maximum(np.abs(curvature), 1e-6))
    limit = pace * np.minimum(cornering, vehicle.top_mps)
    speed = vehicle.speed_mps(travelled, limit, from_rest=True)
    return np.append(0.0, _blurred(speed, SMOOTH_M / circuit.centreline.step_m)[1:])


def _cruise(station: Samples, circuit: Circuit, laps: int) -> Samples:
    """Return the pace of the out-lap and the in-lap; it changes within 150 m, outside the flying laps."""
    outside = np.maximum(-station, station - laps * circuit.length_m)
    return np.interp(outside, [0, 150], [1, CRUISING])


def _lapses(station: Samples, circuit: Circuit, made: list[Mistake]) -> Samples:
    pace = np.ones(station.size)
    for mistake in made:
        apex = (mistake.lap - 1) * circuit.length_m + circuit.apexes_m[mistake.corner]
        pace -= mistake.lost * np.exp(-0.5 * ((station - apex) / 22) ** 2)
    return np.maximum(pace, 0.6)


def _blurred(values: Samples, sigma: float) -> Samples:
    """Return a Gaussian mean over `sigma` samples, which leaves both ends where they are."""
    reach = int(4 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    padded = np.pad(values, reach, mode='reflect', reflect_type='odd')
    return np.convolve(padded, kernel / kernel.sum(), mode='valid')
