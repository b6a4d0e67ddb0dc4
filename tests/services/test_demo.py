from dataclasses import replace
from pathlib import Path

from racetrace.services import sessions
from racetrace.services.demo import seed
from racetrace.services.import_log import waited
from racetrace.services.instance import Instance
from racetrace.services.running import running
from racetrace.services.viewer import LOCAL

DEMO = Path(__file__).parents[2] / 'data' / 'riverside.csv'


async def test_a_fresh_instance_shows_a_session_with_a_comparison_in_it(fresh: Instance) -> None:
    fresh = replace(fresh, demo=DEMO)
    async with running(fresh):
        await fresh.runner.wait_for('import 1')
        (session,) = sessions.newest(fresh, LOCAL)
    assert (session.title, session.is_demo, len(session.ranked)) == ('Riverside', True, 7)
    assert len(session.first_choice) == 2


async def test_who_deleted_it_is_not_shown_it_again_unless_he_asks(fresh: Instance) -> None:
    fresh = replace(fresh, demo=DEMO)
    async with running(fresh):
        await fresh.runner.wait_for('import 1')
        sessions.delete(fresh, LOCAL, 1)
    async with running(fresh):
        assert sessions.newest(fresh, LOCAL) == []
        job = await waited(fresh, await seed(fresh, DEMO))
        assert [session.id for session in sessions.newest(fresh, LOCAL)] == [job.session_id]
