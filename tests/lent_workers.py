"""Worker processes that go from one test to the next, as in the program they go from job to job.

To start one takes both longer and more of the computer than most of what is asked of it. Only one that has
nothing to do is handed on; what a pool does with its own is tested in tests/jobs.
"""

import pickle
from collections import defaultdict
from functools import cache
from multiprocessing.connection import Connection
from typing import Final

from racetrace.jobs.pool import SPAWN, Pool, Worker

MOST: Final = 2  # that wait, of each kind: as many as a pool of the tests has

waiting: defaultdict[tuple[bytes, int | None], list[Worker]] = defaultdict(list)


@cache
def lifeline() -> tuple[Connection, Connection]:
    """It ends with the tests, and all workers with it."""
    return SPAWN.Pipe(duplex=False)


class LentPool(Pool):
    """A pool that takes over the workers of one that was closed."""

    def close(self) -> None:
        kept = [worker for worker in self._free if not worker.is_gone()][: MOST - len(self._waiting)]
        self._waiting.extend(kept)
        self._workers.difference_update(kept)
        self._free.clear()  # who asks a closed pool gets none of them
        super().close()

    def _started(self) -> Worker:
        while self._waiting:
            worker = self._waiting.pop()
            if not worker.is_gone():
                self._workers.add(worker)
                return worker
        own, self._lifeline = self._lifeline, lifeline()[0]
        try:
            return super()._started()
        finally:
            self._lifeline = own

    @property
    def _waiting(self) -> list[Worker]:
        return waiting[pickle.dumps(self._warm), self._memory_bytes]
