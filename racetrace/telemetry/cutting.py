"""Cutting a log into laps, by time: at its logger's own marks, else where a line was crossed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from racetrace.telemetry.gates import Gate, crossings
from racetrace.telemetry.lap_kinds import LEAST_LAP_S, judged, without_fragments
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, Log, LoggedLap, MeasuredBy
from racetrace.telemetry.plane import Fixes, Samples
from racetrace.telemetry.start_finish import find_gate, gate_of_file, gate_of_laps
from racetrace.telemetry.travel import travelled_m

PIT_LANE_M = 40.0  # so far aside of the line a lane still belongs to it
CROSSING_MS = 5.0  # how finely our own crossings are timed


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A log cut into laps, the gate that did it or that its logger used, and what to say about it."""

    laps: tuple[Lap, ...]
    gate: Gate | None
    notes: tuple[str, ...] = ()


def cut_laps(log: Log, fixes: Fixes) -> Cut:
    """Return the laps of a log: its own if it marks any, else by the line it states, else by one we find."""
    gate = gate_of_file(log.gate, fixes) if log.gate and fixes.count > 2 else None
    if log.laps:
        return _by_logger(log, fixes, gate)
    if gate is not None:
        return _by_gate(log, fixes, gate, MeasuredBy.GATE)
    found = find_gate(fixes) if fixes.count > 2 else None
    if found is None:
        return Cut(laps=(), gate=None, notes=('No line is crossed often enough to make laps.',))
    return _by_gate(log, fixes, found, MeasuredBy.LOOP)


def cut_at(log: Log, fixes: Fixes, gate: Gate) -> tuple[Lap, ...]:
    """Return the laps of a log by a gate that somebody set, whatever its logger marked."""
    return _by_gate(log, fixes, gate, MeasuredBy.GATE).laps


def _by_logger(log: Log, fixes: Fixes, gate: Gate | None) -> Cut:
    laps = measured([_lap(logged) for logged in log.laps], fixes)
    kinds = zip(log.laps, laps, judged(laps, fixes), strict=True)
    kept, notes = without_fragments([lap if logged.kind else found for logged, lap, found in kinds])
    if len({lap.number for lap in kept}) < len(kept):
        notes = (*notes, 'Lap numbers come twice in the file: its laps are counted anew.')
        kept = [replace(lap, number=kept[0].number + place) for place, lap in enumerate(kept)]
    return Cut(laps=tuple(kept), gate=gate or gate_of_laps(fixes, kept), notes=notes)


def _lap(logged: LoggedLap) -> Lap:
    return Lap(
        number=logged.number,
        kind=logged.kind or LapKind.FLYING,
        start_s=logged.start_s,
        end_s=logged.end_s,
        time_s=logged.time_s,
        measured_by=logged.measured_by,
        resolution_ms=logged.resolution_ms,
    )


def _by_gate(log: Log, fixes: Fixes, gate: Gate, measured_by: MeasuredBy) -> Cut:
    """Cut at the crossings; what comes before the first is lap 0, what comes after the last stays open.

    A lap that goes round twice passed the line further aside than the gate is wide: through the pit lane. It
    is cut there too, into a lap in and a lap out.
    """
    times = _apart(crossings(fixes, gate))
    laps = judged(_between(log, fixes, times, measured_by), fixes)
    aside = _crossed_aside(laps, fixes, gate)
    if aside.size:
        times = np.union1d(times, aside)
        laps = judged(_between(log, fixes, times, measured_by), fixes)
        laps = [_through_pits(lap, aside) for lap in laps]
    return Cut(laps=tuple(laps), gate=gate)


def _apart(times: Samples) -> Samples:
    """Leave out crossings sooner after another than a lap can be: of positions that jump to and fro."""
    kept: list[float] = []
    for time_s in times.tolist():
        if not kept or time_s - kept[-1] >= LEAST_LAP_S:
            kept.append(time_s)
    return np.round(kept, 3)  # to what is shown: times, gaps and delta then agree to the digit


def _between(log: Log, fixes: Fixes, times: Samples, measured_by: MeasuredBy) -> list[Lap]:
    first, last = _ends(log)
    bounds = np.concatenate([[first], times, [last]])
    laps = []
    for number in range(bounds.size - 1):
        start, end = float(bounds[number]), float(bounds[number + 1])
        timed = 0 < number < bounds.size - 2
        kind = LapKind.FLYING if timed else (LapKind.OPEN if number else LapKind.OUT)
        lap = Lap(
            number=number,
            kind=kind,
            start_s=start,
            end_s=end,
            time_s=round(end - start, 3) if timed else None,
            measured_by=measured_by,
            resolution_ms=CROSSING_MS,
        )
        laps.append(lap)
    return measured(laps, fixes)


def _crossed_aside(laps: list[Lap], fixes: Fixes, gate: Gate) -> Samples:
    """Return when double laps passed the gate further aside, where that was once."""
    wide = crossings(fixes, replace(gate, half_width_m=max(PIT_LANE_M, gate.half_width_m)))
    doubles = [lap for lap in laps if lap.kind is LapKind.DOUBLE]
    inside = [wide[(wide > lap.start_s + 5) & (wide < lap.end_s - 5)] for lap in doubles]
    return np.concatenate([np.empty(0), *(found for found in inside if found.size == 1)])


def _through_pits(lap: Lap, aside: Samples) -> Lap:
    if lap.end_s in aside:
        return replace(lap, kind=LapKind.IN)
    return replace(lap, kind=LapKind.OUT) if lap.start_s in aside else lap


def _ends(log: Log) -> tuple[float, float]:
    time_s = log.frame['time_s']
    return float(time_s[0]), float(time_s[-1])


def measured(laps: Sequence[Lap], fixes: Fixes) -> list[Lap]:
    """Add to laps the lengths driven and the top speeds, where there are fixes to tell."""
    travelled = travelled_m(fixes)
    return [_with_length(lap, fixes, travelled) for lap in laps]


def _with_length(lap: Lap, fixes: Fixes, travelled: Samples) -> Lap:
    first, last = np.searchsorted(fixes.time_s, [lap.start_s, lap.end_s])
    if last - first < 2:
        return lap
    start_m, end_m = np.interp([lap.start_s, lap.end_s], fixes.time_s, travelled)
    top_mps = float(fixes.speed_mps[first:last].max())
    return replace(lap, length_m=float(end_m - start_m), max_speed_mps=top_mps)
