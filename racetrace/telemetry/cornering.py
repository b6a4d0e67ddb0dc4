"""Cornering: what a lap did in each corner of its course, against the reference."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from racetrace.telemetry.comparison import Corner, CornerOfLap, Trace
from racetrace.telemetry.plane import Samples

BRAKING_MPS2 = -0.2 * 9.80665
THROTTLE_MPS2 = 0.05 * 9.80665  # above what a slope of 5 % or the smoothing makes of a coasting car
SMOOTHED_OVER_S = 0.5
SUSTAINED_S = 0.3  # shorter pushes are noise or a kerb

SigmaBetween = Callable[[float, float], float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrivenLap:
    """A lap along its course's line.

    `distance_m`, shape (N,), runs from 0 to the line's length and never falls; `time_s`, same shape, counts
    from the start crossing. `speed` has samples of its own. `delta_t_s` is the time behind the reference at
    `grid_m`, shape (P,), from 0 to the length; positive is slower. `sigma_between_s(a_m, b_m)` is one sigma
    of the time lost from a to b, where a < b.
    """

    distance_m: Samples
    time_s: Samples
    speed: Trace
    grid_m: Samples
    delta_t_s: Samples
    sigma_between_s: SigmaBetween
    coarse: bool  # a phone, or fixes at 2 Hz and fewer: no place of braking or throttle can be told

    @property
    def length_m(self) -> float:
        return float(self.distance_m[-1])

    def time_at(self, distance_m: Samples) -> Samples:
        return np.interp(distance_m, self.distance_m, self.time_s)


def cornering(corners: Sequence[Corner], lap: DrivenLap) -> tuple[CornerOfLap, ...]:
    """Return what the lap did in each corner; the times, and the losses, sum exactly to those of the lap.

    Entry and exit speed are those where the bend begins and ends, places that are the same for every lap; the
    minimum is sought between them. A section that holds the start/finish line is driven in two pieces, one at
    either end of the lap: both count.
    """
    pushes = None if lap.coarse else _Pushes.of(lap)
    return tuple(_corner_of_lap(corner, corners, lap, pushes) for corner in corners)


def _corner_of_lap(
    corner: Corner, corners: Sequence[Corner], lap: DrivenLap, pushes: '_Pushes | None'
) -> CornerOfLap:
    section = np.array(_pieces(corner.section_start_m, corner.section_end_m, lap.length_m))
    entry_mps, exit_mps = np.interp([corner.start_m, corner.end_m], lap.speed.distance_m, lap.speed.values)
    slowest_m, min_mps = _slowest(corner, lap)
    braking_m = throttle_m = None
    if pushes:
        since_m = max((c.end_m for c in corners if c.end_m <= corner.apex_m), default=0.0)
        until_m = min((c.start_m for c in corners if c.start_m > slowest_m), default=lap.length_m)
        braking_m = pushes.braking_begins_m(since_m, corner.apex_m)
        throttle_m = pushes.throttle_begins_m(slowest_m, until_m)
    return CornerOfLap(
        time_s=float(np.diff(lap.time_at(section)).sum()),
        lost_s=float(np.diff(np.interp(section, lap.grid_m, lap.delta_t_s)).sum()),
        sigma_s=math.hypot(*(lap.sigma_between_s(float(a), float(b)) for a, b in section)),
        entry_mps=float(entry_mps),
        min_mps=min_mps,
        exit_mps=float(exit_mps),
        braking_m=None if braking_m is None else corner.apex_m - braking_m,
        throttle_m=None if throttle_m is None else throttle_m - corner.apex_m,
    )


def _pieces(start_m: float, end_m: float, length_m: float) -> list[tuple[float, float]]:
    """Return the stretch in the order of the lap's distance: two pieces where it holds the line."""
    return [(start_m, end_m)] if start_m < end_m else [(0.0, end_m), (start_m, length_m)]


