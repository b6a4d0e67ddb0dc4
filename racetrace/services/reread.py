"""Derive sessions anew from the files as they were handed in."""

import asyncio

from racetrace.services.import_log import start_import
from racetrace.services.instance import Instance
from racetrace.store import jobs, uploads
from racetrace.telemetry.job import Job


async def reread_all(instance: Instance) -> list[Job]:
    """Owe another reading of every file, and begin."""
    owed = [
        await asyncio.to_thread(jobs.again, instance.engine, upload_id)
        for upload_id in await asyncio.to_thread(uploads.with_sessions, instance.engine)
    ]
    for job in owed:
        start_import(instance, job)
    return owed
