"""The clock of a run, from one heartbeat a second: told when it begins, stands, jumps, and now and then."""

from dataclasses import dataclass
from typing import Final

from racetrace.timing.events import Ticked
from racetrace.timing.words import Counting

NO_LAPS_TO_GO: Final = 9999
DRIFT_MS: Final = 1_500  # beyond it the clock does not go as was told
STANDS_MS: Final = 2_500  # two heartbeats in one second are common, three are not
AGAIN_MS: Final = 30_000

_SIGNS: Final = {Counting.DOWN: -1, Counting.UP: 1}


@dataclass(slots=True, kw_only=True)
class Clock:
    laps_total: int | None = None
    told: Ticked | None = None
    told_at_ms: int = 0
    value: int | None = None
    moved_at_ms: int = 0  # when the value was last another

    def ticked(
        self, laps_to_go: int | None, to_go_ms: int | None, elapsed_ms: int | None, at_ms: int, *, runs: bool
    ) -> Ticked | None:
        """Return what to tell after a heartbeat; None: it goes as was told."""
        now = self._now(laps_to_go, to_go_ms, elapsed_ms, at_ms, runs=runs)
        if self.told is not None and at_ms - self.told_at_ms < AGAIN_MS and self._goes_as_told(now, at_ms):
            return None
        self.told, self.told_at_ms = now, at_ms
        return now

    def _now(
        self, laps_to_go: int | None, to_go_ms: int | None, elapsed_ms: int | None, at_ms: int, *, runs: bool
    ) -> Ticked:
        if to_go_ms:
            return self._going(Counting.DOWN, to_go_ms, at_ms, runs=runs)
        if laps_to_go and laps_to_go < NO_LAPS_TO_GO:
            self.laps_total = max(self.laps_total or 0, laps_to_go)
        if laps_to_go is not None and self.laps_total and laps_to_go <= self.laps_total:
            return Ticked(Counting.LAPS, None, self.laps_total - laps_to_go, self.laps_total)
        if elapsed_ms and runs:
            return self._going(Counting.UP, elapsed_ms, at_ms, runs=runs)
        return Ticked(Counting.NONE)

    def _going(self, counting: Counting, value: int, at_ms: int, *, runs: bool) -> Ticked:
        if value != self.value:
            self.value, self.moved_at_ms = value, at_ms
        stands = not runs or at_ms - self.moved_at_ms >= STANDS_MS
        return Ticked(Counting.STILL if stands else counting, value)

    def _goes_as_told(self, now: Ticked, at_ms: int) -> bool:
        told = self.told
        if told is None or told.counting is not now.counting or now.counting not in _SIGNS:
            return told == now
        expected = (told.value_ms or 0) + _SIGNS[now.counting] * (at_ms - self.told_at_ms)
        return abs(expected - (now.value_ms or 0)) <= DRIFT_MS
