"""Official times for laps that a logger recorded: which entry of a feed that was, and how far clocks differ.

A lap of the logger and one of an entry agree when their durations do. Agreeing pairs that belong together
have one difference between the clocks in common: that which most pairs share within `JITTER_S` is the
alignment. So laps that are missing on either side, laps out and in, and hours between the clocks change
nothing. A timing line elsewhere on the track moves all crossings alike: it is not told from a clock, and is
part of the offset.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

TOLERANCE_MS: Final = 150.0  # good receivers time a lap within 30 ms, and two lines within some tens
COARSE_MS: Final = 400.0  # as the above, where fixes come twice in a second or more seldom
JITTER_S: Final = 2.0  # between the receipts of crossings: networks, and boards that are told of each second
OF_A_LAP: Final = 0.4  # jitter is less than this of the shortest lap, or two laps could be one
LEAST: Final = 3  # laps that agree: any two do, somewhere in a race
FINENESS: Final = (0.2, 0.5, 1.0)  # of the tolerance: drivers differ by less than a coarse logger's error
ALIKE: Final = 0.8  # of the laps of the best that agree: who has as many could be the right one too
BY_CHANCE: Final = 0.01  # alignments as good as this one that may be expected where nobody is the right one
DEVIATION: Final = 1.4826  # the standard deviation of a normal distribution over its median deviation

Floats = npt.NDArray[np.float64]
Key = tuple[int, str]  # a session that a feed told of, and an entry's own key there


class Driven(NamedTuple):
    """A timed lap of a logger."""

    ms: float
    end_s: float  # since 1970, by the logger's clock


class Stated(NamedTuple):
    """A lap of an entry."""

    number: int
    ms: int
    at_ms: int  # since 1970: when its end was received


class Pair(NamedTuple):
    driven: int  # the index of the logger's lap
    number: int
    official_ms: int
    difference_ms: float  # the logger's less the official
    agrees: bool


class Certainty(StrEnum):
    CLEAR = 'clear'
    ALIKE = 'alike'  # another entry, or another lap to begin at, fits nearly as well
    CHANCE = 'chance'  # as many laps would agree with somebody else's
    FEW = 'few'


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """An entry at one offset."""

    key: Key
    pairs: tuple[Pair, ...]  # laps of the same time, in the order of the logger's
    offset_s: float  # the logger's clock less that of the feed's receiver: positive is ahead
    spread_s: float  # one standard deviation of a crossing about it
    expected: float = np.inf  # at most so many as good ones by chance
    rival: Key | None = None  # who fits nearly as well; the same key: it does so at another lap

    @property
    def certainty(self) -> Certainty:
        if len(self.agreeing) < LEAST:
            return Certainty.FEW
        if self.expected > BY_CHANCE:
            return Certainty.CHANCE
        return Certainty.CLEAR if self.rival is None else Certainty.ALIKE

    @property
    def agreeing(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.agrees)

    @property
    def bias_ms(self) -> float:
        """By how much the logger's laps are longer, on average, where they agree."""
        return float(np.mean([pair.difference_ms for pair in self.agreeing])) if self.agreeing else 0.0


def official(
    driven: Sequence[Driven],
    entries: Mapping[Key, Sequence[Stated]],
    *,
    within_s: float,
    tolerance_ms: float = TOLERANCE_MS,
) -> list[Fit]:
    """Return how each entry fits that agrees in a lap: at its best offset, and at its second; the best first.

    `within_s` is how far the clocks may differ. `expected` is Chernoff's bound n exp(-k D(a/k, p)) on the
    number of alignments, of the n tried at three tolerances, in which a of k laps agree by chance, where p
    is how often two laps agree that do not belong together. A fit is clear only where that is 0.01 or less,
    three laps agree or more, and nobody else has four fifths as many.
    """
    found: list[Fit] = []
    apart = np.zeros(len(FINENESS))  # pairs of laps that do not belong together, that agree nevertheless
    pairs = tried = 0
    for key, laps in entries.items():
        if not driven or not laps:
            continue
        matrix = _Matrix(driven, laps, within_s, tolerance_ms)
        fits = matrix.fits(key)
        found += fits
        pairs += matrix.size - (len(fits[0].pairs) if fits else 0)
        apart += [matrix.close(part * tolerance_ms) for part in FINENESS]
        apart -= [_count(fits[0], part * tolerance_ms) if fits else 0 for part in FINENESS]
        tried += len(FINENESS) * matrix.alignments(within_s)
    chances = (apart + 1) / (pairs + 2)
    found = [_weighed(fit, tried, chances, tolerance_ms) for fit in found]
    found.sort(key=lambda fit: (fit.expected, -_count(fit, tolerance_ms)))
    return [replace(fit, rival=_rival(fit, found, tolerance_ms)) for fit in found]


