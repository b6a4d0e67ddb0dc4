from sqlmodel import col, delete

from racetrace.jobs.reading import AT_ONCE
from racetrace.services import sessions
from racetrace.services.import_log import receive_log, waited
from racetrace.services.instance import Instance
from racetrace.services.running import running
from racetrace.services.viewer import LOCAL
from racetrace.store import jobs
from racetrace.store.database import writing
from racetrace.store.file_rows import JobRow
from racetrace.store.session_rows import ProgressRow
from racetrace.telemetry.job import Job, JobState
from tests.services.conftest import Import, in_pieces
from tests.simulated_log import simulated_log

LAPS = AT_ONCE + 3


def places(instance: Instance, job: Job) -> set[int]:
    """Return the numbers of the laps that have a place on the course."""
    return set(sessions.session(instance, LOCAL, job.session_id or 0).passed)


async def rest_of(instance: Instance, job: Job) -> JobState:
    await instance.runner.wait_for(f'places of {job.id}')
    return jobs.job(instance.engine, LOCAL.user_id, job.id).state


async def test_a_long_session_is_shown_when_its_fastest_laps_are_placed(
    instance: Instance, imported: Import
) -> None:
    job = await imported(simulated_log(LAPS))
    session = sessions.session(instance, LOCAL, job.session_id or 0)
    assert {lap.number for lap in session.ranked[:AT_ONCE]} <= places(instance, job)
    assert await rest_of(instance, job) is JobState.DONE
    assert places(instance, job) == {lap.number for lap in session.ranked}


async def test_a_short_one_is_whole_at_once(imported: Import) -> None:
    assert (await imported(simulated_log())).state is JobState.DONE


async def test_what_a_crash_interrupted_goes_on_with_the_next_start(fresh: Instance) -> None:
    async with running(fresh):
        log = in_pieces(simulated_log(LAPS))
        job = await waited(fresh, await receive_log(fresh, LOCAL, 'kart.csv', log))
        await rest_of(fresh, job)
        with writing(fresh.engine) as db:
            db.get_one(JobRow, job.id).state = JobState.PLACING
            db.exec(delete(ProgressRow).where(col(ProgressRow.id) > AT_ONCE))
    assert len(places(fresh, job)) == AT_ONCE
    async with running(fresh):
        assert await rest_of(fresh, job) is JobState.DONE
        assert len(places(fresh, job)) == LAPS


async def test_it_loses_nothing_when_the_session_is_deleted_meanwhile(
    instance: Instance, imported: Import
) -> None:
    job = await imported(simulated_log(LAPS))
    sessions.delete(instance, LOCAL, job.session_id or 0)
    await rest_of(instance, job)
    sessions.restore(instance, LOCAL, job.session_id or 0)
    assert len(places(instance, job)) >= AT_ONCE
