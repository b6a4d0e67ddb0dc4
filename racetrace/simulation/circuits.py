"""Fictitious circuits: smooth closed centrelines, each with its start gate in the middle of a straight."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from racetrace.simulation.path import Path, Samples, Vertex, apexes, closed_path, rounded_polygon


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Circuit:
    """A centreline, in metres east and north of an origin on the earth."""

    name: str
    centreline: Path
    apexes_m: Samples  # where the corners are, metres from the start gate
    latitude_deg: float
    longitude_deg: float

    @property
    def length_m(self) -> float:
        return self.centreline.length_m


def circuit(
    name: str, centreline: Path, latitude_deg: float = 48.5310, longitude_deg: float = 10.4170
) -> Circuit:
    """Return a circuit on this centreline, whose metres count from the given place on earth."""
    return Circuit(
        name=name,
        centreline=centreline,
        apexes_m=apexes(centreline),
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
    )


def riverside() -> Circuit:
    """A car circuit of 2.9 km with 11 corners: hairpin, chicane, sweepers, a straight of 600 m."""
    return _polygon(
        'Riverside',
        [
            (330, 0, 55),
            (370, 190, 95),
            (600, 268, 27),
            (582, 320, 27),
            (270, 330, 24),
            (225, 278, 24),
            (20, 285, 130),
            (-150, 400, 75),
            (-330, 360, 45),
            (-290, 205, 32),
            (-120, 160, 13),
            (-125, 128, 13),
            (-388, 92, 55),
            (-400, 0, 50),
        ],
        length_m=2900.0,
    )


def kart_track() -> Circuit:
    """A kart track of 1.0 km with 11 corners and straights 13 to 19 m apart."""
    return _polygon(
        'Mill Lane',
        [
            (160, 0, 8),
            (160, 16, 8),
            (70, 16, 8),
            (62, 64, 12),
            (125, 74, 14),
            (150, 120, 16),
            (50, 124, 16),
            (22, 46, 6),
            (9, 46, 6),
            (-8, 130, 15),
            (-85, 130, 20),
            (-68, 60, 25),
            (-98, 0, 14),
        ],
        length_m=1000.0,
    )


def hairpin() -> Circuit:
    """A kart track of two straights 12 m apart, joined by a hairpin of 6 m radius."""
    return _polygon(
        'Hairpin',
        [
            (170, 0, 6),
            (170, 12, 6),
            (-60, 12, 20),
            (-110, 75, 25),
            (-190, 40, 25),
            (-150, -40, 25),
            (-95, 0, 30),
        ],
    )


def figure_of_eight() -> Circuit:
    """A circuit of 2.1 km which crosses itself, as on a bridge."""
    return _polygon(
        'Bridge',
        [
            (410, -110, 60),
            (410, 110, 60),
            (190, 110, 40),
            (-190, -110, 40),
            (-410, -110, 60),
            (-410, 110, 60),
            (-190, 110, 40),
            (190, -110, 40),
        ],
    )


CIRCUITS: Final[Mapping[str, Callable[[], Circuit]]] = {
    'riverside': riverside,
    'kart': kart_track,
    'hairpin': hairpin,
    'eight': figure_of_eight,
}


def random_circuit(seed: int, length_m: float | None = None) -> Circuit:
    """Return a circuit of 0.8 to 4 km that neither crosses itself nor comes within 12 m of itself."""
    rng = np.random.default_rng([seed, 7])
    length = float(round(length_m or rng.uniform(800, 4000)))
    while True:
        corners = int(rng.integers(8, 14))
        angle = np.cumsum(rng.uniform(0.6, 1.4, corners))
        angle *= rng.choice((-1, 1)) * 2 * np.pi / angle[-1]
        reach = rng.uniform(0.4, 1.0, corners) * length / 4.5
        radius = rng.uniform(12, 60, corners) * np.sqrt(length / 1500)
        vertices = zip(reach * np.sin(angle), reach * np.cos(angle), radius, strict=True)
        found = _polygon(f'Random {seed}', list(vertices), length_m=length)
        tightest_m = 1 / np.abs(found.centreline.curvature_per_m).max()
        if tightest_m >= 7 and clearance_m(found.centreline) >= 12:
            return found


def clearance_m(path: Path, apart_m: float = 70.0) -> float:
    """Return the least distance between two points of a path that are `apart_m` or more apart along it."""
    step = max(1, round(4 / path.step_m))
    point = (path.east_m + 1j * path.north_m)[::step]
    along = path.distance_m[::step]
    apart = np.abs(along[:, None] - along[None, :])
    apart = np.minimum(apart, path.length_m - apart)
    distance = np.abs(point[:, None] - point[None, :])
    return float(distance[apart >= apart_m].min())


def _polygon(name: str, vertices: list[tuple[float, float, float]], length_m: float | None = None) -> Circuit:
    points = rounded_polygon([Vertex(east_m=x, north_m=y, radius_m=radius) for x, y, radius in vertices])
    path = closed_path(*points, length_m=length_m)
    # A whole number of metres, so that the truth stands on one of them at the finish too.
    whole = path if length_m else closed_path(*points, length_m=float(round(path.length_m)))
    return circuit(name, whole)
