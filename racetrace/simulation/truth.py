"""The truth about a simulated session: what its file should say, and what nobody could measure."""

import json
from dataclasses import asdict, dataclass

import numpy as np

from racetrace.simulation.circuits import Circuit
from racetrace.simulation.drive import Drive
from racetrace.simulation.driver import Mistake
from racetrace.simulation.path import Samples


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Truth:
    """Times are on the time axis of the log. M laps were timed; the centreline has P nodes 1 m apart."""

    circuit: str
    length_m: float
    latitude_deg: float  # of the origin of all metres
    longitude_deg: float
    centreline_east_m: Samples  # shape (P,), the first on the start gate, closed, not repeated
    centreline_north_m: Samples
    apexes_m: Samples
    crossings_s: Samples  # of the start gate, shape (M + 1,)
    drivers: tuple[int, ...]  # of each lap, from 1
    mistakes: tuple[Mistake, ...]
    gate_m: Samples  # the whole metres along the centreline, then its length, shape (G,)
    gate_s: Samples  # since the start of the lap, when each lap crossed the gates' normals; shape (M, G)
    time_s: Samples  # 20 Hz
    east_m: Samples
    north_m: Samples
    speed_mps: Samples

    @property
    def lap_times_s(self) -> Samples:
        return np.diff(self.crossings_s)

    def delta_t(self, lap: int, reference: int) -> Samples:
        """Return how far a lap is behind another [s] at each of `gate_m`; laps count from 1."""
        difference: Samples = self.gate_s[lap - 1] - self.gate_s[reference - 1]
        return difference

    def to_json(self) -> str:
        """Return one JSON object with the fields of this class and `lap_times_s`, to 0.1 ms and 1 mm."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        fields['mistakes'] = [asdict(mistake) for mistake in self.mistakes]
        fields['lap_times_s'] = self.lap_times_s
        return json.dumps(
            {
                name: np.round(value, 4 if name.endswith('_s') else 3).tolist()
                if isinstance(value, np.ndarray)
                else value
                for name, value in fields.items()
            }
        )


def truth_of(circuit: Circuit, drive: Drive, laps: int, drivers: int, mistakes: list[Mistake]) -> Truth:
    length = circuit.length_m
    crossings = drive.time_at(np.arange(laps + 1.0) * length)
    gates = np.append(np.arange(0.0, length - 1e-6), length)
    stations = np.arange(laps)[:, None] * length + gates
    seen = drive.at(np.arange(0, drive.time_s[-1], 0.05))
    path = circuit.centreline
    return Truth(
        circuit=circuit.name,
        length_m=length,
        latitude_deg=circuit.latitude_deg,
        longitude_deg=circuit.longitude_deg,
        centreline_east_m=np.interp(gates[:-1], path.distance_m, path.east_m, period=length),
        centreline_north_m=np.interp(gates[:-1], path.distance_m, path.north_m, period=length),
        apexes_m=circuit.apexes_m,
        crossings_s=crossings,
        drivers=tuple(1 + lap * drivers // laps for lap in range(laps)),
        mistakes=tuple(mistakes),
        gate_m=gates,
        gate_s=drive.time_at(stations.ravel()).reshape(stations.shape) - crossings[:-1, None],
        time_s=seen.time_s,
        east_m=seen.east_m,
        north_m=seen.north_m,
        speed_mps=seen.speed_mps,
    )
