"""The corridor of a line: how far a lap may stray from it, and where on it each of its positions belongs."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.trail import STEP_S, Trail

NODES = 400  # a line is thinned to about so many
APART_M = 60.0  # along the line, or 6 % of a short one: nearer nodes are the same branch
NEAREST_M, WIDEST_M = 5.0, 15.0
ORDER_S = 5.0  # a place must agree with those of so many seconds before and after
FAR_M = 1000.0
MOST_SHIFT_M = 10.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Corridor:
    """A line's nodes, every few metres, and the limit at each; all of shape (M,)."""

    distance_m: Samples
    east_m: Samples
    north_m: Samples
    to_east: Samples  # direction of travel
    to_north: Samples
    limit_m: Samples  # half way to the nearest other branch, 5 to 15 m
    step_m: float
    length_m: float
    period_m: float  # after which places repeat: the length of a closed line

    @property
    def is_closed(self) -> bool:
        return self.period_m == self.length_m

    def wrapped(self, distance_m: Samples) -> Samples:
        """Return differences of places along the line by the shorter way round."""
        return (distance_m + self.period_m / 2) % self.period_m - self.period_m / 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """Positions on a corridor, shape (N,)."""

    node: NDArray[np.intp]
    distance_m: Samples
    right_m: Samples  # of the line
    away_m: Samples  # from the nearest place in order and in direction; 1,000 where there is none


@lru_cache(maxsize=32)
def corridor_of(line: Line) -> Corridor:
    every = max(1, round(line.nodes / NODES))
    heading = line.heading_rad[::every]
    bare = Corridor(
        distance_m=line.distance_m[::every],
        east_m=line.east_m[::every],
        north_m=line.north_m[::every],
        to_east=np.sin(heading),
        to_north=np.cos(heading),
        limit_m=np.full(heading.size, WIDEST_M),
        step_m=every * line.step_m,
        length_m=line.length_m,
        period_m=line.length_m if line.closed else 4 * line.length_m,
    )
    return replace(bare, limit_m=np.clip(_branch_distance_m(bare) / 2, NEAREST_M, WIDEST_M))


def _branch_distance_m(corridor: Corridor) -> Samples:
    """Return, at each node, the distance to the nearest node of another branch; infinite without one.

    Nodes nearer than 60 m (6 % of a short line) along the line belong to the same branch. Right to half the
    spacing of the nodes, 1 to 5 m.
    """
    along = corridor.wrapped(corridor.distance_m[:, None] - corridor.distance_m)
    apart = np.abs(along) > min(APART_M, 0.06 * corridor.length_m)
    distance_2 = _distance_2(corridor, corridor.east_m, corridor.north_m)
    nearest: Samples = np.sqrt(np.where(apart, distance_2, np.inf).min(axis=1))
    return nearest


def _distance_2(corridor: Corridor, east_m: Samples, north_m: Samples) -> Samples:
    """Return the squared distance of each position from each node, shape (N, M); right to a millimetre."""
    product = _product(corridor.east_m, corridor.north_m, -2 * east_m, -2 * north_m)
    product += (east_m**2 + north_m**2)[:, None]
    product += corridor.east_m**2 + corridor.north_m**2
    return product


def _product(nodes_east: Samples, nodes_north: Samples, east: Samples, north: Samples) -> Samples:
    """Return the scalar product of each position's vector with each node's, shape (N, M)."""
    product: Samples = np.column_stack([east, north]) @ np.vstack([nodes_east, nodes_north])
    return product


def place(corridor: Corridor, trail: Trail) -> Placed:
    """Place a trail on a line.

    Each position goes to the nearest node whose direction of travel agrees with the car's within 90°, so that
    the other straight of a hairpin is never taken; where that node is out of order with the places of the
    seconds around, as at the crossing of a figure-8, to the nearest node in order.
    """
    distance_2 = _distance_2(corridor, trail.east_m, trail.north_m)
    east, north = np.gradient(trail.east_m), np.gradient(trail.north_m)
    np.copyto(distance_2, np.inf, where=_product(corridor.to_east, corridor.to_north, east, north) <= 0)
    node = distance_2.argmin(axis=1)
    expected_m = _expected_m(corridor, trail, corridor.distance_m[node])
    reach_m = np.clip(0.1 * corridor.length_m, 60, 300)
    astray = np.flatnonzero(np.abs(corridor.wrapped(corridor.distance_m[node] - expected_m)) > reach_m)
    off_m = np.abs(corridor.wrapped(corridor.distance_m - expected_m[astray, None]))
    distance_2[astray] = np.where(off_m <= reach_m, distance_2[astray], np.inf)
    node[astray] = distance_2[astray].argmin(axis=1)
    known = np.isfinite(distance_2[np.arange(node.size), node])
    return _placed(corridor, trail, node, known)


def is_backwards(corridor: Corridor, trail: Trail) -> bool:
    """Return True when the trail runs against the line where it is nearest to it."""
    some = slice(None, None, 8)
    node = _distance_2(corridor, trail.east_m[some], trail.north_m[some]).argmin(axis=1)
    east, north = np.gradient(trail.east_m)[some], np.gradient(trail.north_m)[some]
    return bool(np.median(east * corridor.to_east[node] + north * corridor.to_north[node]) < 0)


def _expected_m(corridor: Corridor, trail: Trail, found_m: Samples) -> Samples:
    """Return the place that the positions within 5 s agree on, by the mean of places on a circle."""
    turn = 2j * np.pi / corridor.period_m
    width = 2 * round(ORDER_S / max(STEP_S, float(np.diff(trail.time_s).min()))) + 1
    ahead = np.pad(np.exp(turn * (found_m - trail.way_m)), width // 2, mode='edge')
    mean = np.convolve(ahead, np.ones(width), mode='valid')
    expected: Samples = trail.way_m + np.angle(mean) / abs(turn)
    return expected


def _placed(corridor: Corridor, trail: Trail, node: NDArray[np.intp], known: NDArray[np.bool_]) -> Placed:
    east, north = trail.east_m - corridor.east_m[node], trail.north_m - corridor.north_m[node]
    along = east * corridor.to_east[node] + north * corridor.to_north[node]
    right = east * corridor.to_north[node] - north * corridor.to_east[node]
    on_line = np.clip(along, -corridor.step_m / 2, corridor.step_m / 2)
    return Placed(
        node=node,
        distance_m=corridor.distance_m[node] + on_line,
        right_m=right,
        away_m=np.where(known, np.hypot(right, along - on_line), FAR_M),
    )


def shift_of(corridor: Corridor, placed: Placed) -> tuple[float, float]:
    """Return the one shift, east and north, that brings most of a lap nearest to the line.

    Least squares over the offsets, without the largest 15 %: one changed bend must not pull at the rest.
    """
    kept = placed.away_m <= np.quantile(placed.away_m, 0.85)
    node = placed.node[kept]
    to_right = np.column_stack([corridor.to_north[node], -corridor.to_east[node]])
    shift, *_ = np.linalg.lstsq(to_right, -placed.right_m[kept], rcond=None)
    shift *= min(1.0, MOST_SHIFT_M / max(float(np.hypot(*shift)), 1e-9))
    return float(shift[0]), float(shift[1])
