"""A lap: a range of time on a log's axis, with a kind; never dropped rows."""

from dataclasses import dataclass, field

from racetrace.telemetry.log import LapKind, MeasuredBy

BEST_KINDS = frozenset({LapKind.FLYING, LapKind.STANDING})
COMPLETE = frozenset({LapKind.FLYING, LapKind.STANDING, LapKind.SLOW, LapKind.PIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lap:
    number: int
    kind: LapKind
    start_s: float
    end_s: float
    time_s: float | None  # None: not timed
    measured_by: MeasuredBy
    resolution_ms: float
    length_m: float | None = None  # integral of the speed
    max_speed_mps: float | None = None
    excluded_reason: str = ''
    stated_time_s: float | None = None  # by logger or organiser, where we cut the lap elsewhere than these
    id: int = field(default=0, compare=False)  # of the stored lap; 0 before it is stored

    @property
    def is_timed(self) -> bool:
        return self.time_s is not None

    @property
    def is_comparable(self) -> bool:
        """A whole lap from line to line, of whatever speed."""
        return self.is_timed and self.kind in COMPLETE

    @property
    def is_best_candidate(self) -> bool:
        """May it be called the best? A cut lap, however fast, may not."""
        is_clean = self.kind in BEST_KINDS
        return self.is_timed and is_clean and not self.excluded_reason
