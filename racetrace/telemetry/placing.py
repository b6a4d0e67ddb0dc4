"""Laps on a course: each at its own progress, or refused in one sentence."""

from dataclasses import dataclass, replace

import numpy as np

from racetrace.errors import LapsNotComparable
from racetrace.telemetry import channels
from racetrace.telemetry.alignment import offset_m
from racetrace.telemetry.comparison import Method
from racetrace.telemetry.course import KNOWN_TIMES, Course, moved_to
from racetrace.telemetry.gates import crossings, integral
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.line import Line
from racetrace.telemetry.matching import Verdict
from racetrace.telemetry.plane import Fixes
from racetrace.telemetry.progress import Progress, progress_of
from racetrace.telemetry.session import Session
from racetrace.telemetry.uncertainty import Uncertainty

SAME_LINE_M = 3.0  # two start lines closer than this are one
MAX_OFFSET_M = 8.0
FAR_M = 25.0
MAX_FAR_SHARE = 0.05
MAX_GAP_S = 10.0
BRIDGED_GAP_S = 3.0
MAX_GAP_SHARE = 0.1
PLAUSIBLE_SCALE = (0.85, 1.2)
BAND_WITHOUT_POSITIONS_S = 0.25


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacedLap:
    session: Session
    lap: Lap
    label: str
    method: Method
    progress: Progress
    gate_residual_ms: float | None

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
    fixes = _on_course(session, course)
    start_s, end_s, is_known = _ends(session, lap, course, fixes, label)
    _refuse_gaps(fixes, start_s, end_s, label)
    _refuse_another_course(session, course, fixes, lap, label)
    progress = progress_of(
        course.line,
        fixes,
        start_s,
        end_s,
        crossings_known=is_known,
    )
    _refuse_uncertain(progress, label)
    return PlacedLap(
        session=session,
        lap=lap,
        label=label,
        method=Method.POSITION,
        progress=progress,
        gate_residual_ms=_gate_residual_ms(course, fixes, lap, start_s, end_s),
    )


def _on_course(session: Session, course: Course) -> Fixes:
    """Return the session's fixes in the metres of the course; those of another session laid on its line."""
    if course is session.course:
        return session.fixes
    fixes = moved_to(session.fixes, course.line)
    laps_s = [(lap.start_s, lap.end_s) for lap in session.laps if lap.is_comparable]
    east_m, north_m = offset_m(course.line, fixes, laps_s)
    return replace(fixes, east_m=fixes.east_m - east_m, north_m=fixes.north_m - north_m)


def _ends(session: Session, lap: Lap, course: Course, fixes: Fixes, label: str) -> tuple[float, float, bool]:
    """Return when the lap crossed the course's line, and whether the logger knew it better than we do."""
    if course is session.course or _line_offset_m(session, course, fixes) <= SAME_LINE_M:
        return lap.start_s, lap.end_s, lap.measured_by in KNOWN_TIMES
    times = crossings(fixes, course.gate)
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
    if lap.measured_by not in KNOWN_TIMES or lap.time_s is None:
        return None
    times = crossings(fixes, course.gate)
    nearest = [times[np.argmin(np.abs(times - end))] for end in (start_s, end_s)] if times.size else []
    if len(nearest) < 2 or max(abs(nearest[0] - start_s), abs(nearest[1] - end_s)) > 2:
        return None
    return float(nearest[1] - nearest[0] - lap.time_s) * 1e3


def _refuse_gaps(fixes: Fixes, start_s: float, end_s: float, label: str) -> None:
    inside = fixes.time_s[(fixes.time_s > start_s) & (fixes.time_s < end_s)]
    gaps = np.diff(np.concatenate([[start_s], inside, [end_s]]))
    if gaps.max() > MAX_GAP_S:
        raise LapsNotComparable(
            f'{label} has no position for {gaps.max():.0f} s: its time is valid, a comparison would not be.'
        )
    if gaps[gaps > BRIDGED_GAP_S].sum() > MAX_GAP_SHARE * (end_s - start_s):
        raise LapsNotComparable(
            f'{label} has no positions for more than a tenth of the lap: its time is valid, a comparison '
            'would not be.'
        )


def _refuse_another_course(session: Session, course: Course, fixes: Fixes, lap: Lap, label: str) -> None:
    """Laps of one session may be compared where it stays undecided whether they drove the same layout."""
    is_own = course is session.course
    matches = session.matches if is_own else session.matches_on(course.line, fixes)
    match = matches[lap.number]
    if not match.verdict.is_matched and not (is_own and match.verdict is Verdict.UNDECIDED):
        raise LapsNotComparable(f'{label} is not a lap of the course it is compared on. {match.sentence}')


def _refuse_uncertain(progress: Progress, label: str) -> None:
    low, high = PLAUSIBLE_SCALE
    if not low < progress.scale < high:
        raise LapsNotComparable(
            f'{label} drove {1 / progress.scale:.2f} times the length of the course: '
            'it is another lap, or its speed is in another unit.'
        )
    far = float(np.mean(np.abs(progress.offset_m) > FAR_M))
    if progress.offset_rms_m > MAX_OFFSET_M or far > MAX_FAR_SHARE:
        raise LapsNotComparable(
            f'The positions of {label} are too uncertain to compare '
            f'({progress.offset_rms_m:.0f} m beside the line): its time is valid.'
        )


def _without_positions(session: Session, lap: Lap, line: Line, label: str) -> PlacedLap:
    """Place a lap by its speed alone, scaled to the length of the line."""
    name = next((n for n in (channels.SPEED, 'wheel_speed_mps') if n in session.log.frame.columns), None)
    channel = next((c for c in session.log.channels if c.name == name), None)
    if channel is None:
        raise LapsNotComparable(f'{label} has neither positions nor a speed: only its time can be told.')
    all_s, all_mps = session.samples(channel)
    inside = (all_s > lap.start_s) & (all_s < lap.end_s)
    time_s = np.concatenate([[lap.start_s], all_s[inside], [lap.end_s]])
    speed_mps = np.interp(time_s, all_s, all_mps)
    way = integral(time_s, speed_mps)
    if inside.sum() < 10 or way[-1] <= 0:
        raise LapsNotComparable(f'{label} has no speed that could be compared: only its time can be told.')
    nothing = np.zeros(time_s.size)
    distance_m = way / way[-1] * line.length_m
    east, north = line.position(distance_m)
    progress = Progress(
        time_s=time_s,
        distance_m=distance_m,
        speed_mps=speed_mps,
        pace_mps=speed_mps * (line.length_m / float(way[-1])),
        offset_m=nothing,
        uncertainty=Uncertainty(
            distance_m=distance_m, time_s=time_s, local_s=np.full(time_s.size, BAND_WITHOUT_POSITIONS_S)
        ),
        east_m=east,
        north_m=north,
        scale=line.length_m / float(way[-1]),
        drift_m=0.0,
        gap_s=float(np.diff(time_s).max()),
    )
    return PlacedLap(
        session=session,
        lap=lap,
        label=label,
        method=Method.DISTANCE,
        progress=progress,
        gate_residual_ms=None,
    )
