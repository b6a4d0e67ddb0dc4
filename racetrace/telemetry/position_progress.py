"""Progress by position: fixes laid on a line, the receiver's drift taken off where it shows."""

import numpy as np

from racetrace.telemetry import drift as drifting
from racetrace.telemetry.drift import Drift, Evidence
from racetrace.telemetry.line import Line
from racetrace.telemetry.path import path
from racetrace.telemetry.plane import Fixes, Samples
from racetrace.telemetry.progress import Progress
from racetrace.telemetry.projection import project
from racetrace.telemetry.smoothing import smoothed
from racetrace.telemetry.travel import integral
from racetrace.telemetry.uncertainty import Uncertainty

WINDOWS_M = (60.0, 30.0, 20.0)
GUESS_SMOOTH_S = 3.0
SMOOTH_S = (0.2, 1.0)
WANTED_NOISE_M = 0.05
GRID_S = 0.1
JUMP_M = 15.0
MOST_BEND = 0.5  # of offset over radius
FLOOR_M = 0.025
UNMODELLED = 1.12  # the line's own error and what no Gaussian says, by simulated laps with known truth
SLOWEST_MPS = 3.0


def progress_by_position(
    line: Line,
    fixes: Fixes,
    start_s: float,
    end_s: float,
    *,
    crossings_known: bool,
    as_seen: bool = False,
) -> Progress:
    """Project one lap on a line, from its crossing of the start gate to that of the finish gate.

    `crossings_known`: the two times come from elsewhere than these positions (the logger's official times),
    so that they tell how far the receiver was off along the track when it crossed. `as_seen`: leave the
    receiver's drift in.
    """
    inside = slice(
        int(np.searchsorted(fixes.time_s, start_s + 0.02)), int(np.searchsorted(fixes.time_s, end_s - 0.02))
    )
    lap = _Lap(line, fixes, inside, start_s, end_s)
    ends = _ends_seen(line, fixes, start_s, end_s) if crossings_known else None
    if not as_seen:
        lap.take_off_drift(ends)
    lap.project(WINDOWS_M[-1])
    return lap.progress(crossings_known=crossings_known)


def _ends_seen(line: Line, fixes: Fixes, start_s: float, end_s: float) -> Evidence:
    """Return how far beyond the gates the positions were when the car was on them."""
    east, north = path(fixes, np.clip([start_s, end_s], fixes.time_s[0], fixes.time_s[-1]))
    at = np.array([0.0, line.length_m])
    on_e, on_n = line.position(at)
    heading = line.heading_at(at)
    seen = (east - on_e) * np.sin(heading) + (north - on_n) * np.cos(heading)
    return Evidence(
        time_s=np.array([start_s, end_s]),
        axis_east=np.sin(heading),
        axis_north=np.cos(heading),
        seen_m=seen,
        noise_m2=np.diag(np.full(2, drifting.CROSSING_NOISE_M**2)),
    )


