"""Laps: ranges of time on a log's axis, with a kind; never dropped rows."""

from dataclasses import dataclass, replace

import numpy as np

from racetrace.telemetry.gates import Gate, crossings, find_gate, gate_of_file, travelled_m
from racetrace.telemetry.log import LapKind, Log, LoggedLap, MeasuredBy
from racetrace.telemetry.plane import Fixes, Samples

STANDING_MPS = 1.5
PIT_STOP_S = 3.0
BELIEVED_M = 20.0
PIT_LANE_M = 40.0  # so far aside of the line a lane still belongs to it
LIKE_LENGTH = 0.03
SLOW = 1.3
FRAGMENT = 0.5
CROSSING_MS = 5.0  # how finely our own crossings are timed


@dataclass(frozen=True, slots=True, kw_only=True)
class Lap:
    number: int
    kind: LapKind
    start_s: float
    end_s: float
    time_s: float | None  # None: not timed
    measured_by: MeasuredBy
    resolution_ms: float
    length_m: float | None = None  # integral of the speed
    max_speed_mps: float | None = None
    excluded_reason: str = ''

    @property
    def is_timed(self) -> bool:
        return self.time_s is not None

    @property
    def is_comparable(self) -> bool:
        """A whole lap from line to line, of whatever speed."""
        return self.is_timed and self.kind not in {LapKind.OUT, LapKind.OPEN, LapKind.DOUBLE, LapKind.CUT}

    @property
    def is_best_candidate(self) -> bool:
        """May it be called the best? A cut lap, however fast, may not."""
        return self.is_timed and self.kind in {LapKind.FLYING, LapKind.STANDING} and not self.excluded_reason


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


def _by_logger(log: Log, fixes: Fixes, gate: Gate | None) -> Cut:
    travelled, speed = travelled_m(fixes), fixes.speed_mps
    laps = [_with_way(_lap(logged), fixes, travelled, speed) for logged in log.laps]
    stated = {logged.number: logged.kind for logged in log.laps if logged.kind}
    judged = [
        lap if lap.number in stated else kind for lap, kind in zip(laps, _kinds(laps, fixes), strict=True)
    ]
    kept, notes = _without_fragments(judged)
    return Cut(laps=tuple(kept), gate=gate or _gate_at(fixes, kept), notes=notes)


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


def _gate_at(fixes: Fixes, laps: list[Lap]) -> Gate | None:
    """Return a gate where the logger's laps begin: its line is not in the file, but its times are."""
    starts = np.array([lap.start_s for lap in laps if lap.is_comparable])
    inside = (
        starts[(starts > fixes.time_s[0]) & (starts < fixes.time_s[-1])] if fixes.count > 2 else starts[:0]
    )
    if not inside.size:
        return None
    east = np.interp(inside, fixes.time_s, fixes.east_m)
    north = np.interp(inside, fixes.time_s, fixes.north_m)
    reach = max(1.0, fixes.interval_s)
    along = (
        np.interp(inside + reach, fixes.time_s, fixes.east_m)
        - np.interp(inside - reach, fixes.time_s, fixes.east_m),
        np.interp(inside + reach, fixes.time_s, fixes.north_m)
        - np.interp(inside - reach, fixes.time_s, fixes.north_m),
    )
    heading = float(np.arctan2(np.median(along[0]), np.median(along[1])))
    return Gate(east_m=float(np.median(east)), north_m=float(np.median(north)), heading_rad=heading)


def _by_gate(log: Log, fixes: Fixes, gate: Gate, measured_by: MeasuredBy) -> Cut:
    """Cut at the crossings; what comes before the first is lap 0, what comes after the last stays open.

    A lap that goes round twice passed the line further aside than the gate is wide: through the pit lane. It
    is cut there too, into a lap in and a lap out.
    """
    times = crossings(fixes, gate)
    laps = _kinds(_between(log, fixes, times, measured_by), fixes)
    aside = _crossed_aside(laps, fixes, gate)
    if aside.size:
        times = np.union1d(times, aside)
        laps = [_through_pits(lap, aside) for lap in _kinds(_between(log, fixes, times, measured_by), fixes)]
    return Cut(laps=tuple(laps), gate=gate)


