"""What a worker finds in a file, on its way to who keeps it."""

from dataclasses import dataclass
from enum import StrEnum

from racetrace.telemetry.comparison import Corner, Method
from racetrace.telemetry.course import Course
from racetrace.telemetry.kept import line_from_bytes
from racetrace.telemetry.summary import Summary


class Step(StrEnum):
    READING = 'reading'
    CUTTING = 'cutting'
    COURSE = 'course'
    PLACING = 'placing'
    KEEPING = 'keeping'


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """How far the work is: number `done` of `of` in this step."""

    step: Step
    done: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """Asks for the stored courses near a place, as KnownLines."""

    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    id: int
    name: str
    line: bytes
    corners: tuple[Corner, ...]
    course_id: int | None = None
    is_gate_given: bool = False  # by a person: where no logger states the times, laps are cut there

    def course(self) -> Course:
        return Course(line=line_from_bytes(self.line), name=self.name, given_corners=self.corners)


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """A piece of the session's samples, to be kept."""

    piece: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """A lap along the session's line, to be kept."""

    number: int
    method: Method
    progress: bytes
    splits_s: tuple[float, ...]
    gate_residual_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """The line of a course that nobody drove before, or a new version of a known one."""

    version: str
    line: bytes
    length_m: float
    is_closed: bool
    outline: tuple[tuple[int, int], ...]
    corners: tuple[Corner, ...]
    gate_deg: tuple[tuple[float, float], tuple[float, float]]  # latitudes and longitudes: left end, right end
    latitude_deg: float
    longitude_deg: float
    is_decided: bool  # False: it may be one of the known courses, and nobody can tell which
    course_id: int | None = None  # of the known course that this is a new version of
    is_gate_given: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of a file."""

    summary: Summary
    line: NewLine | int | None  # a number is the id of a known line; None: no lap closes
    is_whole: bool = True  # False: there are laps that have still to be placed
