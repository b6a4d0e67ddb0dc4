"""Laps that a provider kept of the time before we came, put before those that were heard."""

from collections.abc import Sequence
from statistics import median
from typing import Final

from racetrace.timing.entry import Entry, LapDone
from racetrace.timing.events import PastLap
from racetrace.timing.stint import learn

SHIFTS: Final = (0, 1, -1, 2)  # of numbers: the way to the line may be the provider's first lap


def recall(entry: Entry, told: Sequence[PastLap]) -> bool:
    """Add the laps that an entry lacks up to the last one heard; return whether there were any.

    By which number the provider keeps a lap is found out by the times that were heard. Where these do not say
    it, or could say two things, nothing is added: a lap in the wrong place is worse than none.
    """
    shift = _shift(entry, told)
    if shift is None:
        return False
    known = {one.number for one in entry.done}
    past = {one.number - shift: one for one in told}
    missing = [n for n in past if 0 < n < entry.done[-1].number and n not in known]
    if not missing:
        return False
    ends_ms = _ends_ms(entry, past)
    added = [
        LapDone(n, past[n].ms, past[n].mark, ends_ms[n], None, '', past[n].is_pit, is_recalled=True)
        for n in missing
        if n in ends_ms
    ]
    entry.done = sorted([*entry.done, *added], key=lambda one: one.number)
    entry.withdrawn_to = 0  # whoever keeps them keeps all of them anew
    learn(entry)
    return bool(added)


def _shift(entry: Entry, told: Sequence[PastLap]) -> int | None:
    """Return by how much the numbers differ; None where the times heard do not tell."""
    heard = {one.number: one.ms for one in entry.done if one.ms is not None and not one.is_pit}
    found = []
    for shift in SHIFTS:
        kept = {one.number - shift: one.ms for one in told if one.ms is not None and not one.is_pit}
        common = [kept[number] == ms for number, ms in heard.items() if number in kept]
        if common and all(common):
            found.append(shift)
    return found[0] if len(found) == 1 else None


def _ends_ms(entry: Entry, past: dict[int, PastLap]) -> dict[int, int]:
    """Return about when laps ended: reckoned back from one that was heard.

    How long a lap with a stop took is not told, nor some others: each is taken for one as most are.
    """
    times = [one.ms for one in past.values() if one.ms is not None]
    usual = int(median(times)) if times else 0
    heard = {one.number: one for one in entry.done}
    ends_ms: dict[int, int] = {}
    at_ms, took_ms = entry.done[-1].at_ms, 0
    for number in range(entry.done[-1].number, 0, -1):
        at_ms -= took_ms
        if (one := heard.get(number)) is not None:
            at_ms = one.at_ms
            took_ms = one.ms or usual
        else:
            ends_ms[number] = at_ms
            took_ms = (past[number].ms if number in past else None) or usual
    return ends_ms
