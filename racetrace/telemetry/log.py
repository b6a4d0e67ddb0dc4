"""A log: everything that one logger file says, on one time axis, in SI."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import polars as pl

from racetrace.telemetry.channels import Channel


class LapKind(StrEnum):
    OUT = 'out'
    FLYING = 'flying'
    IN = 'in'
    PIT = 'pit'  # stands for 3 s or more, or the logger noted a pit lane
    SLOW = 'slow'
    CUT = 'cut'
    DOUBLE = 'double'  # a crossing was missed
    OPEN = 'open'  # the log ends before the lap does
    STANDING = 'standing'  # begins from a standing start


class MeasuredBy(StrEnum):
    OFFICIAL = 'official'  # transponder or organiser
    LOGGER = 'logger'  # the file states the time, or a row stands exactly on the line
    BEACON = 'beacon'
    GATE = 'gate'  # our crossing of a line in the file or of the course
    LOOP = 'loop'  # our crossing of a line that we found
    COLUMN = 'column'  # a column flips: as fine as a row
    HAND = 'hand'  # a person said where it ends

    @property
    def is_stated(self) -> bool:
        """Known from elsewhere than the positions, so that it tells how far these are off at a crossing."""
        return self in {MeasuredBy.OFFICIAL, MeasuredBy.LOGGER, MeasuredBy.BEACON}


class ZoneSource(StrEnum):
    """What is known of the zone of `Log.started_at`."""

    UTC = 'utc'
    LOCAL = 'local'  # the logger's own clock, zone unknown
    UNKNOWN = 'unknown'  # there is no date


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedLap:
    """A lap as the file itself marks it; `start_s` and `end_s` on the log's time axis."""

    number: int
    start_s: float
    end_s: float
    time_s: float | None  # None: begun or ended by the log, not by a line
    measured_by: MeasuredBy
    resolution_ms: float
    kind: LapKind | None = None  # None: the file does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGate:
    """A start/finish line stated by the file: a point, or the two ends of the line."""

    latitude_deg: float
    longitude_deg: float
    heading_deg: float | None = None  # direction of travel across it; None: unknown
    end_latitude_deg: float | None = None  # with these, the first point is one end of the line
    end_longitude_deg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Log:
    """One file, read.

    `frame` has `time_s` (Float64, finite, never falling, may repeat) and a Float64 column for each of
    `channels`; null where a slower channel has no sample. Position, speed, heading and accuracy stand only on
    the rows where a new fix arrived.
    """

    format: str
    frame: pl.DataFrame
    channels: tuple[Channel, ...]
    device: str = ''
    started_at: datetime | None = None  # of time 0; aware for UTC, else naive
    zone_source: ZoneSource = ZoneSource.UNKNOWN
    track: str = ''
    vehicle: str = ''
    laps: tuple[LoggedLap, ...] = ()
    gate: FileGate | None = None
    warnings: tuple[str, ...] = ()  # sentences
    metadata: Mapping[str, str] = field(default_factory=dict)
