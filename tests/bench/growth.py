"""Pages and answers with a hundred times as many laps in the store: what they cost must not grow with it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from racetrace.jobs.pool import Pool
from racetrace.services.compare_laps import choose, compare_laps
from racetrace.services.decoded import Decoded
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.store.database import open_engine
from tests.bench.asking import Asking
from tests.bench.contest import Asked, Trial, took_s
from tests.bench.grown import LAPS, grow
from tests.running_server import running_server

SMALL: Final = 100  # laps
LARGE: Final = 10_000
LEAST: Final = 1000
TIMES: Final = 3  # in one go
TASKS: Final = {
    'growth_sessions': 'the page of all sessions, over HTTP',
    'growth_sessions_api': 'GET /api/v1/sessions',
    'growth_session': 'the page of a session, over HTTP',
    'growth_session_laps': 'two laps compared from the store, with nothing decoded before',
}


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Trial]:
    laps = LARGE if share == 1 else LEAST
    with _store(folder / 'large.db', laps) as ours, _store(folder / 'small.db', SMALL) as theirs:
        asked = [
            Asked(
                name=name,
                task=f'{task}; {laps} laps in {laps // LAPS} sessions',
                peer=f'the same with {SMALL} laps in {SMALL // LAPS}',
                unit='ms',
                limit=1.5,
                limit_of='ratio',
            )
            for name, task in TASKS.items()
        ]
        yield Trial(asked=asked, ours=ours, theirs=theirs, is_slow=True)


@contextmanager
def _store(data: Path, laps: int) -> Iterator[Callable[[], list[float]]]:
    """Make and serve a store. Yield what measures it: the milliseconds of each of TASKS."""
    grow(data, laps)
    engine = open_engine(data)
    instance = Instance(data=data, engine=engine, pool=Pool(0), max_upload_bytes=0)
    session_id = laps // LAPS // 2
    ids = range(LAPS * (session_id - 1) + 1, LAPS * session_id + 1)

    def compare() -> None:
        fresh = replace(instance, decoded=Decoded())
        asyncio.run(compare_laps(fresh, choose(fresh, LOCAL, ids)))

    with running_server(data) as server, Asking(server.port) as asking:
        tasks = (
            lambda: asking.get('/'),
            lambda: asking.get('/api/v1/sessions'),
            lambda: asking.get(f'/sessions/{session_id}'),
            compare,
        )
        yield lambda: [1e3 * took_s(task, TIMES) for task in tasks]
    engine.dispose()
