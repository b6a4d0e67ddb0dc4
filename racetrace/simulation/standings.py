"""How a session stands after each happening: places, laps, bests and gaps, by the crossings alone."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from racetrace.simulation.happenings import Happening, What
from racetrace.simulation.race_truth import Flag, KartRun, RaceLap, SessionKind, SessionTruth


class State(StrEnum):
    WAITING = 'waiting'  # for its first crossing
    RUNNING = 'running'
    PIT = 'pit'
    OUT = 'out'  # of the pits, and not yet over the line
    STOPPED = 'stopped'
    FINISHED = 'finished'


@dataclass(slots=True, kw_only=True, eq=False)
class Place:
    """One kart, as far as the timing system knows."""

    run: KartRun
    laps_of_run: Sequence[RaceLap]
    position: int
    state: State = State.WAITING
    moved: int = 0  # places lost by its last crossing; negative: won
    crossed: list[int] = field(default_factory=list)
    laps: list[RaceLap] = field(default_factory=list)
    best: RaceLap | None = None
    sectors_ms: list[int | None] = field(default_factory=lambda: [None, None, None])
    best_sectors_ms: list[int | None] = field(default_factory=lambda: [None, None, None])
    passed_ms: int = 0  # the last line of any kind
    stops: int = 0
    out_ms: int = 0  # since when it is on the track
    in_ms: int = 0  # since when it is, or was last, in the pit lane
    driver: int = 0
    driven_ms: dict[int, int] = field(default_factory=dict)  # by those who got out since

    @property
    def number(self) -> str:
        return self.run.entrant.number

    def driving_ms(self, now_ms: int) -> int:
        """Return for how long whoever sits in it has driven, over all stints."""
        now_ms = self.out_ms if self.state is State.PIT else now_ms  # its stint is among those over
        return self.driven_ms.get(self.driver, 0) + max(0, now_ms - self.out_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    ms: int = 0
    laps: int = 0


class Standings:
    """Fold happenings in their order."""

    def __init__(self, session: SessionTruth) -> None:
        self.session = session
        self.flag: Flag | None = None
        self.notices = 0  # so many of them were said
        self.places = {
            run.row: Place(run=run, laps_of_run=run.laps, position=run.grid, out_ms=run.released_ms)
            for run in session.runs
        }
        self.order = list(self.places.values())  # the first first
        self.best: Place | None = None
        self.best_sectors: list[Place | None] = [None, None, None]

    def fold(self, one: Happening) -> None:
        if one.what is What.FLAG:
            self.flag = self.session.flags[one.value].flag
        elif one.what is What.NOTICE:
            self.notices = one.value + 1
        else:
            self._fold_kart(self.places[one.row], one)

    def behind(self, ahead: Place, place: Place) -> Behind | None:
        """Return how far one is behind another; None where nobody can say yet.

        In qualifying the difference of their best laps. In a race that of their crossings at the end of the
        same lap, or the laps by which the one ahead had lapped it then, or must have lapped it since. Nobody
        can say either while the one behind was ahead at its last crossing.
        """
        if self.session.kind is SessionKind.QUALIFYING:
            if ahead.best is None or place.best is None:
                return None
            return Behind(ms=place.best.time_ms - ahead.best.time_ms)
        count = len(place.crossed)
        if count < 2 or len(ahead.crossed) < count:
            return None
        then = bisect_right(ahead.crossed, place.crossed[-1]) - count
        laps = max(then, len(ahead.crossed) - count - 1)
        ms = place.crossed[-1] - ahead.crossed[count - 1]
        if laps > 0:
            return Behind(laps=laps)
        return Behind(ms=ms) if ms >= 0 else None

    def _fold_kart(self, place: Place, one: Happening) -> None:
        if one.what is What.LINE:
            self._cross(place, one)
        elif one.what is What.SPLIT:
            self._sector(place, one.value - 1, one.at_ms)
        elif one.what is What.PIT_IN:
            place.state, place.in_ms = State.PIT, one.at_ms
            place.stops += 1
            ran = place.driven_ms.get(place.driver, 0) + one.at_ms - place.out_ms
            place.driven_ms[place.driver] = ran
        elif one.what is What.PIT_OUT:
            place.state, place.out_ms = State.OUT, one.at_ms
            place.driver = place.run.pit_stops[one.value].driver
        elif one.what is What.OVERDUE:
            place.state = State.STOPPED
        elif one.what is What.RELEASED:
            place.state = State.OUT

    def _cross(self, place: Place, one: Happening) -> None:
        if place.crossed:
            self._sector(place, 2, one.at_ms)
            lap = place.laps_of_run[one.value - 2]
            place.laps.append(lap)
            if place.best is None or lap.time_ms < place.best.time_ms:
                place.best = lap
                if self.best is None or self.best.best is None or lap.time_ms < self.best.best.time_ms:
                    self.best = place
        place.crossed.append(one.at_ms)
        place.passed_ms = one.at_ms
        place.state = State.FINISHED if place.run.finished_ms == one.at_ms else State.RUNNING
        before = place.position
        self._rank()
        place.moved = place.position - before

    def _sector(self, place: Place, index: int, at_ms: int) -> None:
        took = at_ms - place.passed_ms
        place.passed_ms = at_ms
        if index == 0:
            place.sectors_ms = [None, None, None]
        place.sectors_ms[index] = took
        mine = place.best_sectors_ms[index]
        if mine is not None and mine <= took:
            return
        place.best_sectors_ms[index] = took
        holder = self.best_sectors[index]
        overall = holder.best_sectors_ms[index] if holder else None
        if overall is None or took < overall:
            self.best_sectors[index] = place

    def _rank(self) -> None:
        self.order.sort(key=qualified if self.session.kind is SessionKind.QUALIFYING else raced)
        for position, place in enumerate(self.order, 1):
            place.position = position


def raced(place: Place) -> tuple[int, int]:
    """Return what sorts by laps, and then by who was earlier."""
    return -len(place.crossed), place.crossed[-1] if place.crossed else place.run.grid


def qualified(place: Place) -> tuple[float, int]:
    """Return what sorts by the best lap, and then by who drove it first."""
    best = place.best
    return (best.time_ms, best.end_ms) if best else (float('inf'), place.run.grid)
