"""The start/finish line of a log: stated by the file, told by its logger's laps, or found."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.gates import HALF_WIDTH_M, MIN_SPEED_MPS, Gate, crossings
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import FileGate
from racetrace.telemetry.plane import Fixes, Samples
from racetrace.telemetry.travel import travelled_m

BEYOND_ENDS_M = 2.0  # a line given by its ends is drawn on the asphalt; cars and receivers stray a little


def gate_of_file(stated: FileGate, fixes: Fixes) -> Gate | None:
    """Return the file's start/finish line in local metres; None when the car never crossed it.

    Where the file does not say in which direction it is crossed, the more frequent one is.
    """
    east, north = fixes.origin.to_metres(np.array([stated.latitude_deg]), np.array([stated.longitude_deg]))
    point = float(east[0]), float(north[0])
    if stated.end_latitude_deg is not None and stated.end_longitude_deg is not None:
        ends = fixes.origin.to_metres(
            np.array([stated.end_latitude_deg]), np.array([stated.end_longitude_deg])
        )
        return _of_ends(point, (float(ends[0][0]), float(ends[1][0])), fixes)
    if stated.heading_deg is not None:
        gate = Gate(east_m=point[0], north_m=point[1], heading_rad=float(np.radians(stated.heading_deg)))
        return gate if crossings(fixes, gate).size else None
    return _of_point(point, fixes)


def _of_ends(first: tuple[float, float], last: tuple[float, float], fixes: Fixes) -> Gate | None:
    along = np.arctan2(last[0] - first[0], last[1] - first[1])
    reach = np.hypot(last[0] - first[0], last[1] - first[1]) / 2
    gate = Gate(
        east_m=(first[0] + last[0]) / 2,
        north_m=(first[1] + last[1]) / 2,
        heading_rad=float(along + np.pi / 2),
        half_width_m=float(reach) + BEYOND_ENDS_M,
    )
    ways = [(crossings(fixes, way).size, way) for way in (gate, gate.reversed())]
    most, way = max(ways, key=lambda counted: counted[0])
    return way if most else None


def _of_point(point: tuple[float, float], fixes: Fixes) -> Gate | None:
    """Take the direction from the motion nearest to the point, of the passes within its half-width."""
    away = np.hypot(fixes.east_m - point[0], fixes.north_m - point[1])
    reach = HALF_WIDTH_M + 0.6 * fixes.interval_s * fixes.speed_mps
    passing = np.flatnonzero((away[1:-1] < reach[1:-1]) & (fixes.speed_mps[1:-1] > MIN_SPEED_MPS)) + 1
    if not passing.size:
        return None
    east, north = _direction(fixes, passing)
    headings = np.arctan2(east, north)
    gates = [Gate(east_m=point[0], north_m=point[1], heading_rad=float(h)) for h in _main_ways(headings)]
    counted = [(crossings(fixes, gate).size, gate) for gate in gates]
    most, gate = max(counted, key=lambda pair: pair[0])
    return gate if most else None


def _direction(fixes: Fixes, index: NDArray[np.intp]) -> tuple[Samples, Samples]:
    """Return the direction of travel, east and north, at fixes from their neighbours' positions."""
    return (
        fixes.east_m[index + 1] - fixes.east_m[index - 1],
        fixes.north_m[index + 1] - fixes.north_m[index - 1],
    )


def _main_ways(headings_rad: Samples) -> list[float]:
    """Return the mean of all directions within 45° of the first one, and so on for the rest."""
    ways: list[float] = []
    rest = headings_rad
    while rest.size and len(ways) < 4:
        near = np.cos(rest - rest[0]) > np.sqrt(0.5)
        ways.append(float(np.arctan2(np.sin(rest[near]).sum(), np.cos(rest[near]).sum())))
        rest = rest[~near]
    return ways


def gate_of_laps(fixes: Fixes, laps: Sequence[Lap]) -> Gate | None:
    """Return a gate where the logger's laps begin: its line is not in the file, but its times are."""
    starts = np.array([lap.start_s for lap in laps if lap.is_comparable])
    inside = (
        starts[(starts > fixes.time_s[0]) & (starts < fixes.time_s[-1])] if fixes.count > 2 else starts[:0]
    )
    if not inside.size:
        return None
    east = np.interp(inside, fixes.time_s, fixes.east_m)
    north = np.interp(inside, fixes.time_s, fixes.north_m)
    reach = max(1.0, fixes.interval_s)
    along = (
        np.interp(inside + reach, fixes.time_s, fixes.east_m)
        - np.interp(inside - reach, fixes.time_s, fixes.east_m),
        np.interp(inside + reach, fixes.time_s, fixes.north_m)
        - np.interp(inside - reach, fixes.time_s, fixes.north_m),
    )
    heading = float(np.arctan2(np.median(along[0]), np.median(along[1])))
    return Gate(east_m=float(np.median(east)), north_m=float(np.median(north)), heading_rad=heading)


def find_gate(fixes: Fixes) -> Gate | None:
    """Find a place that the car passes again and again, a lap apart; None where fewer than 3 passes agree.

    Candidates stand every 25 m of the way, at the fastest sixty places. The one with the most consecutive
    crossings a like distance apart wins, the fastest among equals.
    """
    travelled = travelled_m(fixes)
    candidates = _fast_places(fixes, travelled)
    if not candidates.size:
        return None
    east, north = _direction(fixes, candidates)
    gates = [
        Gate(east_m=float(fixes.east_m[i]), north_m=float(fixes.north_m[i]), heading_rad=float(h))
        for i, h in zip(candidates, np.arctan2(east, north), strict=True)
    ]
    scores = np.array([_like_laps(np.interp(crossings(fixes, g), fixes.time_s, travelled)) for g in gates])
    if scores.max() < 2:
        return None
    good = scores >= scores.max() - 1 if scores.max() > 2 else scores == scores.max()
    speeds = np.where(good, fixes.speed_mps[candidates], -1)
    return gates[int(np.argmax(speeds))]


def _fast_places(fixes: Fixes, travelled: Samples) -> NDArray[np.intp]:
    """Return the fixes nearest behind each 25 m of the way, of which the fastest sixty, in driving order."""
    _, every = np.unique(travelled // 25, return_index=True)
    every = every[(every > 0) & (every < fixes.count - 1)]
    speed = fixes.speed_mps[every]
    if not speed.size:
        return every
    every = every[speed > 0.3 * np.percentile(speed, 98)]
    return np.sort(every[np.argsort(-fixes.speed_mps[every], kind='stable')[:60]])


def _like_laps(at_m: Samples) -> int:
    """Return how many of the distances between crossings lie within 3 % of their median."""
    lengths = np.diff(at_m)
    lengths = lengths[lengths > 200]
    if not lengths.size:
        return 0
    return int((np.abs(lengths / np.median(lengths) - 1) < 0.03).sum())
