from racetrace.services import sessions
from racetrace.services.best_before import best_before
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.telemetry.summary import Summary
from tests.services.conftest import Import
from tests.simulated_log import simulated_log


async def driven(instance: Instance, imported: Import, seed: int, kind: str = 'kart') -> Summary:
    job = await imported(simulated_log(kind=kind, seed=seed), f'{kind}-{seed}.csv')
    return sessions.session(instance, LOCAL, job.session_id or 0)


async def test_the_lap_to_beat_is_the_best_of_the_sessions_before(
    instance: Instance, imported: Import
) -> None:
    first = await driven(instance, imported, 3)
    second = await driven(instance, imported, 4)
    third = await driven(instance, imported, 5)
    assert best_before(instance, LOCAL, first) is None
    found = best_before(instance, LOCAL, third)
    assert found is not None
    earlier, lap = found
    rivals = [session.best for session in (first, second) if session.best]
    assert lap.time_s == min(rival.time_s for rival in rivals if rival.time_s)
    assert earlier.best == lap


async def test_another_course_and_what_was_deleted_are_no_rivals(
    instance: Instance, imported: Import
) -> None:
    first = await driven(instance, imported, 3)
    elsewhere = await driven(instance, imported, 3, kind='car')
    second = await driven(instance, imported, 4)
    assert best_before(instance, LOCAL, elsewhere) is None
    sessions.delete(instance, LOCAL, first.id)
    assert best_before(instance, LOCAL, second) is None
