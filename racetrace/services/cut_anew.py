"""Cut a session anew with another list of corrections, in as many workers as are free for it."""

import asyncio
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final

from racetrace.errors import CorrectedMeanwhile, CorrectionRefused
from racetrace.jobs import reading
from racetrace.services.instance import Instance
from racetrace.store import corrections, courses, sessions, uploads
from racetrace.store.imports import Change, Intake
from racetrace.telemetry.findings import Along, Found, KnownLine, Nearby
from racetrace.telemetry.job import Job
from racetrace.telemetry.summary import Summary

LIMIT_S: Final = 60.0
MOST_SHARES: Final = 2  # each worker reads the file first, and this machine has more to do


async def cut_anew(instance: Instance, session: Summary, change: Change) -> tuple[Job | None, list[Job]]:
    """Cut, match and place the laps, and keep what comes of it. Return what is owed then.

    Raises CorrectionRefused with a sentence, and CorrectedMeanwhile where it is worth another try.
    """
    engine = instance.engine
    source = await asyncio.to_thread(sessions.source, engine, session.id)
    upload_id = source.upload_id
    if upload_id is None:
        raise CorrectionRefused('This session was made by hand: it has no laps to correct.')
    intake = Intake(engine)
    try:
        found = await _found(instance, session, change, source.line_id, upload_id, intake)
        return await asyncio.to_thread(intake.keep_corrected, session.id, found, change)
    finally:
        await asyncio.to_thread(intake.discard)


async def _found(
    instance: Instance,
    session: Summary,
    change: Change,
    line_id: int | None,
    upload_id: int,
    intake: Intake,
) -> Found:
    engine, taking = instance.engine, Lock()

    def hear(said: Any) -> Any:
        if isinstance(said, Along):
            with taking:
                intake.take_lap(said)
        if isinstance(said, Nearby):
            owner_id = uploads.owner(engine, upload_id)
            known = courses.near(engine, owner_id, said.latitude_deg, said.longitude_deg)
            return _as_it_was(instance, session.id, known, change)
        return None

    asked = session.name, change.after, change.new is not None, line_id
    shares = max(1, min(MOST_SHARES, instance.pool.idle))
    work = [
        instance.pool.run(
            reading.correct_log,
            *asked,
            (share, shares),
            pieces=uploads.raw_of(engine, upload_id),
            reply=hear,
            limit_s=LIMIT_S,
        )
        for share in range(shares)
    ]
    # Whoever fails, the others end first: what they find is thrown away with the intake.
    return _one(await asyncio.gather(*work, return_exceptions=True))


def _one(ended: Sequence[Found | BaseException]) -> Found:
    """Return what all shares found alike; what one of them raised is raised."""
    found = []
    for one in ended:
        if isinstance(one, BaseException):
            raise one
        found.append(one)
    if any(other.line != found[0].line for other in found):
        raise CorrectedMeanwhile('The courses around were changed while the laps were being placed.')
    return found[0]


def _as_it_was(
    instance: Instance, session_id: int, known: list[KnownLine], change: Change
) -> list[KnownLine]:
    """Put the line into a course that is in force there once a moved gate is back."""
    undone = change.undone
    line_id = corrections.without(instance.engine, session_id, undone.id) if undone is not None else None
    if line_id is None:
        return known
    line = courses.line(instance.engine, line_id)
    return [line if line.course_id == one.course_id else one for one in known]
