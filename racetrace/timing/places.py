"""Who was where after each lap."""

from collections.abc import Iterable
from typing import Final, NamedTuple

MOST_LAPS: Final = 5_000  # more than a day of the fastest karts; a feed that counts further is not believed


class LapEnd(NamedTuple):
    key: str  # of the entry
    number: int
    at: int  # ms, by one clock for all: the provider's, or that of the receipt


def places(ends: Iterable[LapEnd]) -> dict[str, list[int | None]]:
    """Return for each entry its place after each lap from the first: by when it ended that lap.

    None for a lap that is not known of it. Entries come in the order in which they ended their first lap.
    """
    by_lap: dict[int, dict[str, int]] = {}
    for key, number, at in (end for end in ends if end.number <= MOST_LAPS):
        by_lap.setdefault(number, {}).setdefault(key, at)
    found: dict[str, list[int | None]] = {}
    most = max(by_lap, default=0)
    for number in range(1, most + 1):
        ended = sorted(by_lap.get(number, {}).items(), key=lambda one: one[1])
        for place, (key, _) in enumerate(ended, 1):
            rest = found.setdefault(key, [])
            rest += [None] * (number - 1 - len(rest))
            rest.append(place)
    return found
