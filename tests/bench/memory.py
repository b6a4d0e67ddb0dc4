"""The most memory that processes take meanwhile, seen from outside."""

from collections.abc import Sequence
from threading import Event, Thread
from types import TracebackType
from typing import Self

import psutil

EVERY_S = 0.005
MB = 1e6


class Peak:
    """Resident memory of the largest of some processes, while it is entered; what they share counts too."""

    def __init__(self, pids: Sequence[int]) -> None:
        self._processes = [psutil.Process(pid) for pid in pids]
        self._ended = Event()
        self._thread = Thread(target=self._look)
        self.mb = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(EVERY_S):
            self.mb = max(self.mb, *(resident_mb(process) for process in self._processes))


def resident_mb(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / MB
