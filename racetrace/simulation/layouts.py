"""Layouts that a course is easily mistaken for: the same path with one bend cut off, or driven round."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from racetrace.simulation.path import Path, Samples, closed_path

Points = NDArray[np.complex128]  # east + 1j * north

GRAIN_M: Final = 2.0
SMOOTHING_M: Final = 2.0
GATE_M: Final = 40.0  # of the path on both sides of the start gate, which stay
LEAST_WORST_M: Final = 15.0
LEAST_MEAN_M: Final = 1.0
LEAST_LENGTH: Final = 0.02
CLEAR_M: Final = 8.0  # a new piece from what stays of the path


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """A changed path, which leaves the old one at `from_m` and joins it again at `to_m` of the old one."""

    path: Path
    from_m: float
    to_m: float
    worst_m: float  # the farthest that a point of one is from the other
    mean_m: float  # distance of one path from the other, whichever way it is more
    length_ratio: float  # new to old


def layouts(east_m: Samples, north_m: Samples, count: int = 60, seed: int = 1) -> list[Layout]:
    """Return distinct changed layouts of a closed path, given by points [m] that begin at its start gate.

    Each differs by 2 % of the length or more, by 15 m or more at its worst place and by 1 m or more in the
    mean; every second one by less than 5 % and 4 m. None is much tighter than the path is, or than 8 m, nor
    crosses what stays. Fewer than `count` when 400 tries for each were in vain.
    """
    old = closed_path(east_m, north_m, smoothing_m=SMOOTHING_M)
    rng = np.random.default_rng([seed, 11])
    found: list[Layout] = []
    for _ in range(400 * count):
        if len(found) == count:
            break
        layout = _tried(old, rng)
        if layout is None or any(_alike(layout, other) for other in found):
            continue
        small = abs(layout.length_ratio - 1) < 0.05 and layout.mean_m < 4
        if small or len(found) % 2:
            found.append(layout)
    return found


def _tried(old: Path, rng: np.random.Generator) -> Layout | None:
    """Return one random change, or None where it is no plausible track or too like the old one."""
    span = float(np.exp(rng.uniform(np.log(50), np.log(min(0.4 * old.length_m, 900)))))
    start = rng.uniform(GATE_M, old.length_m - GATE_M - span)
    first, last = int(start / old.step_m), int((start + span) / old.step_m)
    piece = _short_cut(old, first, last, rng) if rng.random() < 0.6 else _bulge(old, first, last, rng)
    line = old.east_m + 1j * old.north_m
    changed = np.concatenate([line[:first], piece, line[last:]])
    ratio = float(np.abs(np.diff(changed, append=changed[0])).sum()) / old.length_m
    if not LEAST_LENGTH <= abs(ratio - 1) <= 0.5:
        return None
    grain = round(GRAIN_M / old.step_m)
    new, kept = _thinned(piece), np.concatenate([line[last::grain], line[:first:grain]])
    away = _distance(new, line[::grain])
    left = _distance(line[first:last:grain], changed[::grain])
    worst = max(away.max(), left.max())
    mean = max(away.sum(), left.sum()) * GRAIN_M / old.length_m
    inside = slice(round(2 * CLEAR_M / GRAIN_M), -round(2 * CLEAR_M / GRAIN_M))
    if worst < LEAST_WORST_M or mean < LEAST_MEAN_M or new[inside].size == 0:
        return None
    if _distance(new[inside], kept).min() < CLEAR_M:
        return None
    path = closed_path(changed.real, changed.imag, smoothing_m=SMOOTHING_M)
    if np.abs(path.curvature_per_m).max() > 1.15 * max(np.abs(old.curvature_per_m).max(), 1 / 8):
        return None
    return Layout(
        path=path,
        from_m=first * old.step_m,
        to_m=last * old.step_m,
        worst_m=float(worst),
        mean_m=float(mean),
        length_ratio=ratio,
    )


def _short_cut(old: Path, first: int, last: int, rng: np.random.Generator) -> Points:
    """Return a cubic that leaves and joins the path in the direction of travel."""
    start, end = (complex(old.east_m[node], old.north_m[node]) for node in (first, last))
    leaving, joining = (np.exp(1j * (np.pi / 2 - old.heading_rad[node])) for node in (first, last))
    chord = abs(end - start)
    reach = chord * rng.uniform(0.7, 1.4)
    u = np.linspace(0, 1, max(8, round(chord / old.step_m)), endpoint=False)
    return np.asarray(
        (1 + 2 * u) * (1 - u) ** 2 * start
        + u * (1 - u) ** 2 * reach * leaving
        + u**2 * (3 - 2 * u) * end
        - u**2 * (1 - u) * reach * joining
    )


def _bulge(old: Path, first: int, last: int, rng: np.random.Generator) -> Points:
    """Return the piece pushed aside by 16 to 70 m, to the right or to the left."""
    node = slice(first, last)
    aside = rng.uniform(16, 70) * rng.choice((-1.0, 1.0))
    offset = aside * (1 - np.cos(np.linspace(0, 2 * np.pi, last - first))) / 2
    rightwards = np.exp(-1j * old.heading_rad[node])
    return np.asarray(old.east_m[node] + 1j * old.north_m[node] + offset * rightwards)


def _thinned(piece: Points) -> Points:
    """Return the points of a piece at even distances."""
    travelled = np.append(0.0, np.cumsum(np.abs(np.diff(piece))))
    return np.interp(np.arange(0, travelled[-1], GRAIN_M), travelled, piece)


def _distance(points: Points, line: Points) -> Samples:
    """Return how far each point is from the nearest one of a line."""
    away: Samples = np.abs(points[:, None] - line[None, :]).min(axis=1)
    return away


def _alike(one: Layout, other: Layout) -> bool:
    apart = abs(one.from_m - other.from_m) + abs(one.to_m - other.to_m)
    return apart < 20 and abs(one.length_ratio - other.length_ratio) < 0.01
