"""How many laps it is since an entry left the pit lane, and whether that was seen."""

from typing import NamedTuple

from racetrace.timing.entry import Entry


class Stint(NamedTuple):
    laps: int
    is_least: bool  # its start was not seen: it may be longer


def stint(entry: Entry) -> Stint | None:
    """Return the stint under way; None where not even one lap of it is known.

    A stop is seen, or it is in the feed's own count, or in the laps that the provider kept (see `learn`).
    """
    laps = entry.laps_done
    if _are_all_stops_seen(entry):
        return Stint(max(0, laps - (entry.left_pit or 0)), is_least=False)
    unseen_to = min(entry.unseen_to or 0, laps)
    return Stint(laps - unseen_to, is_least=True) if laps > unseen_to else None


def learn(entry: Entry) -> None:
    """Take from laps that were told afterwards where stops were that nobody saw, if all laps were told.

    Of a lap with a stop it is not told on which side of the line that was: it may be of either stint, and is
    counted to none.
    """
    unseen = range((entry.left_pit or 0) + 1, (entry.unseen_to or 0) + 1)
    told = {one.number: one.is_pit for one in entry.done if one.is_recalled}
    if unseen and all(number in told for number in unseen):
        entry.unseen_to = max((number for number in unseen if told[number]), default=None)


def _are_all_stops_seen(entry: Entry) -> bool:
    """Return whether none was made since the last one that we know of."""
    if entry.unseen_to is None or (entry.left_pit is not None and entry.left_pit >= entry.unseen_to):
        return True
    return entry.pits is not None and entry.pits <= len(entry.stops)
