"""What a person knew better than the reader: kept as a list, applied on top of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from racetrace.telemetry.cutting import CROSSING_MS, PIT_LANE_M, measured
from racetrace.telemetry.gates import Gate, crossings
from racetrace.telemetry.lap_kinds import judged
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy
from racetrace.telemetry.plane import Fixes

LEAST_PART_S: Final = 1.0
SNAP_S: Final = 3.0  # a split so near to a passing of the line is meant to be there


class CorrectionKind(StrEnum):
    GATE = 'gate'  # the start/finish line is elsewhere
    SPLIT = 'split'
    MERGE = 'merge'  # with the lap that follows
    EXCLUDE = 'exclude'
    COURSE = 'course'  # this one; without a course: none of those that are known


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Laps are meant by a moment inside them, on the log's time axis: numbers and limits may change."""

    kind: CorrectionKind
    at_s: float | None = None  # where to split; a moment inside the lap to merge or to exclude
    reason: str = ''
    latitude_deg: float | None = None  # of the middle of the gate
    longitude_deg: float | None = None
    heading_deg: float | None = None  # of the cars that cross it; None: as most of them do
    course_id: int | None = None
    id: int = 0  # of the stored correction
    made_at: datetime | None = None  # UTC, without a zone


def newest(corrections: Sequence[Correction], kind: CorrectionKind) -> Correction | None:
    return next((one for one in reversed(corrections) if one.kind is kind), None)


def corrected(
    laps: Sequence[Lap], corrections: Sequence[Correction], fixes: Fixes, gate: Gate | None
) -> tuple[Lap, ...]:
    """Return the laps as corrected: split and merged in the order that was asked for, then excluded.

    A correction whose lap is not there any more changes nothing.
    """
    found = list(laps)
    for one in corrections:
        index = holding(found, one.at_s)
        if one.at_s is None or index is None:
            continue
        if one.kind is CorrectionKind.SPLIT:
            found = _split(found, index, one.at_s, fixes, gate)
        elif one.kind is CorrectionKind.MERGE:
            found = _merged(found, index, fixes)
    for one in corrections:
        index = holding(found, one.at_s)
        if one.kind is CorrectionKind.EXCLUDE and index is not None:
            found[index] = replace(found[index], excluded_reason=one.reason)
    return tuple(found)


def holding(laps: Sequence[Lap], at_s: float | None) -> int | None:
    """Return the index of the lap that a moment lies in."""
    if at_s is None:
        return None
    return next((i for i, lap in enumerate(laps) if lap.start_s <= at_s < lap.end_s), None)


def _split(laps: list[Lap], index: int, at_s: float, fixes: Fixes, gate: Gate | None) -> list[Lap]:
    lap = laps[index]
    at_s, is_passing = _passing(at_s, fixes, gate)
    if min(at_s - lap.start_s, lap.end_s - at_s) < LEAST_PART_S:
        return laps
    by = MeasuredBy.GATE if is_passing else MeasuredBy.HAND
    resolution_ms = CROSSING_MS if is_passing else _interval_ms(fixes)
    before = _part(lap, lap.start_s, at_s, is_timed=lap.kind is not LapKind.OUT)
    after = _part(lap, at_s, lap.end_s, is_timed=lap.kind is not LapKind.OPEN)
    before, after = (
        replace(part, measured_by=by, resolution_ms=max(lap.resolution_ms, resolution_ms))
        for part in (before, replace(after, number=lap.number + 1))
    )
    later = [replace(one, number=one.number + 1) for one in laps[index + 1 :]]
    return _judged([*laps[:index], before, after, *later], [index, index + 1], fixes)


def _merged(laps: list[Lap], index: int, fixes: Fixes) -> list[Lap]:
    if index + 1 >= len(laps):
        return laps
    first, last = laps[index], laps[index + 1]
    is_timed = first.kind is not LapKind.OUT and last.kind is not LapKind.OPEN
    one = _part(first, first.start_s, last.end_s, is_timed=is_timed)
    if first.time_s is not None and last.time_s is not None:
        one = replace(one, time_s=round(first.time_s + last.time_s, 6))
    if not is_timed:
        one = replace(one, kind=LapKind.OUT if first.kind is LapKind.OUT else LapKind.OPEN)
    one = replace(one, resolution_ms=max(first.resolution_ms, last.resolution_ms))
    later = [replace(lap, number=lap.number - 1) for lap in laps[index + 2 :]]
    found = _judged([*laps[:index], one, *later], [index], fixes)
    if first.is_comparable and last.is_comparable:
        found[index] = replace(found[index], kind=LapKind.DOUBLE)
    return found


def _part(lap: Lap, start_s: float, end_s: float, *, is_timed: bool) -> Lap:
    """Return a lap with other limits; what was measured of the whole does not hold for it."""
    return replace(
        lap,
        kind=LapKind.FLYING if is_timed else lap.kind,
        start_s=start_s,
        end_s=end_s,
        time_s=round(end_s - start_s, 3) if is_timed else None,
        stated_time_s=None,
        length_m=None,
        max_speed_mps=None,
        id=0,
    )


def _passing(at_s: float, fixes: Fixes, gate: Gate | None) -> tuple[float, bool]:
    """Return when the car passed the line nearest to a moment, in the pit lane too, and whether it did."""
    if gate is None or fixes.count < 3:
        return at_s, False
    wide = replace(gate, half_width_m=max(PIT_LANE_M, gate.half_width_m))
    times = crossings(fixes, wide)
    near = times[abs(times - at_s) < SNAP_S]
    return (round(float(near[abs(near - at_s).argmin()]), 3), True) if near.size else (at_s, False)


def _interval_ms(fixes: Fixes) -> float:
    return round(1e3 * fixes.interval_s, 1) if fixes.count > 1 else 1e3


def _judged(laps: list[Lap], changed: Sequence[int], fixes: Fixes) -> list[Lap]:
    """Measure the changed laps and judge them beside the others, whose kinds stay."""
    laps = [measured([lap], fixes)[0] if i in changed else lap for i, lap in enumerate(laps)]
    seen = judged(laps, fixes)
    return [seen[i] if i in changed else lap for i, lap in enumerate(laps)]
