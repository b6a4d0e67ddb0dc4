import asyncio

import pytest

from racetrace.errors import NotFound, NotPermitted
from racetrace.jobs.pool import Pool
from racetrace.services.all_jobs import ENDED, all_jobs, end, retry
from racetrace.services.import_log import receive_log, waited
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL, Viewer
from racetrace.store import jobs
from racetrace.telemetry.job import JobState
from tests.services.conftest import Import, in_pieces
from tests.simulated_log import simulated_log

SOMEBODY = Viewer(user_id=9)


async def test_only_an_admin_sees_and_touches_the_jobs_of_others(instance: Instance) -> None:
    with pytest.raises(NotPermitted):
        all_jobs(instance, SOMEBODY)
    for deed in (retry, end):
        with pytest.raises(NotPermitted):
            await deed(instance, SOMEBODY, 1)


async def test_what_failed_says_why_and_is_tried_again(instance: Instance, imported: Import) -> None:
    await imported(simulated_log())
    failed = await imported(b'\xff\xd8\xff\xe0 no log', 'photo.jpg')
    (shown,) = all_jobs(instance, LOCAL)
    assert (shown.job.id, shown.job.state, shown.is_mine) == (failed.id, JobState.FAILED, True)
    assert shown.job.sentence
    await retry(instance, LOCAL, failed.id)
    newest = all_jobs(instance, LOCAL)[0].job
    assert (await waited(instance, newest)).state is JobState.FAILED
    assert newest.id > failed.id
    with pytest.raises(NotFound):
        await retry(instance, LOCAL, 99)


async def test_an_import_that_runs_is_ended_and_its_file_kept(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_reading = asyncio.Event()

    async def for_ever(*_: object, **__: object) -> None:
        is_reading.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(Pool, 'run', for_ever)
    job = await receive_log(instance, LOCAL, 'kart.csv', in_pieces(simulated_log()))
    await is_reading.wait()
    await end(instance, LOCAL, job.id)
    ended = jobs.job(instance.engine, LOCAL.user_id, job.id)
    assert (ended.state, ended.sentence) == (JobState.FAILED, ENDED)
    assert instance.hub.under_way() == []
    with pytest.raises(NotFound):
        await end(instance, LOCAL, job.id)
