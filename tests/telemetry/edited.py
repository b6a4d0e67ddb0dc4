"""Simulated sessions and TrackAddict files, changed in one known way."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from racetrace.simulation.session import Simulated


def turned(sim: Simulated, turn_rad: float) -> Simulated:
    """Return the session with the track, and all that was seen of it, turned clockwise."""
    fixes, truth = sim.fixes, sim.truth
    seen = (fixes.east_m + 1j * fixes.north_m) * np.exp(-1j * turn_rad)
    centre = (truth.centreline_east_m + 1j * truth.centreline_north_m) * np.exp(-1j * turn_rad)
    heading_rad = (fixes.heading_rad + turn_rad) % (2 * np.pi)
    return replace(
        sim,
        fixes=replace(fixes, east_m=seen.real, north_m=seen.imag, heading_rad=heading_rad),
        truth=replace(truth, centreline_east_m=centre.real, centreline_north_m=centre.imag),
    )


def moved(sim: Simulated, latitude_deg: float, longitude_deg: float) -> Simulated:
    """Return the session elsewhere on earth, metre by metre the same."""
    return replace(sim, circuit=replace(sim.circuit, latitude_deg=latitude_deg, longitude_deg=longitude_deg))


def thinned(sim: Simulated, every: int) -> Simulated:
    """Return the session with one fix in `every`."""
    fixes = sim.fixes
    return replace(
        sim,
        rate_hz=sim.rate_hz / every,
        fixes=replace(
            fixes,
            time_s=fixes.time_s[::every],
            east_m=fixes.east_m[::every],
            north_m=fixes.north_m[::every],
            speed_mps=fixes.speed_mps[::every],
            heading_rad=fixes.heading_rad[::every],
        ),
    )


def started_at_another_line(sim: Simulated, beyond_m: int) -> Simulated:
    """Return the session as a logger sees it whose start line lies further along the track."""
    truth = sim.truth
    stations = np.arange(float(truth.crossings_s.size)) * sim.circuit.length_m + beyond_m
    return replace(
        sim,
        truth=replace(
            truth,
            crossings_s=sim.drive.time_at(stations),
            centreline_east_m=np.roll(truth.centreline_east_m, -beyond_m),
            centreline_north_m=np.roll(truth.centreline_north_m, -beyond_m),
        ),
    )


def carried_away(sim: Simulated, north_mps: float, from_s: float = 0.0, until_s: float = np.inf) -> Simulated:
    """Return the session of a receiver that wanders off to the north, and comes back in the end."""
    since = np.clip(sim.fixes.time_s, from_s, until_s) - from_s
    away = np.where(sim.fixes.time_s < until_s, north_mps * since, 0.0)
    return replace(sim, fixes=replace(sim.fixes, north_m=sim.fixes.north_m + away))


def with_column(raw: bytes, column: str, change: Callable[[float], float], places: int = 3) -> bytes:
    """Return a TrackAddict file in which the numbers of one column are changed."""
    lines = raw.decode().split('\n')
    head = next(n for n, line in enumerate(lines) if line.startswith('"'))
    place = lines[head].replace('"', '').split(',').index(column)
    for n, line in enumerate(lines):
        if _is_row(line):
            cells = line.split(',')
            cells[place] = f'{change(float(cells[place])):.{places}f}'
            lines[n] = ','.join(cells)
    return '\n'.join(lines).encode()


def without_some_rows(raw: bytes, share: float) -> bytes:
    """Return a TrackAddict file from which a share of the rows, of fixes and of others, is missing."""
    rng = np.random.default_rng(1)
    lines = raw.decode().split('\n')
    return '\n'.join(line for line in lines if not (_is_row(line) and rng.random() < share)).encode()


def without_rows_between(raw: bytes, first_s: float, last_s: float) -> bytes:
    """Return a TrackAddict file without the rows of some seconds; its first column is the time."""
    lines = raw.decode().split('\n')
    kept = (line for line in lines if not (_is_row(line) and first_s < float(line.split(',', 1)[0]) < last_s))
    return '\n'.join(kept).encode()


def columns_of(raw: bytes) -> list[str]:
    """Return the names in the header of a TrackAddict file."""
    header = next(line for line in raw.decode().split('\n') if line.startswith('"'))
    return header.replace('"', '').split(',')


def _is_row(line: str) -> bool:
    return line[:1].isdigit()
