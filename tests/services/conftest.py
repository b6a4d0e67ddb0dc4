from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from racetrace.jobs import reading
from racetrace.services.import_log import receive_log, waited
from racetrace.services.instance import Instance
from racetrace.services.running import running
from racetrace.services.viewer import LOCAL
from racetrace.store.database import open_engine
from racetrace.telemetry.job import Job
from tests.lent_workers import LentPool
from tests.migrated import lay_down
from tests.services.house_of_accounts import House

Import = Callable[..., Awaitable[Job]]


@pytest.fixture
def fresh(store: Path | str) -> Iterator[Instance]:
    """An instance that nobody has started."""
    if isinstance(store, Path):
        lay_down(store)
    engine = open_engine(store)
    pool = LentPool(2, warm=reading.warm)
    yield Instance(data=store, engine=engine, pool=pool, max_upload_bytes=50 << 20)
    engine.dispose()


@pytest.fixture
async def instance(fresh: Instance) -> AsyncIterator[Instance]:
    async with running(fresh):
        yield fresh


@pytest.fixture
def imported(instance: Instance) -> Import:
    """Hand in a file and wait for what comes of it."""

    async def one(content: bytes, name: str = 'kart.csv') -> Job:
        return await waited(instance, await receive_log(instance, LOCAL, name, in_pieces(content)))

    return one


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[House]:
    house = House.at(tmp_path)
    yield house
    house.instance.engine.dispose()


async def in_pieces(content: bytes, size: int = 100_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]
