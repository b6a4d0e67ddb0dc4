"""Cut a session at another start/finish line than its file says."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from racetrace.telemetry.corrections import Correction, corrected
from racetrace.telemetry.course import Course
from racetrace.telemetry.cutting import cut_at
from racetrace.telemetry.gates import Gate
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.line import Line
from racetrace.telemetry.log import FileGate
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.session import Session
from racetrace.telemetry.start_finish import gate_of_file


def recut(session: Session, gate: Gate) -> Session:
    """Return the session cut where it crossed a gate, in its own metres.

    What the logger or an organiser states of a lap stays beside our time of it.
    """
    laps = cut_at(session.log, session.fixes, gate)
    return replace(session, laps=tuple(labelled(laps, session.laps)), gate=gate)


def labelled(laps: Sequence[Lap], before: Sequence[Lap]) -> list[Lap]:
    """Give each timed lap the stated time of the lap before that it mostly is, where one is."""
    return [replace(lap, stated_time_s=_stated_s(lap, before)) if lap.is_timed else lap for lap in laps]


def _stated_s(lap: Lap, before: Sequence[Lap]) -> float | None:
    for other in before:
        shared_s = min(lap.end_s, other.end_s) - max(lap.start_s, other.start_s)
        if shared_s > 0.5 * max(lap.end_s - lap.start_s, other.end_s - other.start_s):
            return other.time_s if other.measured_by.is_stated else other.stated_time_s
    return None


def edited(session: Session, corrections: Sequence[Correction]) -> Session:
    """Return the session with its laps split, merged and excluded."""
    return replace(session, laps=corrected(session.laps, corrections, session.fixes, session.gate))


def gate_set(session: Session, correction: Correction) -> Gate | None:
    """Return the gate that a person set, in the session's metres; None when no car crossed it."""
    if correction.latitude_deg is None or correction.longitude_deg is None or session.fixes.count < 3:
        return None
    stated = FileGate(
        latitude_deg=correction.latitude_deg,
        longitude_deg=correction.longitude_deg,
        heading_deg=correction.heading_deg,
    )
    return gate_of_file(stated, session.fixes)


def gate_on(session: Session, course: Course) -> Gate:
    """Return a course's start gate in the metres of a session, where its receiver saw it."""
    seen = session.fixes_on(course)
    gate = course.gate
    if not session.fixes.count:
        return gate
    own = session.fixes.about(course.line.origin)
    east_m = gate.east_m + float(own.east_m[0] - seen.east_m[0])
    north_m = gate.north_m + float(own.north_m[0] - seen.north_m[0])
    degrees = course.line.origin.to_degrees(np.array([east_m]), np.array([north_m]))
    at_east_m, at_north_m = session.fixes.origin.to_metres(*degrees)
    return replace(gate, east_m=float(at_east_m[0]), north_m=float(at_north_m[0]))


def turned(course: Course, latitude_deg: float, longitude_deg: float) -> Course:
    """Return a closed course that begins where it passes nearest to a place; the path itself stays.

    The start moves from node to node of the line, which are about 1 m apart: moved back it is the line that
    it was, to the last bit. The corners are found and numbered anew, from the new start on.
    """
    node = nearest_node(course.line, latitude_deg, longitude_deg)
    return course if not node else Course(line=begun_at(course.line, node), name=course.name)


def nearest_node(line: Line, latitude_deg: float, longitude_deg: float) -> int:
    degrees = np.array([latitude_deg]), np.array([longitude_deg])
    east_m, north_m = line.origin.to_metres(*degrees)
    away_m: Samples = np.hypot(line.east_m - east_m, line.north_m - north_m)
    return int(np.argmin(away_m))


def begun_at(line: Line, node: int) -> Line:
    """Return a closed line that begins at another of its nodes."""
    return replace(line, east_m=np.roll(line.east_m, -node), north_m=np.roll(line.north_m, -node))