def _slowest(corner: Corner, lap: DrivenLap) -> tuple[float, float]:
    """Return the place and the value of the least speed in the bend, its ends included."""
    places = []
    for start_m, end_m in _pieces(corner.start_m, corner.end_m, lap.length_m):
        inside = (lap.speed.distance_m > start_m) & (lap.speed.distance_m < end_m)
        places += [np.array([start_m]), lap.speed.distance_m[inside], np.array([end_m])]
    distance_m = np.concatenate(places)
    speed_mps = np.interp(distance_m, lap.speed.distance_m, lap.speed.values)
    slowest = int(np.argmin(speed_mps))
    return float(distance_m[slowest]), float(speed_mps[slowest])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pushes:
    """Where the acceleration of a lap, from its speed smoothed over 0.5 s, stays beyond a limit."""

    braking: '_Stretches'
    throttle: '_Stretches'
    coasts_m: Samples  # samples at which the car does not slow

    @classmethod
    def of(cls, lap: DrivenLap) -> '_Pushes':
        distance_m = lap.speed.distance_m
        time_s = lap.time_at(distance_m)
        # The slope of a moving mean is the difference across its window.
        half_s = SMOOTHED_OVER_S / 2
        before, after = (np.clip(time_s + h, time_s[0], time_s[-1]) for h in (-half_s, half_s))
        gained = np.interp(after, time_s, lap.speed.values) - np.interp(before, time_s, lap.speed.values)
        took = after - before
        accel = np.divide(gained, took, out=np.zeros_like(gained), where=took > 0)
        return cls(
            braking=_Stretches.of(distance_m, time_s, BRAKING_MPS2 - accel),
            throttle=_Stretches.of(distance_m, time_s, accel - THROTTLE_MPS2),
            coasts_m=distance_m[accel >= 0],
        )

    def braking_begins_m(self, since_m: float, apex_m: float) -> float | None:
        """Return where the braking for the apex began; None without one, or where it was on before.

        Pressure comes and goes on the way in: as long as the car slows, it is one braking.
        """
        begins_m = self.braking.begins_m(since_m, apex_m)
        if begins_m.size == 0:
            return None
        coasted = int(np.searchsorted(self.coasts_m, begins_m[-1]))
        begin_m = float(begins_m[begins_m > self.coasts_m[coasted - 1]][0] if coasted else begins_m[0])
        return begin_m if begin_m > since_m else None

    def throttle_begins_m(self, slowest_m: float, until_m: float) -> float | None:
        """Return where the speed first rises for good; None where it does not."""
        begins_m = self.throttle.begins_m(slowest_m, until_m)
        return float(begins_m[0]) if begins_m.size else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Stretches:
    """The stretches of a lap on which something is positive, linear between samples."""

    distance_m: Samples
    time_s: Samples
    from_m: Samples
    until_m: Samples

    @classmethod
    def of(cls, distance_m: Samples, time_s: Samples, excess: Samples) -> '_Stretches':
        i = np.flatnonzero((excess[:-1] > 0) != (excess[1:] > 0))
        zeros = distance_m[i] + (distance_m[i + 1] - distance_m[i]) * excess[i] / (excess[i] - excess[i + 1])
        ends_m = np.concatenate((distance_m[:1], zeros, distance_m[-1:]))
        first = 0 if excess[0] > 0 else 1
        until_m = ends_m[first + 1 :: 2]
        return cls(
            distance_m=distance_m, time_s=time_s, from_m=ends_m[first::2][: until_m.size], until_m=until_m
        )

    def begins_m(self, from_m: float, until_m: float) -> Samples:
        """Return where the lasting ones begin between two places, which cut off what is beyond them."""
        near = (self.until_m > from_m) & (self.from_m < until_m)
        begin_m, end_m = np.maximum(self.from_m[near], from_m), np.minimum(self.until_m[near], until_m)
        lasts_s = np.interp(end_m, self.distance_m, self.time_s)
        lasts_s -= np.interp(begin_m, self.distance_m, self.time_s)
        return begin_m[lasts_s >= SUSTAINED_S]
