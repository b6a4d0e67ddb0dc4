"""Closed smooth lines in the plane, with the heading and the curvature that a car would feel on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

STEP_M: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Path:
    """A closed line: nodes of shape (N,), `step_m` apart, the first on the start gate and not repeated."""

    east_m: Samples
    north_m: Samples
    heading_rad: Samples  # direction of travel, clockwise from north, unwrapped from the first node on
    curvature_per_m: Samples  # right positive
    length_m: float

    @property
    def nodes(self) -> int:
        return self.east_m.size

    @property
    def step_m(self) -> float:
        return self.length_m / self.nodes

    @property
    def distance_m(self) -> Samples:
        return np.arange(float(self.nodes)) * self.step_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertex:
    """A corner of a polygon, to be rounded."""

    east_m: float
    north_m: float
    radius_m: float


def circle(radius_m: float) -> Path:
    """Return a circle driven clockwise, which starts at its northern end."""
    angle = np.linspace(0, 2 * np.pi, 65536, endpoint=False)
    return closed_path(radius_m * np.sin(angle), radius_m * np.cos(angle), smoothing_m=0.0)


def closed_path(
    east_m: Samples, north_m: Samples, *, smoothing_m: float = 3.0, length_m: float | None = None
) -> Path:
    """Return the smooth closed line through points of any spacing, shape (N,), end not repeated.

    Rounded by a Gaussian of `smoothing_m` along the line; scaled about the origin to `length_m`, when given.
    Points are joined by straight lines first: without smoothing, give points closer than 0.5 m.
    """
    points = east_m + 1j * north_m
    travelled = np.append(0.0, np.cumsum(np.abs(np.diff(np.append(points, points[0])))))
    count = max(16, round((length_m or travelled[-1]) / STEP_M))
    even = np.arange(count) * (travelled[-1] / count)
    line = np.interp(even, travelled[:-1], points, period=travelled[-1])
    line = _smoothed(line, smoothing_m * count / travelled[-1])
    for _ in range(2):  # a smoothed line has uneven nodes again; the second pass is for the last millimetre
        line = _evenly_spaced(line)
    length = float(np.mean(np.abs(_derivative(line))) * line.size)
    return _measured(line, length) if length_m is None else _measured(line * (length_m / length), length_m)


def rounded_polygon(vertices: Sequence[Vertex]) -> tuple[Samples, Samples]:
    """Return points of the polygon with an arc at each vertex, from the middle of its last side on.

    A radius too large for the sides beside it is reduced. Straights are left to interpolation.
    """
    corner = np.array([vertex.east_m + 1j * vertex.north_m for vertex in vertices])
    side = np.roll(corner, -1) - corner
    pieces = [np.array([(corner[-1] + corner[0]) / 2])]
    for index, vertex in enumerate(vertices):
        before, after = side[index - 1], side[index]
        turn = float(np.angle(after / before))
        room = 0.48 * min(abs(before), abs(after))
        radius = min(vertex.radius_m, room / np.tan(abs(turn) / 2))
        start = corner[index] - before / abs(before) * radius * np.tan(abs(turn) / 2)
        centre = start + 1j * np.sign(turn) * before / abs(before) * radius
        sweep = np.linspace(0, turn, max(8, round(radius * abs(turn) / 0.25)))
        pieces.append(centre + (start - centre) * np.exp(1j * sweep))
    points = np.concatenate(pieces)
    return points.real, points.imag


def apexes(path: Path, least_turn_deg: float = 20.0) -> Samples:
    """Return the distances [m] where the bends are tightest; a bend turns one way by 20 degrees or more."""
    bends = np.where(np.abs(path.curvature_per_m) > 1 / 400, np.sign(path.curvature_per_m), 0.0)
    straight = int(np.flatnonzero(bends == 0)[0]) if (bends == 0).any() else 0
    curvature, bends = np.roll(path.curvature_per_m, -straight), np.roll(bends, -straight)
    edges = np.flatnonzero(np.diff(bends, prepend=0.0, append=0.0))
    found = [
        first + float(np.abs(curvature[first:end]).argmax())
        for first, end in pairwise(edges.tolist())
        if abs(np.degrees(curvature[first:end].sum() * path.step_m)) >= least_turn_deg
    ]
    return np.sort((np.array(found, dtype=np.float64) + straight) % path.nodes) * path.step_m


def _measured(line: NDArray[np.complex128], length_m: float) -> Path:
    """Return the line of evenly spaced nodes, with what can be derived from them."""
    tangent, bend = _derivative(line), _derivative(_derivative(line))
    speed = np.abs(tangent)
    return Path(
        east_m=line.real.copy(),
        north_m=line.imag.copy(),
        heading_rad=np.unwrap(np.arctan2(tangent.real, tangent.imag)),
        curvature_per_m=-(np.conj(tangent) * bend).imag / speed**3,  # clockwise is right
        length_m=length_m,
    )


def _frequencies(count: int) -> Samples:
    return np.asarray(2 * np.pi * np.fft.fftfreq(count), dtype=np.float64)  # radians per node


def _derivative(line: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Return the derivative by node number: exact for a line without detail finer than two nodes."""
    return np.fft.ifft(1j * _frequencies(line.size) * np.fft.fft(line))


def _smoothed(line: NDArray[np.complex128], sigma_nodes: float) -> NDArray[np.complex128]:
    kept = np.exp(-0.5 * (_frequencies(line.size) * sigma_nodes) ** 2)
    return np.fft.ifft(kept * np.fft.fft(line))


def _evenly_spaced(line: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Return as many nodes at equal distances along the line, by cubic Hermite between the old ones."""
    tangent = _derivative(line)
    speed = np.abs(tangent)
    spectrum = np.fft.fft(speed - speed.mean())
    waves = 1j * _frequencies(line.size)
    waves[0] = 1.0
    wobble = np.fft.ifft(spectrum / waves).real
    travelled = np.arange(line.size) * speed.mean() + wobble - wobble[0]
    travelled = np.append(travelled, line.size * speed.mean())
    at = np.interp(np.arange(line.size) * speed.mean(), travelled, np.arange(line.size + 1.0))
    node = np.floor(at).astype(int)
    u = at - node
    start, end = node % line.size, (node + 1) % line.size
    return np.asarray(
        (1 + 2 * u) * (1 - u) ** 2 * line[start]
        + u * (1 - u) ** 2 * tangent[start]
        + u**2 * (3 - 2 * u) * line[end]
        - u**2 * (1 - u) * tangent[end]
    )
