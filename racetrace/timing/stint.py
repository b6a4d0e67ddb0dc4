"""How many laps it is since an entry left the pit lane, and whether that was seen."""

from typing import NamedTuple

from racetrace.timing.entry import Entry


class Stint(NamedTuple):
    laps: int
    is_least: bool  # its start was not seen: it may be longer


def stint(entry: Entry) -> Stint | None:
    """Return the stint under way; None where not even one lap of it is known.

    A stop is seen, or it is in the feed's own count, or in the laps that the provider kept of the time before
    we came. Of a kept lap with a stop it is not told on which side of the line that was: it may be of either
    stint, and is counted to none.
    """
    laps, left = entry.laps_done, entry.left_pit or 0
    if _are_all_stops_seen(entry):
        return Stint(max(0, laps - left), is_least=False)
    unseen_to = min(entry.unseen_to or 0, laps)
    recalled = {one.number: one.is_pit for one in entry.done if one.is_recalled}
    unseen = range(left + 1, unseen_to + 1)
    if unseen and all(number in recalled for number in unseen):
        stops = [number for number in unseen if recalled[number]]
        return Stint(laps - max(stops, default=left), is_least=bool(stops))
    return Stint(laps - unseen_to, is_least=True) if laps > unseen_to else None


def _are_all_stops_seen(entry: Entry) -> bool:
    """Return whether none was made since the last one that we know of."""
    if entry.unseen_to is None or (entry.left_pit is not None and entry.left_pit >= entry.unseen_to):
        return True
    return entry.pits is not None and entry.pits <= len(entry.stops)