class _Lap:
    """The rounds of placing a lap: project, take off the drift, project closer."""

    def __init__(self, line: Line, fixes: Fixes, inside: slice, start_s: float, end_s: float) -> None:
        self.line = line
        self.fixes = fixes.taken(inside)
        edge_v = np.interp([start_s, end_s], fixes.time_s, fixes.speed_mps)
        self.time_s = np.concatenate([[start_s], self.fixes.time_s, [end_s]])
        self.speed_mps = np.concatenate([edge_v[:1], self.fixes.speed_mps, edge_v[1:]])
        self.scale = 1.0
        self.pace_mps = self.speed_mps
        self._advance()
        self.residual = np.zeros(self.fixes.count)
        self.offset = np.zeros(self.fixes.count)
        zero = np.zeros(self.fixes.count)
        self.drift = Drift(east_m=zero, north_m=zero, along_sigma_m=zero, scale_m=0.0)
        self.project(WINDOWS_M[0])

    def take_off_drift(self, ends: Evidence | None) -> None:
        inner_t, wander_m = self.time_s[1:-1], self._wander_m()
        for window_m in WINDOWS_M[1:]:
            distance = self.project(window_m)
            heading = self.line.heading_at(distance)
            seen = self.offset + self.drift.east_m * np.cos(heading) - self.drift.north_m * np.sin(heading)
            spread_m = drifting.line_spread_m(self.offset)
            near = drifting.sideways(inner_t, seen, heading, distance, line_m=spread_m, fix_m=self._white_m)
            evidence = near if ends is None else drifting.joined(near, ends)
            self.drift = drifting.drift(evidence, inner_t, heading, wander_m=wander_m)

    def project(self, window_m: float) -> Samples:
        east, north = self.fixes.east_m - self.drift.east_m, self.fixes.north_m - self.drift.north_m
        guess = self.way[1:-1] + self._smooth(self.residual, GUESS_SMOOTH_S)
        distance, self.offset = project(self.line, east, north, guess, window_m)
        self.placed = east, north
        self._follow(distance)
        self.residual = _without_jumps(distance - self.way[1:-1])
        return distance

    def _wander_m(self) -> float:
        """Rms by which positions and integrated speed part along the track, less a straight trend."""
        apart = self._smooth(self.residual, SMOOTH_S[-1])
        trend = np.polyfit(self.time_s[1:-1], apart, 1)
        return float(np.std(apart - np.polyval(trend, self.time_s[1:-1])))

    def _follow(self, distance: Samples) -> None:
        """Let the speed count along the line, not along the lap: inside a bend the way is shorter."""
        bend = np.interp(distance % self.line.length_m, self.line.distance_m, self.line.curvature)
        shorter = np.clip(bend * self.offset, -MOST_BEND, MOST_BEND)
        self.pace_mps = self.speed_mps / (1 - np.concatenate([shorter[:1], shorter, shorter[-1:]]))
        self._advance()

    def _advance(self) -> None:
        way = integral(self.time_s, self.pace_mps)
        self.scale = self.line.length_m / max(float(way[-1]), 1e-6)
        self.way = self.scale * way

    def progress(self, *, crossings_known: bool) -> Progress:
        over_s = self._smoothing_s()
        smooth = self._smooth(self.residual, over_s)
        to_start, to_end = self.time_s[1:-1] - self.time_s[0], self.time_s[-1] - self.time_s[1:-1]
        left = np.interp(self.time_s[0], self.time_s[1:-1], smooth) * np.exp(-to_start / over_s)
        right = np.interp(self.time_s[-1], self.time_s[1:-1], smooth) * np.exp(-to_end / over_s)
        distance = self.way.copy()
        distance[1:-1] += smooth - left - right
        distance = np.clip(np.maximum.accumulate(distance), 0, self.line.length_m)
        ends = self.line.position(np.array([0.0, self.line.length_m]))
        taken = np.hypot(self.drift.east_m, self.drift.north_m)
        return Progress(
            time_s=self.time_s,
            distance_m=distance,
            speed_mps=self.speed_mps,
            pace_mps=self.scale * self.pace_mps,
            offset_m=np.concatenate([self.offset[:1], self.offset, self.offset[-1:]]),
            uncertainty=self._uncertainty(distance, over_s, crossings_known=crossings_known),
            east_m=np.concatenate([ends[0][:1], self.placed[0], ends[0][1:]]),
            north_m=np.concatenate([ends[1][:1], self.placed[1], ends[1][1:]]),
            scale=self.scale,
            drift_m=float(np.sqrt(np.mean(taken**2))) if taken.size else 0.0,
            gap_s=float(np.diff(self.time_s).max()),
        )

    def _uncertainty(self, distance_m: Samples, over_s: float, *, crossings_known: bool) -> Uncertainty:
        """What is unknown of the drift, and what the smoothing left of the fixes' scatter, as times."""
        since, left = self.time_s[1:-1] - self.time_s[0], self.time_s[-1] - self.time_s[1:-1]
        averaged = 1 + 2 * np.sqrt(np.pi) * over_s / self._interval_s
        scatter_m = np.hypot(self._white_m / np.sqrt(averaged), FLOOR_M)
        along_m = np.hypot(UNMODELLED * self.drift.along_sigma_m, scatter_m)
        pinned = (1 - np.exp(-since / over_s)) * (1 - np.exp(-left / over_s))
        slowest = np.maximum(self.speed_mps, SLOWEST_MPS)
        ends_m = np.zeros(2) if crossings_known else self._crossing_errors_m()
        return Uncertainty(
            distance_m=distance_m,
            time_s=self.time_s,
            local_s=np.concatenate([[0.0], along_m * pinned, [0.0]]) / slowest,
            start_s=float(ends_m[0] / slowest[0]),
            end_s=float(ends_m[1] / slowest[-1]),
            fade_s=over_s,
        )

    def _crossing_errors_m(self) -> Samples:
        """Return one sigma of where the car was when its positions crossed the start and the finish."""
        heading = self.line.heading_at(np.array([0.0, self.line.length_m]))
        drift, ends = self.drift, [0, -1]
        seen = drift.east_m[ends] * np.sin(heading) + drift.north_m[ends] * np.cos(heading)
        errors: Samples = np.sqrt(seen**2 + (UNMODELLED * drift.along_sigma_m[ends]) ** 2 + self._white_m**2)
        return errors

    @property
    def _interval_s(self) -> float:
        return max(float(np.median(np.diff(self.time_s))), 1e-3)

    @property
    def _white_m(self) -> float:
        """Scatter of single fixes along the track, from second differences, which slower errors hardly touch.

        At 1 Hz they hold what the speed does between fixes too: the scatter about a second's mean is less.
        """
        bends = np.diff(self.residual, 2)
        scatter = 1.4826 * float(np.median(np.abs(bends))) / np.sqrt(6) if bends.size else 0.0
        rest = self.residual - self._smooth(self.residual, SMOOTH_S[-1])
        return min(scatter, float(np.std(rest)))

    def _smoothing_s(self) -> float:
        """Smooth only as much as the fixes' own scatter asks for: more would round off the corners."""
        wanted = (self._white_m / WANTED_NOISE_M) ** 2 * self._interval_s / (2 * np.sqrt(np.pi))
        return float(np.clip(wanted, *SMOOTH_S))

    def _smooth(self, values: Samples, sigma_s: float) -> Samples:
        """Smooth over time, on an even grid: fixes come unevenly."""
        inner_t = self.time_s[1:-1]
        grid = np.arange(inner_t[0], inner_t[-1] + GRID_S, GRID_S)
        even = smoothed(np.interp(grid, inner_t, values), sigma_s / GRID_S, wrapped=False)
        back: Samples = np.interp(inner_t, grid, even)
        return back


def _without_jumps(residual: Samples) -> Samples:
    """Replace what lies 15 m off the median of its five neighbours by that median."""
    if residual.size < 5:
        return residual
    padded = np.pad(residual, 2, mode='edge')
    around = np.lib.stride_tricks.sliding_window_view(padded, 5)
    median = np.partition(around, 2, axis=1)[:, 2]  # np.median takes three times as long
    return np.where(np.abs(residual - median) > JUMP_M, median, residual)
