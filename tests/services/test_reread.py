from racetrace.services import sessions
from racetrace.services.import_log import waited
from racetrace.services.instance import Instance
from racetrace.services.reread import reread_all
from racetrace.services.viewer import LOCAL
from tests.services.conftest import Import
from tests.simulated_log import simulated_log


async def test_another_reading_gives_the_same_session_and_keeps_what_was_written(
    instance: Instance, imported: Import
) -> None:
    await imported(simulated_log())
    sessions.write(instance, LOCAL, 1, {'notes': 'Wet.'})
    before = sessions.session(instance, LOCAL, 1)
    for job in await reread_all(instance):
        assert (await waited(instance, job)).session_id == 1
    assert sessions.session(instance, LOCAL, 1) == before
