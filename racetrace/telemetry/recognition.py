"""Recognition: which of the courses that are known a session drove."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.course import Course, makes_a_line
from racetrace.telemetry.line import Line
from racetrace.telemetry.matches import Matches, spread
from racetrace.telemetry.plane import Fixes, Origin
from racetrace.telemetry.session import Session

CLEARLY = 0.7  # a course is clearly closer when the laps lie so many times as far from it as from another
SAME_PATH_M = 8.0  # two lines of one course differ by less, two layouts by 15 m and more
EVERY_M = 5.0
ELSEWHERE_M = 60.0
SOME = 200  # positions


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    course: Course
    laps: int  # matched
    lateral_m: float  # of the matched laps, in the middle


def located(session: Session) -> tuple[float, float] | None:
    """Return latitude and longitude of the middle of what a session drove; None without positions."""
    there = _in_laps(session)
    if not there.count:
        return None
    latitude_deg, longitude_deg = there.origin.to_degrees(
        np.median(there.east_m, keepdims=True), np.median(there.north_m, keepdims=True)
    )
    return float(latitude_deg[0]), float(longitude_deg[0])


def recognised(session: Session, known: Sequence[Course]) -> Course | None:
    """Return the known course that more than half of a session's laps drove; None where that is undecided.

    Of several it is the one that most laps match, then the one they lie clearly closest to; of two that are
    one path known twice, the first. Pit laps and cut ones do not count.
    """
    found = [candidate for candidate in (_tried(session, course) for course in known) if candidate]
    most = max((candidate.laps for candidate in found), default=0)
    found = [candidate for candidate in found if candidate.laps == most]
    if not found:
        return None
    closest = min(found, key=lambda candidate: candidate.lateral_m)
    rivals = [one for one in found if CLEARLY * one.lateral_m <= closest.lateral_m]
    if all(_is_same_path(one.course.line, closest.course.line) for one in rivals):
        return rivals[0].course
    return None


def _tried(session: Session, course: Course) -> Candidate | None:
    """Match the laps, each after the shift of up to 10 m that a receiver may be off, and no more.

    Laid on the line by an offset of the session's before that, a phone's laps on a kart track were matched
    with a line 30 m beside their own: laps of an unknown course may not be moved as far as those of a known.
    """
    if _is_elsewhere(session, course.line):
        return None
    laps = spread([lap for lap in session.laps if lap.is_comparable and makes_a_line(lap)])
    times_s = {lap.number: (lap.start_s, lap.end_s) for lap in laps}
    fixes = session.fixes.about(course.line.origin)
    matches = Matches(course.line, fixes, times_s, uncertain=session.is_coarse)
    matched = [match.lateral_m for match in matches.values() if match.verdict.is_matched]
    if 2 * len(matched) <= len(laps):
        return None
    return Candidate(course=course, laps=len(matched), lateral_m=float(np.median(matched)))


def _is_elsewhere(session: Session, line: Line) -> bool:
    """Return True when four of five positions are far from the line: a glance, where matching takes long."""
    there = _in_laps(session)
    some = there.taken(slice(None, None, max(1, there.count // SOME))).about(line.origin)
    away_m = np.abs((some.east_m + 1j * some.north_m)[:, None] - _places(line, line.origin))
    return not some.count or bool(np.quantile(away_m.min(axis=1), 0.2) > ELSEWHERE_M)


def _in_laps(session: Session) -> Fixes:
    """Return the fixes of the laps at speed, without the way there and the paddock; all without such laps."""
    fixes = session.fixes
    inside = np.zeros(fixes.count, bool)
    for lap in session.laps:
        if makes_a_line(lap):
            inside |= (fixes.time_s >= lap.start_s) & (fixes.time_s <= lap.end_s)
    return fixes.taken(inside) if inside.any() else fixes


def _is_same_path(one: Line, other: Line) -> bool:
    """Return True when no place of either line is 8 m or more from the other."""
    ours, theirs = _places(one, one.origin), _places(other, one.origin)
    away_m = np.abs(ours[:, None] - theirs)
    return bool(max(away_m.min(axis=0).max(), away_m.min(axis=1).max()) < SAME_PATH_M)


def _places(line: Line, origin: Origin) -> NDArray[np.complex128]:
    """Return places every 5 m along a line in the metres of an origin, east + 1j * north."""
    east_m, north_m = line.position(np.arange(0, line.length_m, EVERY_M))
    east_m, north_m = origin.to_metres(*line.origin.to_degrees(east_m, north_m))
    places: NDArray[np.complex128] = east_m + 1j * north_m
    return places
