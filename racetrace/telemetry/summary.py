"""A session without its samples: what a list and a lap table need, and what the store keeps in rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import ZoneSource


class Visibility(StrEnum):
    """Who may see a session besides its owner."""

    PRIVATE = 'private'
    TEAM = 'team'  # who is in its team
    LINK = 'link'  # who has a link that was made for it
    PUBLIC = 'public'  # everybody, signed in or not


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongs:
    """What a session belongs to."""

    owner_id: int = 0  # 0: it is not stored
    car_id: int | None = None
    event_id: int | None = None
    team_id: int | None = None
    visibility: Visibility = Visibility.PRIVATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a person wrote to a session."""

    name: str = ''
    notes: str = ''
    session_type: str = ''
    driver_name: str = ''
    car_name: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """The course of a session, as far as a list shows it."""

    course_id: int | None = None  # None: known of this session only
    place: str = ''
    length_m: float = 0.0
    is_closed: bool = True
    outline: tuple[tuple[int, int], ...] = ()  # in a box of 100 by 100, y down


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """How a lap passed along the line of its session's comparisons."""

    splits_s: tuple[float, ...]  # of equal stretches of the line
    gate_residual_ms: float | None = None


@dataclass(frozen=True, kw_only=True)
class Summary:
    name: str  # of the file; '' where there is none
    format: str
    laps: tuple[Lap, ...]
    device: str = ''
    started_at: datetime | None = None
    zone_source: ZoneSource = ZoneSource.UNKNOWN
    track: str = ''
    vehicle: str = ''
    warnings: tuple[str, ...] = ()
    is_coarse: bool = False
    fix_rate_hz: float | None = None
    tau_s: float = 0.0
    id: int = 0  # of the stored session; 0 before it is stored
    uid: str = ''
    size: int = 0  # of the file, bytes
    is_demo: bool = False
    written: Written = Written()
    belongs: Belongs = Belongs()
    driven: Driven | None = None
    passed: Mapping[int, Passed] = field(default_factory=dict)  # by lap number

    @property
    def title(self) -> str:
        place = self.driven.place if self.driven else ''
        return self.written.name or place or self.track or self.name or 'Session'

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
