"""Where the start/finish line of a session may be put: on its course's line, else on the way it drove."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from racetrace.telemetry.course import Course
from racetrace.telemetry.gates import Gate
from racetrace.telemetry.plane import Fixes, Origin, Samples
from racetrace.telemetry.recutting import begun_at

MOST_PLACES = 2000  # of a way that is no line: as many as a screen can show


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Track:
    """Places of shape (N,), `step_m` apart; those of a line begin at the gate of now.

    A closed track does not repeat its first place.
    """

    east_m: Samples
    north_m: Samples
    heading_rad: Samples  # clockwise from north
    step_m: float
    is_closed: bool
    origin: Origin
    course: Course | None = None  # None: a way that no course is known of

    @classmethod
    def of_course(cls, course: Course) -> Self:
        line = course.line
        return cls(
            east_m=line.east_m,
            north_m=line.north_m,
            heading_rad=line.heading_rad,
            step_m=line.step_m,
            is_closed=line.closed,
            origin=line.origin,
            course=course,
        )

    @classmethod
    def of_way(cls, fixes: Fixes) -> Self:
        """Return the way that was driven, thinned; it needs three fixes."""
        thin = slice(None, None, max(1, -(-fixes.count // MOST_PLACES)))
        east_m, north_m = fixes.east_m[thin], fixes.north_m[thin]
        return cls(
            east_m=east_m,
            north_m=north_m,
            heading_rad=np.arctan2(np.gradient(east_m), np.gradient(north_m)),
            step_m=max(0.1, float(np.median(np.hypot(np.diff(east_m), np.diff(north_m))))),
            is_closed=False,
            origin=fixes.origin,
        )

    def place_deg(self, index: int) -> tuple[float, float]:
        """Return latitude and longitude of a place."""
        latitude, longitude = self.origin.to_degrees(self.east_m[[index]], self.north_m[[index]])
        return float(latitude[0]), float(longitude[0])

    def gate_at(self, index: int) -> Gate:
        """Return the gate that stands at a place, square to the track."""
        if self.course is not None and self.is_closed:
            return Course(line=begun_at(self.course.line, index)).gate
        return Gate(
            east_m=float(self.east_m[index]),
            north_m=float(self.north_m[index]),
            heading_rad=float(self.heading_rad[index]),
        )
