"""A reference line: the path of a course on a grid of about 1 m, closed or open."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np

from racetrace.telemetry.angles import wrapped
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
    def version(self) -> str:
        """What progress along this line is filed under; a line that differs by a millimetre is another."""
        where = np.array([self.origin.latitude_deg, self.origin.longitude_deg, self.length_m, self.closed])
        nodes = np.concatenate([where, self.east_m, self.north_m]).astype('<f8')
        return sha256(nodes.tobytes()).hexdigest()[:16]

    @cached_property
    def distance_m(self) -> Samples:
        """Distance of each node from the start gate, shape (N,)."""
        return np.arange(self.nodes, dtype=np.float64) * self.step_m

    @cached_property
    def heading_rad(self) -> Samples:
        """Direction of travel at each node, clockwise from north, unwrapped along the line."""
        if self.closed:
            east = np.roll(self.east_m, -1) - np.roll(self.east_m, 1)
            north = np.roll(self.north_m, -1) - np.roll(self.north_m, 1)
        else:
            east, north = np.gradient(self.east_m), np.gradient(self.north_m)
        heading: Samples = np.unwrap(np.arctan2(east, north))
        return heading

    @cached_property
    def curvature(self) -> Samples:
        """Curvature at each node [1/m], right positive, smoothed over 3 m."""
        return smoothed(self.bare_curvature, 3.0 / self.step_m, wrapped=self.closed)

    @property
    def bare_curvature(self) -> Samples:
        """Curvature at each node [1/m], right positive, as the nodes have it."""
        if not self.closed:
            return np.gradient(self.heading_rad, self.step_m)
        turn = wrapped(np.roll(self.heading_rad, -1) - np.roll(self.heading_rad, 1))
        return turn / (2 * self.step_m)

    def heading_at(self, distance_m: Samples) -> Samples:
        """Return the direction of travel at distances [rad], which wrap when the line is closed.

        Clockwise from north, within one turn of `heading_rad`: not unwrapped along the distances.
        """
        if not self.closed:
            return np.interp(distance_m, self.distance_m, self.heading_rad)
        heading = self.heading_rad
        turn = wrapped(heading[0] - heading[-1])  # from the last node to the first
        places_m = np.append(self.distance_m, self.length_m)
        around: Samples = np.interp(
            distance_m % self.length_m, places_m, np.append(heading, heading[-1] + turn)
        )
        return around

    def position(self, distance_m: Samples) -> tuple[Samples, Samples]:
        """Return east and north at distances along the line, linear between nodes; wrapped when closed."""
        period = self.length_m if self.closed else None
        return (
            np.interp(distance_m, self.distance_m, self.east_m, period=period),
            np.interp(distance_m, self.distance_m, self.north_m, period=period),
        )

    def beside(self, distance_m: Samples, right_m: Samples) -> tuple[Samples, Samples]:
        """Return east and north of places beside the line: `right_m` to its right, negative to its left."""
        east, north = self.position(distance_m)
        heading = self.heading_at(distance_m)
        return east + right_m * np.cos(heading), north - right_m * np.sin(heading)
