"""How sure the times of a lap along its course are."""

from dataclasses import dataclass

import numpy as np

from racetrace.telemetry.plane import Samples

ALIKE_S = 5.0  # errors of two places this far apart in time have 1/e in common


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uncertainty:
    """One sigma of the time since the start crossing, by place; arrays of shape (M,).

    `local_s` is the receiver's error at each place. `start_s` and `end_s` are those of the two crossings: 0
    when the logger knew them, else all places share the one, and the finish has both.
    """

    distance_m: Samples  # never falling
    time_s: Samples
    local_s: Samples
    start_s: float = 0.0
    end_s: float = 0.0
    fade_s: float = 1.0  # the ends are pinned; beyond this the positions speak

    def at(self, distance_m: Samples) -> Samples:
        """Return one sigma [s] at distances."""
        local = np.interp(distance_m, self.distance_m, self.local_s)
        start, end = self._pinning(distance_m)
        sigma: Samples = np.sqrt(local**2 + (self.start_s * start) ** 2 + (self.end_s * end) ** 2)
        return sigma

    def between(self, from_m: float, to_m: float) -> float:
        """Return one sigma [s] of the time that the lap took from one place to another."""
        places = np.array([from_m, to_m])
        a, b = np.interp(places, self.distance_m, self.local_s)
        alike = np.exp(-np.ptp(np.interp(places, self.distance_m, self.time_s)) / ALIKE_S)
        start, end = self._pinning(places)
        crossings = (self.start_s * np.ptp(start)) ** 2 + (self.end_s * np.ptp(end)) ** 2
        return float(np.sqrt(max(0.0, a * a + b * b - 2 * alike * a * b) + crossings))

    def _pinning(self, distance_m: Samples) -> tuple[Samples, Samples]:
        """Return how much of each crossing's error is in the times at distances: 0 to 1."""
        time_s = np.interp(distance_m, self.distance_m, self.time_s)
        since, left = time_s - self.time_s[0], self.time_s[-1] - time_s
        return 1 - np.exp(-since / self.fade_s), np.exp(-left / self.fade_s)
