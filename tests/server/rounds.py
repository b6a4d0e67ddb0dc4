"""Comparisons that are opened and closed again, in a process of its own: what the server keeps of them.

Run as a program with a folder, print by how many megabytes it grew and how many pages are still there.
"""

import asyncio
import ctypes
import gc
import json
import os
import sys
import weakref
from pathlib import Path

import httpx
import psutil
from nicegui import Client, core
from nicegui.testing import User

from components.chart_stack import ChartStack
from racetrace.settings import Settings
from tests.conftest import HERE, running_house
from tests.pages.stored import stored

WARM_UP, ROUNDS = 40, 50  # what the allocator scatters levels off


async def come_and_go(person: User, address: str) -> weakref.ref[Client]:
    """Open a comparison, see it drawn, close the window, and wait until the server gives up on it."""
    client = await person.open(address)
    await person.should_see(ChartStack, retries=200)
    for socket in list(client._socket_to_document_id):
        client.handle_disconnect(socket)
    while client.id in Client.instances:
        await asyncio.sleep(0.01)
    person.client = None
    return weakref.ref(client)


def resident_mb() -> float:
    """Return what the process holds, without what its allocator only has not given back yet."""
    gc.collect()
    if sys.platform == 'linux':
        ctypes.CDLL(None).malloc_trim(0)
    return float(psutil.Process().memory_info().rss) / 1e6


async def measured(folder: Path) -> dict[str, float]:
    settings = Settings(data=folder / 'racetrace.db', workers=1, demo=False)
    async with (
        running_house(settings) as app,
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as web,
    ):
        core.app.config.reconnect_timeout = 0.01
        return await asyncio.create_task(_measured(User(web)))  # NiceGUI keeps a stack for each task


async def _measured(person: User) -> dict[str, float]:
    session = await stored(person)
    address = f'/compare?laps={session.ids(3, 1, 2)}'
    for _ in range(WARM_UP):
        await come_and_go(person, address)
    before_mb = resident_mb()
    gone = [await come_and_go(person, address) for _ in range(ROUNDS)]
    grown_mb = resident_mb() - before_mb
    there = sum(ref() is not None for ref in gone[:-1])  # the last may still be on somebody's stack
    return {'grown_mb': grown_mb, 'there': there, 'known': len(Client.instances)}


if __name__ == '__main__':
    os.environ.setdefault('PYTEST_CURRENT_TEST', __name__)  # or NiceGUI takes this for a script of its own
    print(json.dumps(asyncio.run(measured(Path(sys.argv[1])))))
