"""What a worker makes of its jobs, within its limits. How it is asked: test_pool.py."""

import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from racetrace.errors import WorkerLost
from racetrace.jobs.pool import Pool
from racetrace.jobs.worker import TEXT
from tests.jobs import chores

MEMORY_MIB = 256

only_where_memory_is_told = pytest.mark.skipif(
    not Path('/proc/self/statm').exists(), reason='The system does not say how much memory is taken.'
)


@pytest.fixture(scope='module')
def pool() -> Iterator[Pool]:
    pool = Pool(1)
    pool.start()
    yield pool
    pool.close()


@pytest.fixture(scope='module')
def limited() -> Iterator[Pool]:
    pool = Pool(1, memory_bytes=MEMORY_MIB * chores.MIB)
    pool.start()
    yield pool
    pool.close()


async def test_a_worker_is_light(pool: Pool) -> None:
    loaded = await pool.run(chores.modules_with, 'racetrace.jobs.reading')
    assert not set(loaded) & {'nicegui', 'fastapi', 'sqlalchemy', 'alembic'}


async def test_a_warm_worker_leaves_a_core_to_the_screens() -> None:
    pool = Pool(1, warm=pl.thread_pool_size)
    pool.start()
    try:
        assert await pool.run(pl.thread_pool_size) == max(1, (os.cpu_count() or 1) - 1)
    finally:
        pool.close()


@pytest.mark.parametrize('work', [chores.raise_unfit, chores.raise_with_lock])
async def test_an_error_that_cannot_travel_becomes_its_text(pool: Pool, work: chores.Raises) -> None:
    with pytest.raises(RuntimeError, match=r'It is odd: x{99}') as caught:
        await pool.run(work, 100_000)
    assert type(caught.value) is RuntimeError
    assert len(str(caught.value)) == TEXT
    assert len(caught.value.__notes__[0]) < TEXT + 20


async def test_an_error_without_words_is_named(pool: Pool) -> None:
    with pytest.raises(RuntimeError, match='Mute'):
        await pool.run(chores.raise_mute)


async def test_an_error_tells_where_in_the_worker_it_was_raised_at_no_length(pool: Pool) -> None:
    with pytest.raises(ValueError, match='short') as caught:
        await pool.run(chores.raise_with_note, 100_000)
    own, trace = caught.value.__notes__
    assert own == 'n' * TEXT
    assert 'in raise_with_note' in trace
    assert len(trace) <= TEXT + len('In a worker:\n')


async def test_work_that_the_worker_cannot_find_is_an_error_and_not_the_end(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = await pool.run(os.getpid)
    monkeypatch.setattr(chores, 'not_at_home', chores.raise_mute, raising=False)  # in this process only
    monkeypatch.setattr(chores.raise_mute, '__qualname__', 'not_at_home')
    with pytest.raises(AttributeError, match='not_at_home'):
        await pool.run(chores.raise_mute)
    assert await pool.run(os.getpid) == worker


@only_where_memory_is_told
async def test_work_may_take_the_memory_it_is_given(limited: Pool) -> None:
    assert await limited.run(chores.grow, MEMORY_MIB // 2) == MEMORY_MIB // 2


@only_where_memory_is_told
@pytest.mark.parametrize('work', [chores.fill, chores.grow])
async def test_work_that_takes_more_memory_fails_alone(limited: Pool, work: chores.Takes) -> None:
    worker = await limited.run(os.getpid)
    with pytest.raises((MemoryError, WorkerLost)):
        await limited.run(work, 4 * MEMORY_MIB)
    assert await limited.run(os.getpid) != worker, 'what it had left was given to the next job'
    assert await limited.run(chores.grow, MEMORY_MIB // 2) == MEMORY_MIB // 2


@only_where_memory_is_told
async def test_native_code_that_is_refused_memory_fails_alone(limited: Pool) -> None:
    with pytest.raises((MemoryError, WorkerLost)):
        await limited.run(chores.grow_in_polars, 4 * MEMORY_MIB)
    assert await limited.run(abs, -1) == 1


@only_where_memory_is_told
async def test_a_file_beyond_the_memory_fails_alone(limited: Pool) -> None:
    with pytest.raises(WorkerLost):
        await limited.run(len, pieces=(bytes(chores.MIB) for _ in range(2 * MEMORY_MIB)))
    assert await limited.run(abs, -1) == 1


async def test_an_abort_writes_no_core_file(pool: Pool) -> None:
    pytest.importorskip('resource')
    assert await pool.run(chores.core_limit) == (0, 0)
    with pytest.raises(WorkerLost):
        await pool.run(os.abort)
