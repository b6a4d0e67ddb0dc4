"""Lines made of straights and arcs, in closed form, and cars that drive along lines."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Fixes, Origin, Samples

ORIGIN = Origin(latitude_deg=48.0, longitude_deg=11.0)

Vectors = NDArray[np.complex128]
Piece = tuple[float, float]  # length [m], turn [°], right positive


def arc(radius_m: float, turn_deg: float) -> Piece:
    return radius_m * np.radians(abs(turn_deg)), turn_deg


def straight(length_m: float) -> Piece:
    return length_m, 0.0


def line_of(*pieces: Piece, closed: bool = True, start_m: float = 0.0, turned_deg: float = 0.0) -> Line:
    """Return the line along pieces, starting north from the origin, on an even grid of about 1 m.

    `start_m` moves the start gate along a closed line; `turned_deg` turns all of it clockwise.
    """
    lengths, turns = np.array(pieces).T
    ends = np.concatenate([[0.0], np.cumsum(lengths)])
    length_m = float(ends[-1])
    nodes = round(length_m)
    s = (start_m + np.arange(nodes if closed else nodes + 1) * length_m / nodes) % (length_m + (not closed))
    i = np.clip(np.searchsorted(ends, s, side='right') - 1, 0, lengths.size - 1)
    curvature = np.radians(turns) / lengths
    heading = np.radians(turned_deg) + np.concatenate([[0.0], np.cumsum(np.radians(turns))])
    joints = np.concatenate([[0.0], np.cumsum(_along(lengths, heading[:-1], curvature))])
    place = joints[i] + _along(s - ends[i], heading[i], curvature[i])
    return Line(east_m=place.real, north_m=place.imag, length_m=length_m, closed=closed, origin=ORIGIN)


def _along(way_m: Samples, heading_rad: Samples, curvature: Samples) -> Vectors:
    """Return the chord from the beginning of an arc, as east + i north."""
    half = curvature * way_m / 2
    chord: Vectors = way_m * np.sinc(half / np.pi) * np.exp(1j * (np.pi / 2 - heading_rad - half))
    return chord


def stadium(straight_m: float = 400.0, radius_m: float = 60.0) -> tuple[Piece, ...]:
    """Return a start in the middle of a straight, and two bends of 180° to the right."""
    bend = arc(radius_m, 180)
    return straight(straight_m / 2), bend, straight(straight_m), bend, straight(straight_m / 2)


def figure_of_eight(radius_m: float = 60.0) -> tuple[Piece, ...]:
    """Return two loops, of 270° to the right and to the left, which cross at right angles at the start."""
    half = straight(radius_m)
    return half, arc(radius_m, 270), straight(2 * radius_m), arc(radius_m, -270), half


def driven(
    line: Line,
    *,
    speed_mps: float = 25.0,
    rate_hz: float = 10.0,
    aside_m: Callable[[Samples], Samples] | float = 0.0,
    laps: float = 1.0,
    backwards: bool = False,
) -> Fixes:
    """Return the fixes of a car at one speed, from gate to gate.

    `aside_m`, which may depend on the distance along the line, is to the right of it.
    """
    end_s = laps * line.length_m / speed_mps
    time_s = np.linspace(0, end_s, round(end_s * rate_hz) + 1)
    way_m = line.length_m - speed_mps * time_s if backwards else speed_mps * time_s
    east_m, north_m = line.position(way_m)
    heading = np.interp(way_m % line.length_m if line.closed else way_m, line.distance_m, line.heading_rad)
    right_m = aside_m(way_m) if callable(aside_m) else aside_m
    return Fixes(
        time_s=time_s,
        east_m=east_m + right_m * np.cos(heading),
        north_m=north_m - right_m * np.sin(heading),
        speed_mps=np.full_like(time_s, speed_mps),
        heading_rad=np.full_like(time_s, np.nan),
        accuracy_m=np.full_like(time_s, np.nan),
        origin=line.origin,
    )
