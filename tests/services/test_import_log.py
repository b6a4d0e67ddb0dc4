import asyncio
import os
from collections.abc import AsyncIterator

import psutil
import pytest
from sqlmodel import func, select

from racetrace.errors import StoreFull
from racetrace.jobs import reading as work
from racetrace.live.hub import News, Stage
from racetrace.services import import_log, sessions
from racetrace.services.import_log import receive_log, waited
from racetrace.services.instance import Instance
from racetrace.services.running import running
from racetrace.services.viewer import LOCAL
from racetrace.store import jobs
from racetrace.store.database import reading
from racetrace.store.file_rows import BlobRow
from racetrace.store.imports import Intake
from racetrace.telemetry.findings import Along
from racetrace.telemetry.job import JobState
from tests.services.chores import end_without_a_word
from tests.services.conftest import Import, in_pieces
from tests.simulated_log import simulated_log


def blobs(instance: Instance) -> int:
    with reading(instance.engine) as db:
        return db.exec(select(func.count()).select_from(BlobRow)).one()


async def test_a_file_becomes_a_session_with_laps_along_its_course(
    instance: Instance, imported: Import
) -> None:
    job = await imported(simulated_log())
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    session = sessions.session(instance, LOCAL, job.session_id or 0)
    assert [lap.number for lap in session.ranked] == [3, 2, 1]
    assert session.driven is not None
    for lap in session.ranked:
        assert sum(session.passed[lap.number].splits_s) == pytest.approx(lap.time_s, abs=0.01)


async def test_every_step_is_told_with_the_lap_it_is_at(instance: Instance) -> None:
    told: list[News] = []

    async def listen() -> None:
        async for news in instance.hub.watch():
            told.append(news)

    listening = asyncio.create_task(listen())
    job = await receive_log(instance, LOCAL, 'kart.csv', in_pieces(simulated_log()), key='k')
    await waited(instance, job)
    await asyncio.sleep(0)
    listening.cancel()
    assert list(dict.fromkeys(news.stage for news in told)) == list(Stage)[:-1]
    assert {news.key for news in told} == {'k'}
    assert [(news.done, news.of) for news in told if news.stage is Stage.PLACING] == [(0, 3), (1, 3), (2, 3)]
    assert told[-1].session_id == 1
    assert instance.hub.under_way() == []


async def test_the_same_file_again_is_the_same_session(instance: Instance, imported: Import) -> None:
    first = await imported(simulated_log())
    again = await imported(simulated_log(), 'another name.csv')
    assert (again.id, again.session_id) == (first.id, first.session_id)
    assert sessions.count(instance, LOCAL) == 1


async def test_several_at_once_of_a_new_place_share_its_course(instance: Instance, imported: Import) -> None:
    files = [simulated_log() + f'# Number: {i}\n'.encode() for i in range(4)]
    found = await asyncio.gather(*(imported(file) for file in files))
    courses = {s.driven.course_id for s in sessions.newest(instance, LOCAL) if s.driven}
    assert (len({job.session_id for job in found}), courses) == (4, {1})


async def test_what_is_no_log_is_refused_and_its_bytes_stay(instance: Instance, imported: Import) -> None:
    job = await imported(b'\x89PNG\r\n', 'map.png')
    assert job.state is JobState.FAILED
    assert job.sentence
    assert sessions.failed(instance, LOCAL) == [job]
    assert blobs(instance) == 1


async def test_a_file_that_does_not_arrive_leaves_nothing(instance: Instance) -> None:
    async def broken_off() -> AsyncIterator[bytes]:
        yield os.urandom(3 << 20)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await receive_log(instance, LOCAL, 'kart.csv', broken_off())
    assert (blobs(instance), sessions.newest_jobs(instance, LOCAL)) == (0, [])


async def test_a_killed_worker_is_replaced_and_the_import_tried_again(
    instance: Instance, imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[psutil.Process] = []
    take = Intake.take_lap

    def kill_once(self: Intake, along: Along) -> None:  # nine laps before the worker is done
        take(self, along)
        if not killed:
            killed.extend(p for p in psutil.Process().children() if 'spawn_main' in ' '.join(p.cmdline()))
            for worker in killed:
                worker.kill()

    monkeypatch.setattr(Intake, 'take_lap', kill_once)
    job = await imported(simulated_log(10))
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert sessions.count(instance, LOCAL) == 1
    assert blobs(instance) == 1 + 1 + 1 + 10, 'raw, samples, line and ten laps; nothing of the first attempt'


async def test_a_file_that_kills_its_worker_each_time_is_refused_in_the_end(
    imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, 'import_log', end_without_a_word)
    job = await imported(simulated_log())
    assert (job.attempts, job.sentence) == (3, import_log.ENDED)


async def test_a_full_disk_is_told_and_the_import_goes_on_when_there_is_space(
    instance: Instance, imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, full = Intake.keep, ['The disk is full.']
    told = []

    def keep_when_there_is_space(self: Intake, *args: object, **more: object) -> int:
        if full:
            raise StoreFull(full.pop())
        told.extend(instance.hub.under_way())
        return keep(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Intake, 'keep', keep_when_there_is_space)
    monkeypatch.setattr(import_log, 'UNTIL_SPACE_S', 0)
    job = await imported(simulated_log())
    assert (job.state, job.attempts) == (JobState.DONE, 2)


async def test_an_import_that_was_interrupted_is_taken_up_by_the_next_start(fresh: Instance) -> None:
    async with running(fresh):
        job = await receive_log(fresh, LOCAL, 'kart.csv', in_pieces(simulated_log()))
    assert [found.id for found in jobs.unfinished(fresh.engine)] == [job.id]
    async with running(fresh):
        assert (await waited(fresh, job)).state is JobState.DONE
