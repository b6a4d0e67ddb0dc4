"""A course: one directed path with its gate, one reference line, and its corners."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from racetrace.telemetry.comparison import Corner
from racetrace.telemetry.corners import find_corners
from racetrace.telemetry.gates import HALF_WIDTH_M, Gate
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.line import Line
from racetrace.telemetry.log import LapKind
from racetrace.telemetry.plane import Fixes, Samples
from racetrace.telemetry.position_progress import progress_by_position
from racetrace.telemetry.reference_line import line_of_lap, median_line

LAPS_OF_MEDIAN = 6
NARROWEST_M = 6.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """Gate and corners lie on the line; its first node is on the start gate."""

    line: Line
    name: str = ''
    given_corners: tuple[Corner, ...] | None = None  # as a person left them, perhaps none; None: found

    @cached_property
    def corners(self) -> tuple[Corner, ...]:
        return find_corners(self.line) if self.given_corners is None else self.given_corners

    @cached_property
    def gate(self) -> Gate:
        """The start gate, narrow enough to keep off the nearest other part of the track."""
        return Gate(
            east_m=float(self.line.east_m[0]),
            north_m=float(self.line.north_m[0]),
            heading_rad=float(self.line.heading_rad[0]),
            half_width_m=float(np.clip(0.45 * self._next_branch_m(), NARROWEST_M, HALF_WIDTH_M)),
        )

    def _next_branch_m(self) -> float:
        """Distance along the gate's line to where the course passes again; far when it does not."""
        east, north = self.line.east_m - self.line.east_m[0], self.line.north_m - self.line.north_m[0]
        heading = self.line.heading_rad[0]
        along = east * np.sin(heading) + north * np.cos(heading)
        aside = np.abs(east * np.cos(heading) - north * np.sin(heading))
        way = self.line.distance_m
        around = np.minimum(way, self.line.length_m - way) if self.line.closed else way
        others = (np.abs(along) < 2) & (around > 60)
        return float(aside[others].min()) if others.any() else np.inf


def course_of(laps: tuple[Lap, ...], fixes: Fixes, name: str = '') -> Course | None:
    """Make a provisional course of a session's own laps; None when none of them closes.

    The best lap whose two ends meet gives the line; with three good laps or more the line is moved to the
    median of them, which takes one lap's wobble out.
    """
    usable = sorted((lap for lap in laps if makes_a_line(lap)), key=lambda lap: lap.time_s or np.inf)
    lines = ((lap, line_of_lap(fixes, lap.start_s, lap.end_s)) for lap in usable)
    best, line = next(((lap, line) for lap, line in lines if line is not None), (None, None))
    if best is None or line is None:
        return None
    alike = [lap for lap in usable if _like(lap, best)][:LAPS_OF_MEDIAN]
    if len(alike) >= 3:
        line = median_line(line, np.array([_offsets(line, fixes, lap) for lap in alike]))
    return Course(line=line, name=name)


def makes_a_line(lap: Lap) -> bool:
    """Return True for a whole lap at speed: what a course is made of, and known again by."""
    return lap.is_comparable and lap.kind in {LapKind.FLYING, LapKind.SLOW, LapKind.STANDING}


def _like(lap: Lap, best: Lap) -> bool:
    return bool(lap.length_m and best.length_m and abs(lap.length_m / best.length_m - 1) < 0.05)


def _offsets(line: Line, fixes: Fixes, lap: Lap) -> Samples:
    """Return a lap's offset from the line at each node.

    The receiver's drift stays in: measured against one lap it would tie the median to that lap's own.
    """
    seen = progress_by_position(line, fixes, lap.start_s, lap.end_s, crossings_known=False, as_seen=True)
    return np.interp(line.distance_m, seen.distance_m, seen.offset_m)
