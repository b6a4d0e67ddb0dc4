"""A session that has just been imported, and what to compare first."""

from dataclasses import dataclass

from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    session: Summary
    before: Lap | None = None  # the best on the same course, of the sessions before

    @property
    def first_question(self) -> tuple[Lap, ...]:
        """The lap to measure by and the one that is asked about: the best before and the new best.

        Without one before, the session's own two best; fewer than two where there is nothing to compare.
        """
        if self.before is not None and self.session.best is not None:
            return self.before, self.session.best
        return self.session.first_choice
