"""What is felt while a large file comes in over HTTP: memory, the event loop's lag, the waits of writers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

import psutil

from tests.bench.contest import Asked, Trial
from tests.bench.floor import NAME, floor_process
from tests.bench.importing import another, large_log
from tests.bench.memory import Peak, resident_mb
from tests.bench.probe import Probe, loop_turn, small_write
from tests.bench.uploading import put
from tests.running_server import running_server
from tests.simulated_log import simulated_log

LOOP_EVERY_S: Final = 0.01
WRITE_EVERY_S: Final = 0.02


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Trial]:
    raw = large_log(share)
    file, data = folder / 'log.csv', folder / 'racetrace.db'
    file.write_bytes(raw)
    with (
        running_server(data) as server,
        floor_process(data) as floor,
        floor_process(folder / 'raw.db') as keeper,
    ):
        rounds = count(1)
        workers = [worker.pid for worker in server.workers()]
        start_mb = resident_mb(psutil.Process(server.process.pid))  # before anything came
        bare_mb = resident_mb(psutil.Process(keeper.pid))
        put(server.port, simulated_log())  # session 1

        def lags(task: Callable[[], None]) -> tuple[float, float]:
            loop = Probe(loop_turn(server.port), LOOP_EVERY_S)
            writes = Probe(small_write(server.port, session_id=1), WRITE_EVERY_S)
            with loop, writes:
                task()
            return loop.p99_ms, writes.p99_ms

        def ours() -> tuple[float, ...]:
            with Peak(workers) as worker, Peak([server.process.pid]) as itself:
                waits = lags(lambda: put(server.port, another(raw, next(rounds))))
            return worker.mb, itself.mb - start_mb, *waits

        def theirs() -> tuple[float, ...]:
            with Peak([floor.pid]) as whole:
                waits = lags(lambda: floor.does('whole', file))
            with Peak([keeper.pid]) as kept:
                keeper.does('raw', file)
            return whole.mb, kept.mb - bare_mb, *waits

        yield Trial(asked=_asked(f'{len(raw) / 1e6:.0f} MB'), ours=ours, theirs=theirs, is_slow=True)


def _asked(size: str) -> tuple[Asked, ...]:
    beside = f'while {size} come in by PUT'
    return (
        Asked(
            name='import_memory',
            task=f'most memory of the worker that reads {size}',
            peer=f'a process with {NAME}',
            unit='MB',
            limit=500,
            limit_of='ours',
        ),
        Asked(
            name='import_memory_server',
            task=f'growth of the server since its start, {beside}',
            peer='a process with hash, zstd, commits of 1 MiB',
            unit='MB',
            limit=80,
            limit_of='ours',
        ),
        Asked(
            name='import_lag',
            task=f'p99 of an HTTP answer of the event loop itself, {beside}',
            peer='the same beside the floor in a process',
            unit='ms',
            limit=50,
            limit_of='ours',
            or_ratio=3,
        ),
        Asked(
            name='import_lag_writers',
            task=f'p99 of a small write, {beside}: notes of another session by PATCH',
            peer='the same beside the floor on the same database file',
            unit='ms',
            limit=50,
            limit_of='ours',
            or_ratio=3,
        ),
    )
