"""A contest: we, and a named peer or floor, do the same task in turn on the same machine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from statistics import median
from time import perf_counter
from typing import Any, Literal

SECONDS = {'s': 1.0, 'ms': 1e-3}


class NotHere(Exception):
    """What a benchmark needs is missing on this machine; its sentence says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a row is about, and what it may come to."""

    name: str
    task: str
    peer: str
    unit: str
    limit: float
    limit_of: Literal['ratio', 'ours']  # a limit on our own figure needs no peer, but one shows what it means
    or_ratio: float | None = None  # the limit on the ratio, where keeping either is enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Asked):
    """What a contest came to; `ours` and `theirs` are medians in `unit`."""

    ours: float
    theirs: float

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


def answered(asked: Asked, ours: float, theirs: float) -> Row:
    """Return the row. Of two limits it names the first that holds, else what is missed by less."""
    said = {field.name: getattr(asked, field.name) for field in fields(Asked)}
    row = Row(**said, ours=ours, theirs=theirs)
    if asked.or_ratio is None or row.ok:
        return row
    other = Row(**said | {'limit': asked.or_ratio, 'limit_of': 'ratio'}, ours=ours, theirs=theirs)
    return min(row, other, key=lambda choice: choice.of_limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Each side returns a figure for each row, in its unit."""

    asked: Sequence[Asked]
    ours: Callable[[], Sequence[float]]
    theirs: Callable[[], Sequence[float]]
    is_slow: bool = False  # a round takes seconds

    def held(self, rounds: int) -> list[Row]:
        """Return the medians of `rounds` rounds, each side in turn, after one round to warm up."""
        figures = [(self.theirs(), self.ours()) for _ in range(rounds + 1)][1:]
        theirs, ours = (zip(*side, strict=True) for side in zip(*figures, strict=True))
        return [
            answered(asked, median(ours_of_it), median(theirs_of_it))
            for asked, ours_of_it, theirs_of_it in zip(self.asked, ours, theirs, strict=True)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest(Asked):
    """Each side does the task; the figure is the time that it takes."""

    ours: Callable[[], object]
    theirs: Callable[[], object]
    before_ours: Callable[[], object] = lambda: None  # what is made ready each time, out of the time
    before_theirs: Callable[[], object] = lambda: None
    repeat: int = 1  # in one go: what takes milliseconds is too short for one look at the clock
    is_slow: bool = False  # a round takes seconds

    def held(self, rounds: int) -> list[Row]:
        trial = Trial(
            asked=[self],
            ours=lambda: [self._took(self.before_ours, self.ours)],
            theirs=lambda: [self._took(self.before_theirs, self.theirs)],
        )
        return trial.held(rounds)

    def _took(self, before: Callable[[], object], task: Callable[[], object]) -> float:
        before()
        return took_s(task, self.repeat) / SECONDS[self.unit]


def took_s(task: Callable[[], object], repeat: int = 1) -> float:
    """Return the seconds that a task takes, on average of so many in one go."""
    start_s = perf_counter()
    for _ in range(repeat):
        task()
    return (perf_counter() - start_s) / repeat