class _Matrix:
    """Each lap of the logger beside each of an entry."""

    def __init__(
        self, driven: Sequence[Driven], laps: Sequence[Stated], within_s: float, tolerance_ms: float
    ) -> None:
        self._laps, self._tolerance_ms = laps, tolerance_ms
        ms, end_s = np.array(driven, dtype=float).T
        stated_ms = np.array([lap.ms for lap in laps], dtype=float)
        self._difference_ms: Floats = ms[:, None] - stated_ms[None, :]
        self._offset_s: Floats = end_s[:, None] - np.array([lap.at_ms / 1e3 for lap in laps])[None, :]
        close = np.abs(self._difference_ms) <= tolerance_ms
        self._agree = close & (np.abs(self._offset_s) <= within_s)
        self.size = close.size
        self._lap_s = float(np.median(stated_ms)) / 1e3
        shortest_s = min(float(ms.min()), float(stated_ms.min())) / 1e3
        self._jitter_s = min(JITTER_S, OF_A_LAP * shortest_s)

    def close(self, tolerance_ms: float) -> int:
        """Return how many laps of the one are like one of the other, at whatever time."""
        return int((np.abs(self._difference_ms) <= tolerance_ms).sum())

    def alignments(self, within_s: float) -> int:
        """Return at how many laps the one could begin beside the other."""
        return int(min(sum(self._agree.shape) - 1, 2 * within_s / self._lap_s + 1))

    def fits(self, key: Key) -> list[Fit]:
        offsets_s = np.sort(self._offset_s[self._agree])
        found: list[Fit] = []
        while offsets_s.size and len(found) < 2:
            ends = np.searchsorted(offsets_s, offsets_s + self._jitter_s, side='right')
            first = int(np.argmax(ends - np.arange(ends.size)))
            shared_s = offsets_s[first : ends[first]]
            found.append(self._fit(key, float(np.median(shared_s))))
            # What lies just beside it is the same alignment, of crossings that were received late.
            offsets_s = offsets_s[np.abs(offsets_s - np.median(shared_s)) > 2 * self._jitter_s]
        return sorted(found, key=lambda fit: -len(fit.agreeing))

    def _fit(self, key: Key, offset_s: float) -> Fit:
        away_s = np.abs(self._offset_s - offset_s)
        pairs, off_s, taken = [], [], set()
        for index, column in enumerate(np.argmin(away_s, axis=1)):
            if away_s[index, column] > self._jitter_s or column in taken:
                continue
            taken.add(int(column))
            difference_ms = float(self._difference_ms[index, column])
            lap, agrees = self._laps[column], abs(difference_ms) <= self._tolerance_ms
            pairs.append(Pair(index, lap.number, lap.ms, difference_ms, agrees))
            if agrees:
                off_s.append(float(self._offset_s[index, column]))
        offset_s = float(np.median(off_s))
        spread_s = DEVIATION * float(np.median(np.abs(np.array(off_s) - offset_s)))
        return Fit(key=key, pairs=tuple(pairs), offset_s=offset_s, spread_s=spread_s)


def _count(fit: Fit, tolerance_ms: float) -> int:
    return sum(abs(pair.difference_ms) <= tolerance_ms for pair in fit.pairs)


def _weighed(fit: Fit, tried: int, chances: Floats, tolerance_ms: float) -> Fit:
    """Judge a fit by the tolerance at which it is the least likely to be chance."""
    bounds = [
        _bound(_count(fit, part * tolerance_ms), len(fit.pairs), float(chance))
        for part, chance in zip(FINENESS, chances, strict=True)
    ]
    return replace(fit, expected=tried * min(bounds))


def _rival(fit: Fit, found: Sequence[Fit], tolerance_ms: float) -> Key | None:
    """Return who may be meant as well: at the finest tolerance in which half of the laps still agree.

    The same times, from another feed of the same race, are no rival.
    """
    counts = {part * tolerance_ms: _count(fit, part * tolerance_ms) for part in FINENESS}
    judged_ms = next(ms for ms, count in counts.items() if 2 * count >= counts[tolerance_ms])
    for one in found:
        if _times(one) != _times(fit) and _count(one, judged_ms) >= ALIKE * counts[judged_ms]:
            return one.key
    return None


def _times(fit: Fit) -> list[tuple[int, int]]:
    return [(pair.driven, pair.official_ms) for pair in fit.pairs]


def _bound(agreeing: int, of: int, chance: float) -> float:
    """Return Chernoff's bound on how probably so many of so many agree by chance."""
    share = agreeing / of
    if share <= chance:
        return 1.0
    apart = share * np.log(share / chance)
    if share < 1:
        apart += (1 - share) * np.log((1 - share) / (1 - chance))
    return float(np.exp(-of * apart))
