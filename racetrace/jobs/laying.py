"""Where a session is laid: on the known course that it drove, or on one made of its own laps."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from racetrace.errors import CorrectionRefused
from racetrace.jobs.asked import Asked
from racetrace.telemetry.corrections import Correction, CorrectionKind, newest
from racetrace.telemetry.course import Course
from racetrace.telemetry.findings import KnownLine, Nearby, NewLine
from racetrace.telemetry.kept import line_to_bytes
from racetrace.telemetry.outline import outline
from racetrace.telemetry.recognition import located, recognised
from racetrace.telemetry.recutting import gate_on, gate_set, recut, turned
from racetrace.telemetry.session import Session

CourseOrNone = TypeVar('CourseOrNone', Course, Course | None)


def on_course(
    session: Session, corrections: Sequence[Correction], *, is_new: bool, lies_on: int | None
) -> Generator[Any, Any, tuple[Session, Course | None, NewLine | int | None]]:
    """Return the session, cut where it is to be; its course; and what is to be kept of that.

    The course is a known one where the session drove that. A gate that was set cuts the session, whatever its
    logger states, and a new one moves that of the course, which is the line that the session lies on.
    """
    own, set_by = session.course, newest(corrections, CorrectionKind.GATE)
    is_moved = is_new and set_by is not None and corrections[-1] is set_by
    if set_by is not None:
        session = _recut_at(session, set_by, is_new=is_moved)
        own = _turned_to(own or session.course, set_by)
    where = located(session)
    if where is None or own is None:
        return session, None, None
    session = replace(session, made_line=own.line.version)
    known: Sequence[KnownLine] = (yield Asked(Nearby(latitude_deg=where[0], longitude_deg=where[1]))) or ()
    courses = {line: line.course() for line in _wanted(known, corrections)}
    line = next((line for line in courses if is_moved and line.id == lies_on), None)
    line = line or _recognised(session, courses)
    if line is None:
        if is_new and corrections[-1].course_id is not None:
            raise CorrectionRefused('The laps of this session do not drive that course: choose another.')
        is_decided = newest(corrections, CorrectionKind.COURSE) is None and not _is_doubtful(session, courses)
        return session, own, new_line(own, where, is_decided=is_decided, is_gate_given=set_by is not None)
    course = courses[line]
    if is_moved and set_by is not None:
        course = _turned_to(course, set_by)
        return recut(session, gate_on(session, course)), course, new_line(course, where, known=line)
    if set_by is not None or (line.is_gate_given and not _is_stated(session)):
        session = recut(session, gate_on(session, course))
    return session, course, line.id


def _wanted(known: Sequence[KnownLine], corrections: Sequence[Correction]) -> Sequence[KnownLine]:
    """Return the known lines that a session may lie on: all, unless a person chose a course, or none."""
    chosen = newest(corrections, CorrectionKind.COURSE)
    return [line for line in known if chosen is None or line.course_id == chosen.course_id is not None]


def _recognised(session: Session, courses: Mapping[KnownLine, Course]) -> KnownLine | None:
    found = recognised(session, list(courses.values()))
    return next((line for line, course in courses.items() if course is found), None)


def _recut_at(session: Session, correction: Correction, *, is_new: bool) -> Session:
    gate = gate_set(session, correction)
    again = None if gate is None else recut(session, gate)
    if again is None or not any(lap.is_timed for lap in again.laps):
        if is_new:
            raise CorrectionRefused('No lap begins and ends there: put the line where the car passes twice.')
        return session
    return again


def _turned_to(course: CourseOrNone, correction: Correction) -> CourseOrNone:
    """Return a course that begins at the gate that was set; an open one stays as it is."""
    if course is None or correction.latitude_deg is None or correction.longitude_deg is None:
        return course
    return turned(course, correction.latitude_deg, correction.longitude_deg) if course.line.closed else course


def _is_stated(session: Session) -> bool:
    return any(lap.is_timed and lap.measured_by.is_stated for lap in session.laps)


def _is_doubtful(session: Session, courses: Mapping[KnownLine, Course]) -> bool:
    """May it be one of several courses?"""
    return sum(recognised(session, [course]) is not None for course in courses.values()) > 1


def new_line(
    course: Course,
    where: tuple[float, float],
    *,
    is_decided: bool = True,
    is_gate_given: bool = True,
    known: KnownLine | None = None,
) -> NewLine:
    """Return the line as what is to be kept; `known` is the one of which it is a new version."""
    line = course.line
    latitudes, longitudes = line.origin.to_degrees(*course.gate.ends_m())
    return NewLine(
        version=line.version,
        line=line_to_bytes(line),
        length_m=line.length_m,
        is_closed=line.closed,
        outline=tuple(outline(line)),
        corners=course.corners,
        gate_deg=(tuple(latitudes.tolist()), tuple(longitudes.tolist())),
        latitude_deg=where[0],
        longitude_deg=where[1],
        is_decided=is_decided,
        course_id=known.course_id if known else None,
        is_gate_given=is_gate_given,
    )
