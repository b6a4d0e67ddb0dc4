"""The demo session that a fresh instance shows, taken in as any other file is."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from racetrace.services.import_log import receive_log
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.store import users
from racetrace.telemetry.job import Job

NAME = 'Log-20260613-093000 Riverside.csv'  # as the app names its files: the track stands nowhere else
SEEDED = 'demo_seeded'


async def seed_once(instance: Instance, file: Path) -> None:
    """Do it at the first start only: who deleted the demo does not want it again."""
    if not (await asyncio.to_thread(users.settings, instance.engine, LOCAL.user_id)).get(SEEDED):
        await seed(instance, file)


async def seed(instance: Instance, file: Path) -> Job:
    job = await receive_log(instance, LOCAL, NAME, _pieces(file), is_demo=True)
    await asyncio.to_thread(users.set_one, instance.engine, LOCAL.user_id, SEEDED, True)
    return job


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    yield await asyncio.to_thread(file.read_bytes)
