"""A log file with three known laps, as a logger would have written it."""

from functools import cache

from racetrace.simulation.session import simulate
from racetrace.simulation.trackaddict import trackaddict_bytes


@cache
def simulated_log(laps: int = 3, *, kind: str = 'kart', seed: int = 3) -> bytes:
    return trackaddict_bytes(simulate(kind, laps=laps, seed=seed))