def _between(log: Log, fixes: Fixes, times: Samples, measured_by: MeasuredBy) -> list[Lap]:
    first, last = _ends(log)
    bounds = np.concatenate([[first], times, [last]])
    travelled, speed = travelled_m(fixes), fixes.speed_mps
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
            time_s=end - start if timed else None,
            measured_by=measured_by,
            resolution_ms=CROSSING_MS,
        )
        laps.append(_with_way(lap, fixes, travelled, speed))
    return laps


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


def _with_way(lap: Lap, fixes: Fixes, travelled: Samples, speed: Samples) -> Lap:
    """Add the way driven and the top speed, where there are fixes to tell."""
    first, last = np.searchsorted(fixes.time_s, [lap.start_s, lap.end_s])
    if last - first < 2:
        return lap
    way = np.interp([lap.start_s, lap.end_s], fixes.time_s, travelled)
    return replace(lap, length_m=float(way[1] - way[0]), max_speed_mps=float(speed[first:last].max()))


def _kinds(laps: list[Lap], fixes: Fixes) -> list[Lap]:
    """Judge the timed laps beside each other. With one alone nothing is an outlier."""
    timed = [lap for lap in laps if lap.is_timed and lap.length_m and lap.kind is not LapKind.OUT]
    stops = {id(lap): _longest_stop_s(lap, fixes) for lap in timed}
    usual = _shared_length([lap for lap in timed if stops[id(lap)] < PIT_STOP_S])
    like = [
        lap.time_s for lap in timed if lap.time_s and usual and abs((lap.length_m or 0) / usual - 1) < 0.1
    ]
    best = min(like, default=None)
    return [
        replace(lap, kind=_kind(lap, stops[id(lap)], usual, best)) if id(lap) in stops else lap
        for lap in laps
    ]


def _kind(lap: Lap, stop_s: float, usual_m: float | None, best_s: float | None) -> LapKind:
    if stop_s >= PIT_STOP_S:
        return LapKind.PIT
    if usual_m is None or best_s is None or lap.length_m is None or lap.time_s is None:
        return lap.kind
    share = lap.length_m / usual_m
    if share > 1.5:
        return LapKind.DOUBLE
    if share < 0.95:
        return LapKind.CUT
    return LapKind.SLOW if lap.time_s > SLOW * best_s else lap.kind


def _longest_stop_s(lap: Lap, fixes: Fixes) -> float:
    first, last = np.searchsorted(fixes.time_s, [lap.start_s, lap.end_s])
    # A receiver that does not know where it is reports standstills that never were.
    believed = ~(fixes.accuracy_m[first:last] > BELIEVED_M)
    time_s, slow = fixes.time_s[first:last], believed & (fixes.speed_mps[first:last] < STANDING_MPS)
    if not slow.any():
        return 0.0
    edges = np.flatnonzero(np.diff(np.concatenate([[0], slow.astype(np.int8), [0]])))
    return float((time_s[edges[1::2] - 1] - time_s[edges[::2]]).max())


def _shared_length(laps: list[Lap]) -> float | None:
    """Return the length that most laps share within 3 %; None when fewer than two do."""
    lengths = np.array([lap.length_m for lap in laps if lap.length_m])
    if lengths.size < 2:
        return None
    alike = np.abs(lengths[:, None] / lengths[None, :] - 1) < LIKE_LENGTH
    most = int(np.argmax(alike.sum(axis=0)))
    return float(np.median(lengths[alike[most]])) if alike[most].sum() >= 2 else None


def _without_fragments(laps: list[Lap]) -> tuple[list[Lap], tuple[str, ...]]:
    """Leave out timed pieces of less than half a lap: exports carry seconds of the laps beside."""
    usual = _shared_length([lap for lap in laps if lap.is_timed])
    pieces = [lap for lap in laps if usual and lap.is_timed and (lap.length_m or usual) < FRAGMENT * usual]
    if not pieces:
        return laps, ()
    names = ', '.join(str(lap.number) for lap in pieces)
    return [lap for lap in laps if lap not in pieces], (f'Only parts of laps are in the file: {names}.',)
