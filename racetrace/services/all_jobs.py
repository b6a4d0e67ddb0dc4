"""The imports of everybody, for who looks after the instance: what waits, what failed and why."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from racetrace.accounts.permissions import OF_NOBODY
from racetrace.live.hub import Stage
from racetrace.services.import_log import name_of, start_import
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand
from racetrace.services.viewer import Viewer
from racetrace.store import jobs
from racetrace.telemetry.job import Job

MOST = 100
ENDED = 'It was ended by an admin. The file is kept; drop it again to try once more.'


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedJob:
    job: Job
    owner: str
    at: datetime
    is_mine: bool  # of others the file's name is not told


def all_jobs(instance: Instance, viewer: Viewer, most: int = MOST) -> list[OwnedJob]:
    """Return what is under way or failed, the newest first. Raises NotPermitted."""
    demand(viewer, 'jobs.read', OF_NOBODY)
    return [
        OwnedJob(job=job, owner=owner, at=at, is_mine=job.owner_id == viewer.user_id)
        for job, owner, at in jobs.not_done(instance.engine, most)
    ]


async def retry(instance: Instance, viewer: Viewer, job_id: int) -> Job:
    """Read a file once more that could not be read. Raises NotPermitted and NotFound."""
    demand(viewer, 'job.retry', OF_NOBODY)
    job = await asyncio.to_thread(jobs.failed_one, instance.engine, job_id)
    again = await asyncio.to_thread(jobs.again, instance.engine, job.upload_id)
    start_import(instance, again)
    instance.hub.stir()
    return again


async def end(instance: Instance, viewer: Viewer, job_id: int) -> None:
    """End an import that waits or runs; its file is kept. Raises NotPermitted and NotFound."""
    demand(viewer, 'job.end', OF_NOBODY)
    job = await asyncio.to_thread(jobs.open_one, instance.engine, job_id)
    await instance.runner.cancel(name_of(job))
    await asyncio.to_thread(jobs.fail, instance.engine, job.id, ENDED)
    for news in instance.hub.under_way():
        if news.job_id == job.id and news.owner_id == job.owner_id:
            instance.hub.publish(replace(news, stage=Stage.REFUSED, sentence=ENDED))
    instance.hub.stir()
