"""How far behind each entry is, where the feed does not say."""

from bisect import bisect_right
from collections.abc import Sequence

from racetrace.timing.entry import Entry
from racetrace.timing.events import Gap


def behind(entry: Entry, other: Entry, *, is_race: bool) -> Gap | None:
    """Return how far an entry is behind one that is ahead of it, at its own last passing.

    In a race: the time between the two passings that ended the same lap; once the other has passed again,
    laps. Otherwise the difference of the best laps.
    """
    if not is_race:
        return None if entry.best is None or other.best is None else Gap(ms=max(0, entry.best - other.best))
    if not entry.done or not other.done:
        return None
    passings = _passings(other)
    mine = _passings(entry)[-1]
    laps = bisect_right(passings, mine) - len(entry.done)
    if laps > 0:
        return Gap(laps=laps)
    same = min(len(entry.done), len(passings)) - 1
    return Gap(ms=max(0, mine - passings[same]))


def _passings(entry: Entry) -> Sequence[int]:
    """Return when each lap ended: by the provider's clock, else by ours."""
    if all(one.total_ms is not None for one in entry.done):
        return [one.total_ms or 0 for one in entry.done]
    return [one.at_ms for one in entry.done]
