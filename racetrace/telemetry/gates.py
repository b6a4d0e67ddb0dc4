"""Gates: lines across the track, crossed in one direction, and when they were crossed."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from racetrace.telemetry.log import FileGate
from racetrace.telemetry.plane import Fixes, Samples

HALF_WIDTH_M = 20.0  # when nothing better is known
BEYOND_ENDS_M = 2.0  # a line given by its ends is drawn on the asphalt; cars and receivers stray a little
MIN_SPEED_MPS = 3.0
MAX_GAP_S = 4.0
SAME_WAY = 0.7  # cosine of the angle between the gate's heading and the car's


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A point in local metres, the direction of travel across it, and how far it reaches to each side."""

    east_m: float
    north_m: float
    heading_rad: float  # clockwise from north
    half_width_m: float = HALF_WIDTH_M

    def along_m(self, east_m: Samples, north_m: Samples) -> Samples:
        """Return how far positions lie beyond the gate in its direction; negative before it."""
        east, north = math.sin(self.heading_rad), math.cos(self.heading_rad)
        return (east_m - self.east_m) * east + (north_m - self.north_m) * north

    def aside_m(self, east_m: Samples, north_m: Samples) -> Samples:
        """Return how far positions lie to the right of the gate's point."""
        east, north = math.sin(self.heading_rad), math.cos(self.heading_rad)
        return (east_m - self.east_m) * north - (north_m - self.north_m) * east

    def reversed(self) -> 'Gate':
        return Gate(
            east_m=self.east_m,
            north_m=self.north_m,
            heading_rad=self.heading_rad + np.pi,
            half_width_m=self.half_width_m,
        )


def crossings(fixes: Fixes, gate: Gate) -> Samples:
    """Return the times at which the car crossed the gate in its direction, rising.

    Between two fixes the car is taken to accelerate evenly, from the speed of the one to that of the other:
    at 1 Hz a straight interpolation errs by up to 35 ms, this one by 12.
    """
    step = np.diff(fixes.time_s)
    along = gate.along_m(fixes.east_m, fixes.north_m)
    aside = gate.aside_m(fixes.east_m, fixes.north_m)
    before, after = along[:-1], along[1:]
    hit = np.flatnonzero((before < 0) & (after >= 0) & (step < MAX_GAP_S))
    if not hit.size:
        return np.empty(0)
    share = -before[hit] / (after[hit] - before[hit])
    where = aside[hit] + share * (aside[hit + 1] - aside[hit])
    chord = np.hypot(np.diff(fixes.east_m)[hit], np.diff(fixes.north_m)[hit])
    speed = np.maximum(fixes.speed_mps[hit], fixes.speed_mps[hit + 1])
    aligned = (after[hit] - before[hit]) > SAME_WAY * chord
    hit_ok = (np.abs(where) < gate.half_width_m) & aligned & (speed > MIN_SPEED_MPS)
    hit, share = hit[hit_ok], share[hit_ok]
    return fixes.time_s[hit] + step[hit] * evenly_accelerated(
        share, fixes.speed_mps[hit], fixes.speed_mps[hit + 1]
    )


def evenly_accelerated(share: Samples, first_mps: Samples, last_mps: Samples) -> Samples:
    """Return the share of the time after which a share of the way is done, from one speed to another."""
    mean = (first_mps + last_mps) / 2
    with np.errstate(invalid='ignore', divide='ignore'):
        start, gain = first_mps / mean, (last_mps - first_mps) / mean
        done = 2 * share / (start + np.sqrt(np.maximum(start**2 + 2 * gain * share, 0)))
    return np.where(np.isfinite(done), np.clip(done, 0, 1), share)


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
    east, north = _course(fixes, passing)
    headings = np.arctan2(east, north)
    gates = [Gate(east_m=point[0], north_m=point[1], heading_rad=float(h)) for h in _main_ways(headings)]
    counted = [(crossings(fixes, gate).size, gate) for gate in gates]
    most, gate = max(counted, key=lambda pair: pair[0])
    return gate if most else None


def _course(fixes: Fixes, index: NDArray[np.intp]) -> tuple[Samples, Samples]:
    """Return the direction of travel at fixes from their neighbours' positions."""
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


def find_gate(fixes: Fixes) -> Gate | None:
    """Find a place that the car passes again and again, a lap apart; None where fewer than 3 passes agree.

    Candidates stand every 25 m of the way, at the fastest sixty places. The one with the most consecutive
    crossings a like distance apart wins, the fastest among equals.
    """
    travelled = travelled_m(fixes)
    candidates = _fast_places(fixes, travelled)
    if not candidates.size:
        return None
    east, north = _course(fixes, candidates)
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


def travelled_m(fixes: Fixes) -> Samples:
    """Return the integral of the speed up to each fix, from 0."""
    return integral(fixes.time_s, fixes.speed_mps)


def integral(time_s: Samples, values: Samples) -> Samples:
    """Return the running integral by the trapezoid rule, beginning with 0; the shape of `time_s`."""
    return np.concatenate([[0.0], np.cumsum(np.diff(time_s) * (values[1:] + values[:-1]) / 2)])
