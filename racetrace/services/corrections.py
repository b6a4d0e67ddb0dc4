"""What a person knows better than the reader: kept as data, applied on top of what was found, undone at will.

A correction is made in a worker, from the file as it was handed in, and takes effect in one transaction:
whoever looks sees what was before or what is after. Where a gate moves, that is the gate of the course: its
line gets a new version, and the other sessions on it are read again, one after the other.
"""

import asyncio
import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from racetrace.errors import CorrectedMeanwhile, CorrectionRefused, WorkerLost
from racetrace.services.cut_anew import cut_anew
from racetrace.services.import_log import start_import
from racetrace.services.instance import Instance
from racetrace.services.place_others import start_placing
from racetrace.services.reach import demand_lap, demand_session, owner_of
from racetrace.services.viewer import Viewer
from racetrace.store import corrections, courses, sessions
from racetrace.store.imports import Change
from racetrace.telemetry.corrections import Correction, CorrectionKind, holding
from racetrace.telemetry.course import Course
from racetrace.telemetry.findings import KnownLine
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.recutting import nearest_node
from racetrace.telemetry.summary import Summary

TRIES = 3


def listed(instance: Instance, viewer: Viewer, session_id: int) -> list[Correction]:
    """Return the corrections of a session, the oldest first. Raises NotFound."""
    demand_session(instance, viewer, 'session.correct', session_id)
    return corrections.of_session(instance.engine, session_id)


def candidates(instance: Instance, viewer: Viewer, session_id: int) -> list[KnownLine]:
    """Return the courses around the line of a session, its own among them. Raises NotFound, NotPermitted."""
    its = demand_session(instance, viewer, 'session.correct', session_id)
    line_id = sessions.source(instance.engine, session_id).line_id
    if line_id is None:
        return []
    origin = courses.line(instance.engine, line_id).course().line.origin
    return courses.near(instance.engine, owner_of(its), origin.latitude_deg, origin.longitude_deg)


def exclude(instance: Instance, viewer: Viewer, lap_id: int, reason: str) -> tuple[Summary, Lap]:
    """Say why a lap does not count; without a reason it counts again. Raises NotFound and NotPermitted."""
    its = demand_lap(instance, viewer, 'session.correct', lap_id)
    corrections.exclude(instance.engine, lap_id, reason)
    instance.hub.stir()
    return sessions.of_lap(instance.engine, owner_of(its), lap_id)


async def correct(instance: Instance, viewer: Viewer, session_id: int, new: Correction) -> Summary:
    """Make a correction. Raises NotFound, NotPermitted, and CorrectionRefused with a sentence."""
    async with instance.correcting:
        found = await asyncio.to_thread(_session, instance, viewer, session_id)
        if new.kind is CorrectionKind.EXCLUDE:
            index = _lap_at(found, new)
            await asyncio.to_thread(exclude, instance, viewer, found.laps[index].id, new.reason)
        else:
            new = await asyncio.to_thread(_complete, instance, viewer, found, new)
            await _take_effect(instance, found, lambda before: Change(before=before, new=new))
    return await asyncio.to_thread(_session, instance, viewer, session_id)


async def undo(instance: Instance, viewer: Viewer, session_id: int, correction_id: int) -> Summary:
    """Take a correction back, be it the last one or not. Raises NotFound and NotPermitted."""
    async with instance.correcting:
        found = await asyncio.to_thread(_session, instance, viewer, session_id)
        undone = await asyncio.to_thread(corrections.correction, instance.engine, session_id, correction_id)
        if undone.kind is CorrectionKind.EXCLUDE:
            await asyncio.to_thread(corrections.include, instance.engine, session_id, correction_id)
            instance.hub.stir()
        else:
            await _take_effect(instance, found, lambda before: Change(before=before, undone=undone))
    return await asyncio.to_thread(_session, instance, viewer, session_id)


def _session(instance: Instance, viewer: Viewer, session_id: int) -> Summary:
    its = demand_session(instance, viewer, 'session.correct', session_id)
    return sessions.session(instance.engine, owner_of(its), session_id)


async def _take_effect(
    instance: Instance, session: Summary, change_of: Callable[[Sequence[Correction]], Change]
) -> None:
    for tries_left in reversed(range(TRIES)):
        before = await asyncio.to_thread(corrections.of_session, instance.engine, session.id)
        try:
            rest, owed = await cut_anew(instance, session, change_of(before))
        except (CorrectedMeanwhile, WorkerLost):
            if not tries_left:
                raise
        else:
            break
    instance.hub.stir()
    if rest is not None:
        start_placing(instance, rest)
    for job in owed:
        start_import(instance, job, is_quiet=True)


def _complete(instance: Instance, viewer: Viewer, session: Summary, new: Correction) -> Correction:
    """Return the correction with all that it needs to be made again at any time."""
    if new.kind is CorrectionKind.GATE:
        return _squared(instance, session, new)
    if new.kind is CorrectionKind.COURSE:
        known = candidates(instance, viewer, session.id)
        if new.course_id is not None and new.course_id not in {line.course_id for line in known}:
            raise CorrectionRefused('There is no such course around here: choose one of those that are.')
        return new
    index = _lap_at(session, new)
    if new.kind is CorrectionKind.MERGE and index + 1 == len(session.laps):
        raise CorrectionRefused('This is the last lap: there is none to merge it with.')
    lap = session.laps[index]
    if (
        new.kind is CorrectionKind.SPLIT
        and min((new.at_s or 0) - lap.start_s, lap.end_s - (new.at_s or 0)) < 1
    ):
        raise CorrectionRefused('A lap is split a second or more from its ends.')
    return new


def _lap_at(session: Summary, new: Correction) -> int:
    index = holding(session.laps, new.at_s)
    if index is None:
        raise CorrectionRefused('No lap of this session holds that moment: choose one inside a lap.')
    return index


def _squared(instance: Instance, session: Summary, new: Correction) -> Correction:
    """Put the gate onto the course's line, square to it; where there is none it stays where it was put."""
    if new.latitude_deg is None or new.longitude_deg is None:
        raise CorrectionRefused('A line across the track needs a latitude and a longitude.')
    course = line_of(instance, session.id)
    if course is None:
        return new
    if not course.line.closed:
        raise CorrectionRefused('The start of a course that is not closed cannot be moved.')
    line, node = course.line, nearest_node(course.line, new.latitude_deg, new.longitude_deg)
    latitude, longitude = line.origin.to_degrees(line.east_m[[node]], line.north_m[[node]])
    heading_deg = math.degrees(line.heading_rad[node]) % 360
    return replace(
        new, latitude_deg=float(latitude[0]), longitude_deg=float(longitude[0]), heading_deg=heading_deg
    )


def line_of(instance: Instance, session_id: int) -> Course | None:
    line_id = sessions.source(instance.engine, session_id).line_id
    return None if line_id is None else courses.line(instance.engine, line_id).course()
