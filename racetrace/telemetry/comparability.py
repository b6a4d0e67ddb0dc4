"""When a lap cannot honestly be compared on a course, each reason in one sentence."""

import numpy as np

from racetrace.errors import LapsNotComparable
from racetrace.telemetry.course import Course
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.matching import Verdict
from racetrace.telemetry.plane import Fixes
from racetrace.telemetry.progress import Progress
from racetrace.telemetry.session import Session

MAX_OFFSET_M = 8.0
FAR_M = 25.0
MAX_FAR_SHARE = 0.05
MAX_GAP_S = 10.0
BRIDGED_GAP_S = 3.0
LEAST_FIXES = 8
MAX_GAP_SHARE = 0.1
PLAUSIBLE_SCALE = (0.85, 1.2)


def refuse_gaps(fixes: Fixes, start_s: float, end_s: float, label: str) -> None:
    """Refuse a lap with more than 10 s without a fix, a tenth in gaps of more than 3 s, or under 8 fixes."""
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
    if inside.size < LEAST_FIXES:
        raise LapsNotComparable(
            f'{label} has too few positions to compare ({inside.size}): its time is valid.'
        )


def refuse_another_course(session: Session, course: Course, lap: Lap, label: str) -> None:
    """Refuse a lap that does not keep to the course.

    Laps of one session may be compared where it stays undecided whether they drove the same layout.
    """
    match = session.matches_on(course)[lap.number]
    is_left_open = match.verdict is Verdict.UNDECIDED and session.owns(course)
    if not match.verdict.is_matched and not is_left_open:
        raise LapsNotComparable(f'{label} is not a lap of the course it is compared on. {match.sentence}')


def refuse_uncertain(progress: Progress, label: str) -> None:
    """Refuse a lap of another length, and one whose positions lie too far beside the line."""
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
