"""A session: one log, read, cleaned and cut into laps."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from racetrace.errors import LapsNotComparable
from racetrace.telemetry import channels
from racetrace.telemetry.course import Course, course_of
from racetrace.telemetry.cutting import cut_laps
from racetrace.telemetry.dead_reckoning import dead_reckoning_s, undo
from racetrace.telemetry.formats import read_log
from racetrace.telemetry.gates import Gate
from racetrace.telemetry.gps import receive
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.line import Line
from racetrace.telemetry.log import Log
from racetrace.telemetry.matching import Match, match_laps
from racetrace.telemetry.plane import Fixes, Samples

OF_RECEIVER = frozenset(
    {channels.LATITUDE, channels.LONGITUDE, channels.SPEED, channels.HEADING, channels.ACCURACY, 'altitude_m'}
)
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

    @property
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
        return {} if self.course is None else self.matches_on(self.course.line, self.fixes)

    def matches_on(self, line: Line, fixes: Fixes) -> Mapping[int, Match]:
        """Match the session's whole laps to a line, `fixes` being its own in the line's metres."""
        laps = [lap for lap in self.laps if lap.is_comparable]
        times = [(lap.start_s, lap.end_s) for lap in laps]
        found = match_laps(line, fixes, times, uncertain=self.is_coarse)
        return {lap.number: match for lap, match in zip(laps, found, strict=True)}

    def samples(self, channel: channels.Channel) -> tuple[Samples, Samples]:
        """Return time and value of each sample of a channel, shape (K,) both."""
        if channel.name not in self._samples:
            self._samples[channel.name] = self._read(channel)
        return self._samples[channel.name]

    @cached_property
    def _samples(self) -> dict[str, tuple[Samples, Samples]]:
        return {}

    def _read(self, channel: channels.Channel) -> tuple[Samples, Samples]:
        rows = self.log.frame.select(channels.TIME, channel.name).drop_nulls(channel.name)
        time_s = rows[channels.TIME].to_numpy()
        values = rows[channel.name].cast(pl.Float64).to_numpy()
        if channel.name in OF_RECEIVER:
            time_s = time_s - self.tau_s
        if channel.name == channels.SPEED:
            values = values * self.speed_factor
        fresh = np.append(np.diff(time_s) > 0, True) if time_s.size else np.zeros(0, bool)
        return time_s[fresh], values[fresh]


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
