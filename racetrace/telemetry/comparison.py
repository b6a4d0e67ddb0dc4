"""What a comparison of laps says; computed by `compare`, drawn by the screen, printed by the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from racetrace.telemetry.laps import Lap
from racetrace.telemetry.plane import Samples


class Method(StrEnum):
    POSITION = 'position'  # GPS position along the course's line, ends pinned to the crossings
    DISTANCE = 'distance'  # no usable positions: speed integral, scaled to one length


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trace:
    """A channel of a lap, native samples at their own progress; shape (M,) each."""

    unit: str
    held: bool
    distance_m: Samples  # never falling
    values: Samples

    def at(self, distance_m: Samples) -> Samples:
        """Return the values at distances: a held channel's last one before, else on the straight between two.

        Shape of `distance_m`. Before its first sample a held channel is NaN, any other keeps its first value;
        without samples all is NaN.
        """
        if not self.distance_m.size:
            return np.full(distance_m.size, np.nan)
        if not self.held:
            return np.interp(distance_m, self.distance_m, self.values)
        before = np.searchsorted(self.distance_m, distance_m, side='right') - 1
        return np.where(before < 0, np.nan, self.values[np.maximum(before, 0)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ComparedLap:
    """A lap beside the reference; arrays on `Comparison.distance_m`, shape (P,)."""

    label: str  # "L5", or with the file's name where there are several
    lap: Lap
    lap_time_s: float  # between the crossings that were compared
    gate_residual_ms: float | None  # our crossing-to-crossing time less the logger's; None without one
    delta_t_s: Samples  # behind the reference; positive is slower
    sigma_s: Samples  # one sigma of delta_t_s
    closure_s: float  # delta at the end less the difference of the lap times: 0, but for rounding
    traces: Mapping[str, Trace]  # by channel name; 'speed_mps' is there
    east_m: Samples  # the lap's own path, as it was placed on the line, in metres of its origin
    north_m: Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class CornerOfLap:
    """What a lap did in a corner's section; None where positions are too coarse to say."""

    time_s: float
    lost_s: float  # against the reference; positive is slower
    sigma_s: float  # one sigma of lost_s
    entry_mps: float
    min_mps: float
    exit_mps: float
    braking_m: float | None  # where braking began, metres before the apex
    throttle_m: float | None  # where the throttle opened again, metres after the apex

    @property
    def is_significant(self) -> bool:
        return abs(self.lost_s) >= 2 * self.sigma_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """A corner of a course, found once on its line. A section reaches to the middle of the gaps beside it."""

    number: int
    start_m: float  # where the bend begins and ends
    end_m: float
    apex_m: float
    angle_deg: float  # right positive
    section_start_m: float  # may exceed section_end_m where the section holds the start/finish line
    section_end_m: float

    @property
    def name(self) -> str:
        return f'T{self.number}'


@dataclass(frozen=True, slots=True, kw_only=True)
class CornerRow:
    corner: Corner
    laps: tuple[CornerOfLap, ...]  # in the order of Comparison.laps


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    method: Method
    course: str  # '' while it has no name
    length_m: float
    stretch_m: tuple[float, float]  # what of the course was compared
    distance_m: Samples  # shape (P,), along the line from the start gate
    reference: int  # index into laps
    laps: tuple[ComparedLap, ...]
    corners: tuple[CornerRow, ...]  # in driving order
    notes: tuple[str, ...] = ()  # sentences on how the numbers came to be
    elapsed_s: Samples = field(default_factory=lambda: np.zeros(0))  # of the reference, shape (P,)
