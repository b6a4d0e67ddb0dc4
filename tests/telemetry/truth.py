"""Comparisons of simulated laps beside what the simulator knows; shares no code with what is tested."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from racetrace.simulation.circuits import Circuit, random_circuit
from racetrace.simulation.session import Simulated, degrees, simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.line import Line
from racetrace.telemetry.session import Session, read_session

Samples = NDArray[np.float64]

REACH_M = 60  # a place is looked for no further along the centreline than this
LAPS = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Errors:
    """What is said of a compared lap less what is true of it."""

    delta_ms: Samples  # at each point of the comparison
    sigma_ms: Samples
    corner_ms: Samples  # of the time lost in each corner's section

    @property
    def rms_ms(self) -> float:
        return float(np.sqrt(np.mean(self.delta_ms**2)))

    @property
    def worst_ms(self) -> float:
        return float(np.abs(self.delta_ms).max())

    @property
    def inside(self) -> float:
        """Share of the lap whose true error lies within one sigma."""
        return float(np.mean(np.abs(self.delta_ms) <= self.sigma_ms + 1e-6))


@cache
def venue(index: int) -> tuple[str, Circuit | None]:
    """Return what is driven, and where: in turn Riverside, a random circuit, and a kart on its own track."""
    return (('car', None), ('car', random_circuit(index)), ('kart', None))[index % 3]


def simulated(index: int, noise: str, rate_hz: float, tau_s: float = 0.0, laps: int = LAPS) -> Simulated:
    kind, circuit = venue(index)
    return simulate(
        kind, laps=laps, rate_hz=rate_hz, noise=noise, tau_s=tau_s, seed=100 + index, circuit=circuit
    )


def session_from(sim: Simulated, name: str = 'simulated.csv') -> Session:
    """Read the TrackAddict file of a simulated session."""
    return read_session(trackaddict_bytes(sim), name)


def errors(
    comparison: Comparison, line: Line, lap: Simulated, reference: Simulated, index: int = 1
) -> Errors:
    """Return how far what is said of lap `index` of a comparison on `line` is from the truth.

    `lap` and `reference` are the sessions that they are from, both on one circuit, perhaps the same. True
    times are those of the normals of the centreline, taken to the comparison's points by position.
    """
    compared, base = comparison.laps[index], comparison.laps[comparison.reference]
    gate_m = places(line, comparison.distance_m, lap)
    true_s = elapsed_s(lap, gate_m, compared.lap.start_s) - elapsed_s(reference, gate_m, base.lap.start_s)
    lost = []
    for row in comparison.corners:
        section = [row.corner.section_start_m, row.corner.section_end_m]
        before, after = np.interp(section, comparison.distance_m, true_s)
        over_line = true_s[-1] if section[0] > section[1] else 0.0
        lost.append(row.laps[index].lost_s - (after - before + over_line))
    return Errors(
        delta_ms=1e3 * (compared.delta_t_s - true_s),
        sigma_ms=1e3 * compared.sigma_s,
        corner_ms=1e3 * np.array(lost),
    )


def elapsed_s(sim: Simulated, gate_m: Samples, start_s: float) -> Samples:
    """Return the true times at gates since the first, of the lap which began there at about `start_s`."""
    station = sim.drive.at(np.array([start_s])).station_m
    lap_m = sim.circuit.length_m * np.round((station - gate_m[0]) / sim.circuit.length_m)
    time_s: Samples = sim.drive.time_at(lap_m + gate_m)
    elapsed: Samples = time_s - time_s[0]
    return elapsed


def places(line: Line, distance_m: Samples, sim: Simulated) -> Samples:
    """Return how far along the centreline places on a line are, rising from its start, which may be negative.

    The foot of the perpendicular, looked for within 60 m of where it must be: on no other straight.
    """
    path = sim.truth.centreline_east_m + 1j * sim.truth.centreline_north_m
    at, length_m = sim.truth.gate_m[:-1], sim.truth.length_m
    point = _metres(line, distance_m, sim.circuit)
    start_m = _wrapped(at[np.argmin(np.abs(path - point[0]))], length_m)
    guess = start_m + distance_m * length_m / line.length_m
    near = np.rint(guess).astype(np.int64)[:, None] + np.arange(-REACH_M, REACH_M + 1)  # 1 m apart
    nearest = near[
        np.arange(near.shape[0]), np.argmin(np.abs(point[:, None] - path[near % path.size]), axis=1)
    ]
    along = path[(nearest + 1) % path.size] - path[(nearest - 1) % path.size]
    beyond = ((point - path[nearest % path.size]) * np.conj(along / np.abs(along))).real
    found: Samples = nearest + beyond
    return found


def _wrapped(metres: Samples, length_m: float) -> Samples:
    """Return the shorter way round a closed line."""
    shorter: Samples = (metres + length_m / 2) % length_m - length_m / 2
    return shorter


def _metres(line: Line, distance_m: Samples, circuit: Circuit) -> NDArray[np.complex128]:
    """Return places on a line in the circuit's own metres, east + 1j * north."""
    latitude, longitude = line.origin.to_degrees(*line.position(distance_m))
    (north_deg,), (east_deg,) = degrees(circuit, np.array([1e3]), np.array([1e3]))
    east = (longitude - circuit.longitude_deg) / (east_deg - circuit.longitude_deg)
    north = (latitude - circuit.latitude_deg) / (north_deg - circuit.latitude_deg)
    place: NDArray[np.complex128] = 1e3 * east + 1e3j * north
    return place


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Medians over pairs of laps; corners over all pairs and corners."""

    name: str
    pairs: int
    rms_ms: float
    worst_ms: float
    corner_ms: float  # standard deviation
    inside: float  # mean share inside one sigma

    @classmethod
    def over(cls, name: str, pairs: Sequence[Errors]) -> Self:
        return cls(
            name=name,
            pairs=len(pairs),
            rms_ms=float(np.median([pair.rms_ms for pair in pairs])),
            worst_ms=float(np.median([pair.worst_ms for pair in pairs])),
            corner_ms=float(np.std(np.concatenate([pair.corner_ms for pair in pairs]))),
            inside=float(np.mean([pair.inside for pair in pairs])),
        )


reached: list[Accuracy] = []  # in this run; shown at its end
