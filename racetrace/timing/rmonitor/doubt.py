"""Records after a silence: of a new connection, which tells all, or of the old one, which goes on.

Nothing in the protocol says that somebody connected. What a new run's standings say must not change the board
of the run before, and one late place must not empty it: so these wait until it is clear what they are.
"""

from dataclasses import dataclass, field
from typing import Final

from racetrace.timing.rmonitor.hold import QUIET_MS
from racetrace.timing.rmonitor.run import Run

SILENCE_MS: Final = 3_000  # there is a heartbeat every second
MOST_RECORDS: Final = 10_000
ENOUGH: Final = 0.5  # of those who entered

_OF_SOMEBODY: Final = {'$A': 1, '$COMP': 1, '$G': 2, '$H': 2}
_OF_ALL: Final = {'$B', '$C', '$E', '$RMS', *_OF_SOMEBODY}


@dataclass(slots=True, kw_only=True)
class Doubt:
    at_ms: int  # of the last record that tells
    records: list[list[str]] = field(default_factory=list)

    @staticmethod
    def begins(record: list[str]) -> bool:
        return record[0] in _OF_ALL

    def takes(self, record: list[str], at_ms: int, run: Run) -> bool:
        """Take a record; return False when it is none of those that come at once, or all is clear."""
        if at_ms - self.at_ms >= QUIET_MS or len(self.records) >= MOST_RECORDS:
            return False
        if record[0] in _OF_ALL:
            self.at_ms = at_ms
        elif record[0] != '$F' or self.is_anew(run):
            return False
        self.records.append(record)
        return True

    def is_anew(self, run: Run) -> bool:
        """Return whether all was told: another run, or this one with most of those who are in it."""
        runs = [one[1] for one in self.records if one[0] == '$B']
        if not runs:
            return False
        if run.id and runs[-1] != run.id:
            return True
        named = {one[_OF_SOMEBODY[one[0]]] for one in self.records if one[0] in _OF_SOMEBODY}
        return len(named) >= ENOUGH * len(run.entrants)
