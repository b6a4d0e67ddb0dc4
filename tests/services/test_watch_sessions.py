import asyncio

from racetrace.services import sessions
from racetrace.services.corrections import exclude, undo
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.services.watch_sessions import watch_sessions
from tests.services.conftest import Import
from tests.simulated_log import simulated_log

SOON_S = 20.0


async def test_who_looks_at_a_session_hears_of_each_change_of_it_and_of_nothing_else(
    instance: Instance, imported: Import
) -> None:
    await imported(simulated_log())
    await imported(simulated_log(seed=9), 'b.csv')
    mine, other = (sessions.session(instance, LOCAL, n).laps[1].id for n in (1, 2))
    changes = watch_sessions(instance, LOCAL, lambda: [1])
    heard = asyncio.ensure_future(anext(changes))
    await asyncio.wait({heard}, timeout=0.1)
    exclude(instance, LOCAL, other, 'Rain.')
    sessions.write(instance, LOCAL, 2, {'notes': 'Wet.'})
    settled, _ = await asyncio.wait({heard}, timeout=0.3)
    assert not settled, 'nothing of what is shown is wrong'
    exclude(instance, LOCAL, mine, 'Rain.')
    await asyncio.wait_for(heard, SOON_S)
    heard = asyncio.ensure_future(anext(changes))
    await undo(instance, LOCAL, 1, 2)
    await asyncio.wait_for(heard, SOON_S)
    heard = asyncio.ensure_future(anext(changes))
    sessions.write(instance, LOCAL, 1, {'notes': 'Wet.'})
    await asyncio.wait_for(heard, SOON_S)
    await changes.aclose()  # type: ignore[attr-defined]
