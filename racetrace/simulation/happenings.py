"""What a timing system notices of a session, in order: the truth, seen through loops in the ground."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from statistics import median
from typing import Final

from racetrace.simulation.race_truth import FINISH, KartRun, SessionTruth

LATE: Final = 1.35  # of its usual lap: then a kart is taken to have stopped


class What(IntEnum):
    """In the order in which they are told when they fall together."""

    FLAG = 0  # value: index into the flags
    NOTICE = 1  # value: index into the notices
    RELEASED = 2  # out of the pit lane for the first time
    LINE = 3  # value: how many crossings, this one among them
    SPLIT = 4  # value: 1 or 2
    PIT_IN = 5  # value: index into the stops
    PIT_OUT = 6
    OVERDUE = 7  # it did not come when it should have


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    at_ms: int
    what: What
    row: int = 0  # of the kart, where it is about one
    value: int = 0


def happenings(session: SessionTruth) -> list[Happening]:
    """Return all that happens between the opening of a session and its close."""
    found = [Happening(shown.at_ms, What.FLAG, value=index) for index, shown in enumerate(session.flags)]
    found += [Happening(said.at_ms, What.NOTICE, value=index) for index, said in enumerate(session.notices)]
    for run in session.runs:
        found += _of(run, session)
    return sorted(one for one in found if one.at_ms < session.closes_ms)


def _of(run: KartRun, session: SessionTruth) -> Iterator[Happening]:
    if run.released_ms > session.green_ms:
        yield Happening(run.released_ms, What.RELEASED, run.row)
    crossed = 0
    for passing in run.passings:
        crossed += passing.line == FINISH
        if passing.line == FINISH:
            yield Happening(passing.at_ms, What.LINE, run.row, crossed)
        else:
            yield Happening(passing.at_ms, What.SPLIT, run.row, passing.line)
    for index, stop in enumerate(run.pit_stops):
        yield Happening(stop.in_ms, What.PIT_IN, run.row, index)
        yield Happening(stop.out_ms, What.PIT_OUT, run.row, index)
    yield from _overdue(run, session)


def _overdue(run: KartRun, session: SessionTruth) -> Iterator[Happening]:
    laps = run.laps
    if not laps:
        return
    usual_ms = median(lap.time_ms for lap in laps)
    ends = [*run.crossings_ms, *([session.closes_ms] if run.finished_ms is None else [])]
    for start, end in pairwise(ends):
        late = start + round(LATE * usual_ms)
        pits = any(start < stop.in_ms < end and stop.in_ms <= late for stop in run.pit_stops)
        if late < end and not pits:
            yield Happening(late, What.OVERDUE, run.row)
