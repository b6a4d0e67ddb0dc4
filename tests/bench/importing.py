"""Taking in a large file, from its first piece to the committed session, against the least that could do."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from itertools import count
from pathlib import Path

from racetrace.jobs import reading
from racetrace.jobs.pool import Pool
from racetrace.services.import_log import receive_log, waited
from racetrace.services.instance import Instance
from racetrace.services.running import running
from racetrace.services.viewer import LOCAL
from racetrace.store import jobs
from racetrace.store.database import open_engine
from racetrace.telemetry.job import JobState
from tests.bench.contest import Contest
from tests.bench.floor import NAME, PIECE_BYTES, Floor
from tests.bench.parse import LAPS, phone_log


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Contest]:
    raw = large_log(share)
    data = folder / 'ours.db'
    pool = Pool(2, warm=reading.warm)
    instance = Instance(data=data, engine=open_engine(data), pool=pool, max_upload_bytes=len(raw) + 100)
    floor = Floor(folder / 'floor.db')
    rounds = count(1)
    with asyncio.Runner() as loop:
        stack = AsyncExitStack()
        loop.run(stack.enter_async_context(running(instance)))
        try:
            yield Contest(
                name='import',
                task=f'{len(raw) / 1e6:.0f} MB of TrackAddict, its session shown, 12 laps placed',
                peer=f'{NAME}, in one process',
                unit='s',
                limit=3.0,
                limit_of='ratio',
                is_slow=True,
                ours=lambda: loop.run(take_in(instance, another(raw, next(rounds)))),
                before_theirs=lambda: loop.run(at_rest(instance)),
                theirs=lambda: floor.whole(raw),
            )
        finally:
            floor.close()
            loop.run(stack.aclose())


def large_log(share: float) -> bytes:
    return phone_log(max(2, round(LAPS * share)))[0]


async def take_in(instance: Instance, raw: bytes) -> None:
    job = await waited(instance, await receive_log(instance, LOCAL, 'log.csv', _pieces(raw)))
    if not job.is_ended or job.state is JobState.FAILED:
        raise ValueError(f'The log was not imported: {job.sentence}')


async def at_rest(instance: Instance) -> None:
    """Return when the laps that follow a long session are placed."""
    for job in await asyncio.to_thread(jobs.unfinished, instance.engine):
        await instance.runner.wait_for(f'places of {job.id}')


def another(raw: bytes, number: int) -> bytes:
    """Return a file with other bytes that says the same, for the same file is not read twice."""
    return raw + f'# {number}\n'.encode()


async def _pieces(raw: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(raw), PIECE_BYTES):
        yield raw[start : start + PIECE_BYTES]
