"""A session without its samples: what a list and a lap table need, and what the store keeps in rows."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import ZoneSource


@dataclass(frozen=True, kw_only=True)
class Summary:
    name: str  # of the file
    format: str
    laps: tuple[Lap, ...]
    device: str = ''
    started_at: datetime | None = None
    zone_source: ZoneSource = ZoneSource.UNKNOWN
    track: str = ''
    vehicle: str = ''
    warnings: tuple[str, ...] = ()
    id: int = 0  # of the stored session; 0 before it is stored

    @property
    def title(self) -> str:
        return self.track or self.name

    @cached_property
    def ranked(self) -> tuple[Lap, ...]:
        """Complete, timed laps that nobody excluded; the fastest first."""
        laps = [lap for lap in self.laps if lap.is_best_candidate]
        return tuple(sorted(laps, key=lambda lap: (lap.time_s or 0.0, lap.number)))

    @property
    def best(self) -> Lap | None:
        return next(iter(self.ranked), None)

    @property
    def first_choice(self) -> tuple[Lap, ...]:
        """What to compare when nobody chose: the best lap and the second best, where there are two."""
        others = sorted((lap for lap in self.laps if lap.is_comparable), key=lambda lap: lap.time_s or 0.0)
        return tuple({lap.number: lap for lap in (*self.ranked, *others)}.values())[:2]

    def lap(self, number: int) -> Lap | None:
        return next((lap for lap in self.laps if lap.number == number), None)
