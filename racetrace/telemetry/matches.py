"""How the laps of one session keep to a line, each told among the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import Final, TypeVar

import numpy as np

from racetrace.telemetry.line import Line
from racetrace.telemetry.matching import MOST_BRIDGED, Limits, Match, Verdict, match_lap, strays
from racetrace.telemetry.plane import Fixes

ENOUGH: Final = 15  # laps to tell by what most of them do: of a long session those, spread over it

T = TypeVar('T')


class Matches(Mapping[int, Match]):
    """The matches by lap number, each found when it is asked for.

    One lap cannot tell an excursion from a layout with one bend changed. Its session can: where most laps
    keep to the line, one that strays in a single place has left the course.
    """

    def __init__(
        self,
        line: Line,
        fixes: Fixes,
        laps_s: Mapping[int, tuple[float, float]],
        *,
        uncertain: bool,
        undone: bool = True,
    ) -> None:
        self._laps_s = laps_s
        self._limits = Limits.of(line, uncertain=uncertain, undone=undone)
        self._alone = cache(partial(match_lap, line, fixes, uncertain=uncertain, undone=undone))

    def __getitem__(self, number: int) -> Match:
        match = self._alone(*self._laps_s[number])
        return _as_excursion(match) if self._strays_once(match) and self._most_keep else match

    def __iter__(self) -> Iterator[int]:
        return iter(self._laps_s)

    def __len__(self) -> int:
        return len(self._laps_s)

    @cached_property
    def _most_keep(self) -> bool:
        some = spread(list(self._laps_s.values()))
        return 2 * sum(self._alone(*lap).verdict is Verdict.SAME for lap in some) > len(some)

    def _strays_once(self, match: Match) -> bool:
        """Return True when a place or two differ, and the rest of the lap agrees."""
        return (
            match.verdict is Verdict.UNDECIDED
            and match.bridged <= MOST_BRIDGED
            and match.outside <= 1 - self._limits.quantile
            and abs(match.winding - 1) <= self._limits.winding
            and match.coverage >= self._limits.coverage
        )


def _as_excursion(match: Match) -> Match:
    return replace(match, verdict=Verdict.LEFT_COURSE, sentence=f'It left the course: it {strays(match)}.')


def spread(laps: Sequence[T]) -> list[T]:
    """Return at most 15 of a session's laps, from its beginning to its end."""
    some = np.unique(np.linspace(0, len(laps) - 1, min(len(laps), ENOUGH)).astype(np.intp))
    return [laps[i] for i in some]
