"""How far behind each entry is, where the feed does not say."""

from bisect import bisect_right

from racetrace.timing.entry import Entry, LapDone
from racetrace.timing.events import Gap


def behind(entry: Entry, other: Entry, *, is_race: bool) -> Gap | None:
    """Return how far an entry is behind one that is ahead of it, at its own last passing.

    In a race: the time between the two passings that ended the same lap; once the other has passed again,
    laps. Otherwise the difference of the best laps. None when it cannot be known.
    """
    if not is_race:
        return None if entry.best is None or other.best is None else Gap(ms=max(0, entry.best - other.best))
    if not entry.done or not other.done:
        return None
    mine = entry.done[-1]
    is_timed = all(one.total_ms is not None for one in (mine, other.done[0], other.done[-1]))

    def passed(lap: LapDone) -> int:
        """Return when a lap ended: by the provider's clock, else by ours."""
        return (lap.total_ms or 0) if is_timed else lap.at_ms

    before = bisect_right(other.done, passed(mine), key=passed)
    if before and (laps := other.done[before - 1].number - mine.number) > 0:
        return Gap(laps=laps)
    same = bisect_right(other.done, mine.number, key=lambda lap: lap.number) - 1
    if same < 0 or other.done[same].number != mine.number:
        return None  # who came later to a race that runs knows nothing of the laps before
    return Gap(ms=max(0, passed(mine) - passed(other.done[same])))
