"""One kart through one session: lap after lap, each line passed at its millisecond."""

from random import Random
from typing import Final

from racetrace.simulation.entrants import Entrant
from racetrace.simulation.race_plan import KartPlan, Plan
from racetrace.simulation.race_truth import (
    FINISH,
    Halt,
    KartRun,
    Passing,
    PitStop,
    SessionKind,
    Venue,
)

LINES: Final = (1, 2, FINISH)  # in the order of a lap


class Drive:
    """A kart on its way, beyond the end of the session: the flag cuts off what is too much."""

    def __init__(self, venue: Venue, entrant: Entrant, plan: Plan, kart: KartPlan, rng: Random) -> None:
        self._venue, self._entrant, self._plan, self._kart, self._rng = venue, entrant, plan, kart, rng
        self._passings: list[Passing] = []
        self._stops: list[PitStop] = []
        self._halts: list[Halt] = []
        self._retired_ms: int | None = None
        self._driver = 0

    def drive(self, row: int, grid: int, kind: SessionKind, until_ms: int) -> KartRun:
        released = self._plan.green_ms
        if kind is SessionKind.RACE:  # a rolling start: the field comes round to the line in its order
            first = released + 9_000 + 640 * grid + self._rng.randrange(300)
        else:
            released += 4_000 + 2_300 * grid + self._rng.randrange(2_000)
            first = self._plan.after(released, self._sector_ms(1.5) + self._sector_ms(1.5))
        self._passings.append(Passing(at_ms=first, line=FINISH))
        self._drive_on(first, until_ms)
        return KartRun(
            row=row,
            entrant=self._entrant,
            grid=grid,
            released_ms=released,
            passings=tuple(self._passings),
            pit_stops=tuple(self._stops),
            halts=tuple(self._halts),
            retired_ms=self._retired_ms,
        )

    def _drive_on(self, at_ms: int, until_ms: int) -> None:
        while at_ms < until_ms:
            comes_in = self._comes_in(at_ms)
            for share, line in zip(self._venue.sectors, LINES, strict=True):
                left_ms = self._sector_ms(share)
                if self._retires(at_ms, left_ms):
                    return
                at_ms, left_ms = self._halted(at_ms, left_ms)
                if comes_in and line == FINISH:
                    at_ms, left_ms = self._through_pits(at_ms, left_ms)
                at_ms = self._plan.after(at_ms, left_ms)
                self._passings.append(Passing(at_ms=at_ms, line=line))

    def _sector_ms(self, share: float) -> int:
        """Return what a sector takes, by itself: pace, this lap's form, and now and then a mistake."""
        racer = self._entrant.racers[self._driver]
        form = self._rng.gauss(1, self._entrant.spread)
        mistake = self._rng.uniform(1.01, 1.06) if self._rng.random() < 0.02 else 1.0
        return round(self._venue.lap_ms * share * self._entrant.pace * racer.pace * form * mistake)

    def _comes_in(self, at_ms: int) -> bool:
        due = self._kart.pit_at_ms[len(self._stops) :]
        return bool(due) and due[0] <= at_ms + self._venue.lap_ms < self._plan.ends_ms

    def _retires(self, at_ms: int, work_ms: int) -> bool:
        due = self._kart.retires_at_ms
        if due is None or self._plan.after(at_ms, work_ms) <= due:
            return False
        self._retired_ms = max(due, at_ms)
        return True

    def _halted(self, at_ms: int, left_ms: int) -> tuple[int, int]:
        """Return from when a sector goes on, and what is left of it, if the kart stops halfway through it."""
        due = self._kart.halt_at_ms
        if due is None or self._halts or self._plan.after(at_ms, left_ms) <= due:
            return at_ms, left_ms
        stands = self._plan.after(at_ms, left_ms // 2)
        self._halts.append(Halt(from_ms=stands, to_ms=stands + self._kart.halt_ms))
        return stands + self._kart.halt_ms, left_ms - left_ms // 2

    def _through_pits(self, at_ms: int, left_ms: int) -> tuple[int, int]:
        venue = self._venue
        enters = self._plan.after(at_ms, round(left_ms * venue.pit_in))
        if self._kart.changes_driver:
            self._driver = (self._driver + 1) % len(self._entrant.racers)
        stands = self._rng.randrange(12_000, 45_000)
        lap = sum(passing.line == FINISH for passing in self._passings)
        stop = PitStop(in_ms=enters, out_ms=enters + venue.lane_ms + stands, driver=self._driver, lap=lap)
        self._stops.append(stop)
        return stop.out_ms, round(left_ms * (1 - venue.pit_out))
