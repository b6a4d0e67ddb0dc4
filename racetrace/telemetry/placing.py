"""Laps on a course: each at its own progress, or refused in one sentence."""

from dataclasses import dataclass

import numpy as np

from racetrace.errors import LapsNotComparable
from racetrace.telemetry import channels
from racetrace.telemetry.comparability import refuse_another_course, refuse_gaps, refuse_uncertain
from racetrace.telemetry.comparison import Method
from racetrace.telemetry.course import Course
from racetrace.telemetry.gates import crossings
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Fixes
from racetrace.telemetry.position_progress import progress_by_position
from racetrace.telemetry.progress import Progress
from racetrace.telemetry.recorded import Recorded
from racetrace.telemetry.session import Session
from racetrace.telemetry.speed_progress import progress_by_speed

SAME_LINE_M = 3.0  # two start lines closer than this are one
SAME_COARSE_LINE_M = 6.0  # by a phone's positions


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacedLap:
    recorded: Recorded
    lap: Lap
    label: str
    method: Method
    progress: Progress
    gate_residual_ms: float | None
    is_coarse: bool  # of its session, as are the notes
    notes: tuple[str, ...] = ()

    def is_same_as(self, other: 'PlacedLap') -> bool:
        return self.recorded is other.recorded and self.lap == other.lap

    @property
    def start_s(self) -> float:
        return float(self.progress.time_s[0])

    @property
    def time_s(self) -> float:
        """Between the crossings that are compared."""
        return float(self.progress.time_s[-1] - self.progress.time_s[0])


def place(session: Session, lap: Lap, course: Course, label: str) -> PlacedLap:
    """Put a lap on a course's line. Raises LapsNotComparable with the reason in one sentence."""
    if not lap.is_comparable:
        raise LapsNotComparable(f'{label} is no whole timed lap ({lap.kind}): choose another.')
    if session.fixes.count < 3:
        return _without_positions(session, lap, course.line, label)
    fixes = session.fixes_on(course)
    start_s, end_s, is_known = _ends(session, lap, course, fixes, label)
    refuse_gaps(fixes, start_s, end_s, label)
    refuse_another_course(session, course, lap, label)
    progress = progress_by_position(
        course.line,
        fixes,
        start_s,
        end_s,
        crossings_known=is_known,
    )
    refuse_uncertain(progress, label)
    return PlacedLap(
        recorded=session.recorded,
        lap=lap,
        label=label,
        method=Method.POSITION,
        progress=progress,
        gate_residual_ms=_gate_residual_ms(course, fixes, lap, start_s, end_s),
        is_coarse=session.is_coarse,
        notes=session.notes,
    )


def _ends(session: Session, lap: Lap, course: Course, fixes: Fixes, label: str) -> tuple[float, float, bool]:
    """Return when the lap crossed the course's line, and whether the logger knew it better than we do."""
    same_m = SAME_COARSE_LINE_M if session.is_coarse else SAME_LINE_M
    if session.owns(course) or _line_offset_m(session, course, fixes) <= same_m:
        return lap.start_s, lap.end_s, lap.measured_by.is_stated
    times = np.round(crossings(fixes, course.gate), 3)
    overlap = np.minimum(times[1:], lap.end_s) - np.maximum(times[:-1], lap.start_s)
    if not overlap.size or overlap.max() < 0.5 * (lap.end_s - lap.start_s):
        raise LapsNotComparable(f'{label} does not cross the start line of the course it is compared on.')
    found = int(np.argmax(overlap))
    return float(times[found]), float(times[found + 1]), False


def _line_offset_m(session: Session, course: Course, fixes: Fixes) -> float:
    """Return how far the session's own start line lies from the course's, along the track."""
    starts = np.array([lap.start_s for lap in session.laps if lap.is_comparable])
    if not starts.size:
        return np.inf
    east, north = (
        np.interp(starts, fixes.time_s, fixes.east_m),
        np.interp(starts, fixes.time_s, fixes.north_m),
    )
    return float(abs(np.median(course.gate.along_m(east, north))))


def _gate_residual_ms(course: Course, fixes: Fixes, lap: Lap, start_s: float, end_s: float) -> float | None:
    """Return our crossing-to-crossing time less the logger's; None when the time is ours anyway."""
    if not lap.measured_by.is_stated or lap.time_s is None:
        return None
    times = crossings(fixes, course.gate)
    nearest = [times[np.argmin(np.abs(times - end))] for end in (start_s, end_s)] if times.size else []
    if len(nearest) < 2 or max(abs(nearest[0] - start_s), abs(nearest[1] - end_s)) > 2:
        return None
    return float(nearest[1] - nearest[0] - lap.time_s) * 1e3


def _without_positions(session: Session, lap: Lap, line: Line, label: str) -> PlacedLap:
    """Place a lap by its speed alone, scaled to the length of the line."""
    name = next((n for n in (channels.SPEED, 'wheel_speed_mps') if n in session.log.frame.columns), None)
    channel = next((c for c in session.log.channels if c.name == name), None)
    if channel is None:
        raise LapsNotComparable(f'{label} has neither positions nor a speed: only its time can be told.')
    all_s, all_mps = session.recorded.samples(channel)
    inside = (all_s > lap.start_s) & (all_s < lap.end_s)
    time_s = np.concatenate([[lap.start_s], all_s[inside], [lap.end_s]])
    speed_mps = np.interp(time_s, all_s, all_mps)
    progress = progress_by_speed(line, time_s, speed_mps)
    if inside.sum() < 10 or progress is None:
        raise LapsNotComparable(f'{label} has no speed that could be compared: only its time can be told.')
    return PlacedLap(
        recorded=session.recorded,
        lap=lap,
        label=label,
        method=Method.DISTANCE,
        progress=progress,
        gate_residual_ms=None,
        is_coarse=session.is_coarse,
        notes=session.notes,
    )
