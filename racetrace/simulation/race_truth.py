"""The truth about a simulated race meeting. Times are whole milliseconds since its feed began."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from racetrace.simulation.entrants import Entrant

FINISH: Final = 0  # the start/finish line; 1 and 2 are the intermediates


class SessionKind(StrEnum):
    QUALIFYING = 'qualifying'
    RACE = 'race'


class Flag(StrEnum):
    GREEN = 'green'
    YELLOW = 'yellow'
    RED = 'red'
    CHEQUERED = 'chequered'


class NoticeKind(StrEnum):
    WARNING = 'warning'
    PENALTY = 'penalty'


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A kart track. `pit_in` and `pit_out` are parts of the third sector's time."""

    name: str = 'Mill Lane'
    length_m: int = 1000
    lap_ms: int = 57_400  # of the pace 1
    sectors: tuple[float, float, float] = (0.352, 0.301, 0.347)  # of a lap's time
    pit_in: float = 0.7
    pit_out: float = 0.85
    lane_ms: int = 24_000  # through the pit lane without a stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A flag, from then on."""

    at_ms: int
    flag: Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What race control says of a kart. A penalty is said, and not worked into the order on the road."""

    at_ms: int
    kind: NoticeKind
    number: str
    text: str
    penalty: str = ''  # in the penalty column


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    at_ms: int
    line: int  # FINISH, or an intermediate


@dataclass(frozen=True, slots=True, kw_only=True)
class PitStop:
    in_ms: int
    out_ms: int
    driver: int  # who drives from here: an index into the entrant's racers
    lap: int  # in which it lies, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """A stop on the track."""

    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceLap:
    number: int
    start_ms: int
    end_ms: int
    sectors_ms: tuple[int, int, int]
    driver: int  # who began it

    @property
    def time_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class KartRun:
    """What one kart did in one session."""

    row: int  # another in each session, as timing systems do
    entrant: Entrant
    grid: int  # from 1
    released_ms: int  # when it was let go: the green flag, or out of the pit lane in qualifying
    passings: tuple[Passing, ...]
    pit_stops: tuple[PitStop, ...] = ()
    halts: tuple[Halt, ...] = ()
    retired_ms: int | None = None
    finished_ms: int | None = None  # when it took the chequered flag

    @property
    def crossings_ms(self) -> tuple[int, ...]:
        """The first begins lap 1."""
        return tuple(passing.at_ms for passing in self.passings if passing.line == FINISH)

    @property
    def laps(self) -> tuple[RaceLap, ...]:
        splits = [passing.at_ms for passing in self.passings if passing.line != FINISH]
        found = []
        for number, (start, end) in enumerate(pairwise(self.crossings_ms), 1):
            first, second = splits[2 * number - 2 : 2 * number]
            times = first - start, second - first, end - second
            found.append(
                RaceLap(
                    number=number, start_ms=start, end_ms=end, sectors_ms=times, driver=self.driver_at(start)
                )
            )
        return tuple(found)

    def driver_at(self, at_ms: int) -> int:
        return next((stop.driver for stop in reversed(self.pit_stops) if stop.out_ms <= at_ms), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTruth:
    number: int  # from 1
    kind: SessionKind
    title: str
    opens_ms: int  # the board is laid out
    green_ms: int
    minutes: int
    closes_ms: int  # the board is cleared
    runs: tuple[KartRun, ...]  # in the order of the grid
    flags: tuple[Shown, ...]
    notices: tuple[Notice, ...]
    order: tuple[str, ...]  # of numbers at the end, on the road

    @property
    def finish_ms(self) -> int:
        """When the chequered flag was first shown."""
        return self.flags[-1].at_ms

    def run(self, number: str) -> KartRun:
        return next(run for run in self.runs if run.entrant.number == number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    seed: int
    title: str
    in_teams: bool
    venue: Venue
    entrants: tuple[Entrant, ...]
    sessions: tuple[SessionTruth, ...]

    @property
    def ends_ms(self) -> int:
        return self.sessions[-1].closes_ms

    @property
    def started_at(self) -> datetime:
        """When the feed began: one of the days of a year, by the seed. The clocks there show UTC."""
        return datetime(2026, 1, 3, 9, 30, tzinfo=UTC) + timedelta(days=self.seed % 365)

    def time_of_day(self, at_ms: int) -> datetime:
        return self.started_at + timedelta(milliseconds=at_ms)
