"""A contest: we, and a named peer or floor, do the same task in turn on the same machine."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any, Literal

SECONDS = {'s': 1.0, 'ms': 1e-3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a contest came to; `ours` and `theirs` are median times in `unit`."""

    name: str
    task: str
    ours: float
    unit: str
    peer: str
    theirs: float
    limit: float
    limit_of: Literal['ratio', 'ours']

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def of_limit(self) -> float:
        """Return what was measured as a share of the limit."""
        return (self.ratio if self.limit_of == 'ratio' else self.ours) / self.limit

    @property
    def ok(self) -> bool:
        return self.of_limit <= 1

    def as_json(self) -> dict[str, Any]:
        return {
            'name': self.name,
            'task': self.task,
            'ours': round(self.ours, 5),
            'unit': self.unit,
            'peer': self.peer,
            'theirs': round(self.theirs, 5),
            'ratio': round(self.ratio, 3),
            'limit': self.limit,
            'limit_of': self.limit_of,
            'ok': self.ok,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    name: str
    task: str
    peer: str
    unit: str
    limit: float
    limit_of: Literal['ratio', 'ours']  # a limit on our own time needs no peer, but one shows what it means
    ours: Callable[[], object]
    theirs: Callable[[], object]
    repeat: int = 1  # in one go: what takes milliseconds is too short for one look at the clock

    def held(self, rounds: int) -> Row:
        """Return the medians of `rounds` rounds, each side in turn, after one round to warm up."""
        times = [(self._took_s(self.theirs), self._took_s(self.ours)) for _ in range(rounds + 1)][1:]
        theirs_s, ours_s = (median(column) for column in zip(*times, strict=True))
        return Row(
            name=self.name,
            task=self.task,
            ours=ours_s / SECONDS[self.unit],
            unit=self.unit,
            peer=self.peer,
            theirs=theirs_s / SECONDS[self.unit],
            limit=self.limit,
            limit_of=self.limit_of,
        )

    def _took_s(self, task: Callable[[], object]) -> float:
        start_s = perf_counter()
        for _ in range(self.repeat):
            task()
        return (perf_counter() - start_s) / self.repeat
