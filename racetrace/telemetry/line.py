"""A reference line: the path of a course on a grid of about 1 m, closed or open."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from racetrace.telemetry.plane import Origin, Samples
from racetrace.telemetry.smoothing import smoothed


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """Nodes of shape (N,), `step_m` apart, the first on the start gate.

    A closed line has `N * step_m == length_m` and does not repeat its first node at the end;
    an open one has `(N - 1) * step_m == length_m`.
    """

    east_m: Samples
    north_m: Samples
    length_m: float
    closed: bool
    origin: Origin

    @property
    def nodes(self) -> int:
        return self.east_m.size

    @property
    def step_m(self) -> float:
        return self.length_m / (self.nodes if self.closed else self.nodes - 1)

    @cached_property
    def distance_m(self) -> Samples:
        """Distance of each node from the start gate, shape (N,)."""
        return np.arange(self.nodes) * self.step_m

    @cached_property
    def heading_rad(self) -> Samples:
        """Direction of travel at each node, clockwise from north, unwrapped along the line."""
        if self.closed:
            east = np.roll(self.east_m, -1) - np.roll(self.east_m, 1)
            north = np.roll(self.north_m, -1) - np.roll(self.north_m, 1)
        else:
            east, north = np.gradient(self.east_m), np.gradient(self.north_m)
        return np.unwrap(np.arctan2(east, north))

    @cached_property
    def curvature(self) -> Samples:
        """Curvature at each node [1/m], right positive, smoothed over 3 m."""
        heading = self.heading_rad
        if self.closed:
            turn = (np.roll(heading, -1) - np.roll(heading, 1) + np.pi) % (2 * np.pi) - np.pi
            return smoothed(turn / (2 * self.step_m), 3.0 / self.step_m, wrapped=True)
        return smoothed(np.gradient(heading, self.step_m), 3.0 / self.step_m, wrapped=False)

    def heading_at(self, distance_m: Samples) -> Samples:
        """Return the direction of travel at distances, wrapped when closed; not unwrapped along them."""
        if self.closed:
            distance_m = distance_m % self.length_m
        return np.interp(distance_m, self.distance_m, self.heading_rad)

    def position(self, distance_m: Samples) -> tuple[Samples, Samples]:
        """Return east and north at distances along the line, linear between nodes; wrapped when closed."""
        period = self.length_m if self.closed else None
        return (
            np.interp(distance_m, self.distance_m, self.east_m, period=period),
            np.interp(distance_m, self.distance_m, self.north_m, period=period),
        )
