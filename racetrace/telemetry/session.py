"""A session: one log, read, cleaned and cut into laps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from racetrace.errors import LapsNotComparable
from racetrace.telemetry.alignment import offset_m
from racetrace.telemetry.course import Course, course_of
from racetrace.telemetry.cutting import cut_laps
from racetrace.telemetry.dead_reckoning import dead_reckoning_s, undo
from racetrace.telemetry.formats import read_log
from racetrace.telemetry.gates import Gate
from racetrace.telemetry.gps import receive
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import Log
from racetrace.telemetry.matches import Matches, spread
from racetrace.telemetry.matching import Match
from racetrace.telemetry.plane import Fixes
from racetrace.telemetry.recorded import Recorded

UNNAMED = 'provisional'


@dataclass(frozen=True, kw_only=True, eq=False)
class Session:
    name: str  # of the file
    log: Log
    fixes: Fixes  # with the dead reckoning undone
    tau_s: float  # by how much the receiver reckoned ahead; 0: not at all
    speed_factor: float
    laps: tuple[Lap, ...]
    gate: Gate | None
    notes: tuple[str, ...]  # sentences on what was found and mended
    made_line: str = ''  # the version of the line that its laps made before they were cut anew

    @cached_property
    def is_coarse(self) -> bool:
        return self.tau_s > 0 or self.fixes.is_coarse

    @cached_property
    def course(self) -> Course | None:
        """The session's own provisional course; None when no lap of it closes."""
        return course_of(self.laps, self.fixes, name=self.log.track)

    def lap(self, number: int) -> Lap:
        for lap in self.laps:
            if lap.number == number:
                return lap
        there = ', '.join(str(lap.number) for lap in self.laps) or 'none'
        raise LapsNotComparable(f'{self.name} has no lap {number}; its laps are: {there}.')

    def course_name(self, lap: Lap) -> str | None:
        """Return the name of the course that a lap drove; None where that is undecided."""
        match = self.matches.get(lap.number)
        if self.course is None or match is None or not match.verdict.is_matched:
            return None
        return self.course.name or UNNAMED

    @cached_property
    def matches(self) -> Mapping[int, Match]:
        """How each whole lap keeps to the session's own course, by lap number."""
        return {} if self.course is None else self.matches_on(self.course)

    def owns(self, course: Course) -> bool:
        """Return True for the session's own course, also when it comes back from a store."""
        if self.made_line:
            return course.line.version == self.made_line
        return self.course is not None and course.line.version == self.course.line.version

    def fixes_on(self, course: Course) -> Fixes:
        """Return the fixes in the metres of a course; those of another session laid on its line."""
        if self.owns(course):
            return self.fixes
        fixes = self.fixes.about(course.line.origin)
        if course not in self._offsets:
            laps_s = spread(list(self._laps_s.values()))
            self._offsets[course] = offset_m(course.line, fixes, laps_s)
        east_m, north_m = self._offsets[course]
        return replace(fixes, east_m=fixes.east_m - east_m, north_m=fixes.north_m - north_m)

    def matches_on(self, course: Course) -> Mapping[int, Match]:
        """How each whole lap keeps to a course, by lap number."""
        if course not in self._matches:
            self._matches[course] = Matches(
                course.line, self.fixes_on(course), self._laps_s, uncertain=self.is_coarse
            )
        return self._matches[course]

    @property
    def _laps_s(self) -> dict[int, tuple[float, float]]:
        return {lap.number: (lap.start_s, lap.end_s) for lap in self.laps if lap.is_comparable}

    @cached_property
    def _offsets(self) -> dict[Course, tuple[float, float]]:
        return {}

    @cached_property
    def _matches(self) -> dict[Course, Mapping[int, Match]]:
        return {}

    @cached_property
    def recorded(self) -> Recorded:
        return Recorded(
            frame=self.log.frame,
            channels=self.log.channels,
            tau_s=self.tau_s,
            speed_factor=self.speed_factor,
        )


def read_session(raw: bytes, name: str) -> Session:
    """Read one logger file. Raises LogFormatError with a sentence."""
    return session_of(read_log(raw, name), name)


def session_of(log: Log, name: str) -> Session:
    reception = receive(log)
    tau_s = dead_reckoning_s(reception.fixes)
    fixes = undo(reception.fixes, tau_s)
    cut = cut_laps(log, fixes)
    reckoned = (
        (f'This phone reports where it expects the car to be. Corrected by {tau_s:.1f} s.',) if tau_s else ()
    )
    return Session(
        name=name,
        log=log,
        fixes=fixes,
        tau_s=tau_s,
        speed_factor=reception.speed_factor,
        laps=cut.laps,
        gate=cut.gate,
        notes=(*log.warnings, *reception.notes, *reckoned, *cut.notes),
    )
