"""How an instance begins and ends."""

import asyncio
from threading import Event

from sqlalchemy import text

from racetrace.services.instance import Instance
from racetrace.services.running import running
from racetrace.store.database import reading


async def test_it_ends_when_nobody_works_on_the_store_any_more(fresh: Instance) -> None:
    begun, goes_on, done = Event(), Event(), Event()

    def work() -> None:
        begun.set()
        goes_on.wait(20)
        with reading(fresh.engine) as db:
            db.connection().execute(text('SELECT 1'))
        done.set()

    async with running(fresh):
        fresh.runner.start(lambda: asyncio.to_thread(work), name='work')
        await asyncio.to_thread(begun.wait)
        asyncio.get_running_loop().call_later(1, goes_on.set)  # long after its task was cancelled
    assert done.is_set()
