"""Place the laps of a long session that were not placed before it was shown."""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import Any

from racetrace.errors import NotFound, WorkerLost, WorkTooLong
from racetrace.jobs import reading
from racetrace.services.instance import Instance
from racetrace.store import courses, jobs, progress, sessions, uploads
from racetrace.telemetry.findings import Along
from racetrace.telemetry.job import Job
from racetrace.telemetry.laps import Lap

logger = logging.getLogger(__name__)

LIMIT_S = 120.0
TOGETHER = 16  # laps in one transaction, after which the pages look again


def start_placing(instance: Instance, job: Job) -> None:
    """Let it run by itself; what a crash interrupts goes on with the next start."""
    instance.runner.start(partial(_place, instance, job), name=f'places of {job.id}')


async def _place(instance: Instance, job: Job) -> None:
    try:
        await _place_missing(instance, job)
    except NotFound:
        return  # it was deleted; should it come back, the next start goes on
    except (WorkerLost, WorkTooLong, MemoryError) as error:
        logger.warning('Laps of session %s have no place yet: %s', job.session_id, error)
    await asyncio.to_thread(jobs.placed, instance.engine, job.id)
    instance.hub.stir()


async def _place_missing(instance: Instance, job: Job) -> None:
    engine = instance.engine
    line_id, laps, missing = await asyncio.to_thread(_missing, instance, job)
    if line_id is None or not missing:
        return
    waiting: list[tuple[Lap, Along]] = []

    def keep() -> None:
        progress.add_later(engine, line_id, waiting)
        waiting.clear()
        instance.hub.stir()

    def hear(said: Any) -> None:
        if isinstance(said, Along):
            waiting.append((missing[said.number], said))
        if len(waiting) >= TOGETHER:
            keep()

    known = await asyncio.to_thread(courses.line, engine, line_id)
    raw = uploads.raw_of(engine, job.upload_id)
    await instance.pool.run(
        reading.place_others, job.name, known, laps, tuple(missing), pieces=raw, reply=hear, limit_s=LIMIT_S
    )
    await asyncio.to_thread(keep)


def _missing(instance: Instance, job: Job) -> tuple[int | None, Sequence[Lap], dict[int, Lap]]:
    """Return the line of a session, its laps, and by their numbers those that have no place on it."""
    if job.session_id is None:
        return None, (), {}
    line_id = sessions.source(instance.engine, job.session_id).line_id
    session = sessions.session(instance.engine, job.owner_id, job.session_id)
    whole = [lap for lap in session.laps if lap.is_comparable]
    kept = (
        progress.of_laps(instance.engine, [lap.id for lap in whole], line_id) if line_id is not None else {}
    )
    return line_id, session.laps, {lap.number: lap for lap in whole if lap.id not in kept}
