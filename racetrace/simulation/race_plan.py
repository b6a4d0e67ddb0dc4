"""What befalls a race: flags, stops in the pits and on the track, a retirement, words of race control."""

from dataclasses import dataclass
from random import Random
from typing import Final

from racetrace.simulation.entrants import Entrant
from racetrace.simulation.race_truth import Flag, Notice, NoticeKind, SessionKind, Shown

RATES: Final = {Flag.GREEN: 1.0, Flag.YELLOW: 0.62, Flag.RED: 0.0, Flag.CHEQUERED: 0.9}
STINT_MIN: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class KartPlan:
    pit_at_ms: tuple[int, ...] = ()  # it comes in on the lap in which this lies
    changes_driver: bool = True
    halt_at_ms: int | None = None  # it stops before the next line
    halt_ms: int = 0
    retires_at_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    green_ms: int
    ends_ms: int  # the time is over
    flags: tuple[Shown, ...]  # without the chequered one, which the leader decides on
    notices: tuple[Notice, ...]
    karts: tuple[KartPlan, ...]

    def after(self, at_ms: int, driving_ms: int) -> int:
        """Return when somebody has driven so long, as the flags let them: slowly, or not at all."""
        ends = [shown.at_ms for shown in self.flags[1:]]
        for shown, end in zip(self.flags, [*ends, None], strict=True):
            rate = RATES[shown.flag]
            if end is None or at_ms + driving_ms <= at_ms + (end - at_ms) * rate:
                return at_ms + round(driving_ms / rate)
            if end > at_ms:
                driving_ms -= round((end - at_ms) * rate)
                at_ms = end
        raise AssertionError('the last flag of a plan is green')


def calm(green_ms: int, minutes: int, karts: int) -> Plan:
    """Return a plan in which nothing happens."""
    return Plan(
        green_ms=green_ms,
        ends_ms=green_ms + minutes * 60_000,
        flags=(Shown(at_ms=green_ms, flag=Flag.GREEN),),
        notices=(),
        karts=(KartPlan(),) * karts,
    )


def eventful(
    kind: SessionKind, entered: tuple[Entrant, ...], green_ms: int, minutes: int, rng: Random
) -> Plan:
    """Return a plan: somebody stops and brings out yellow, somebody retires and brings out red.

    Both are among the last on the grid, and five minutes are enough for all of it.
    """
    if kind is SessionKind.QUALIFYING:
        return calm(green_ms, minutes, len(entered))
    long_ms = minutes * 60_000
    yellow, red = (green_ms + round(long_ms * part) for part in (0.24, 0.55))
    slow = max(25_000, min(90_000, long_ms // 20))
    stops, retires, warned, punished = rng.sample(range(len(entered)), 4)
    flags = (
        Shown(at_ms=green_ms, flag=Flag.GREEN),
        Shown(at_ms=yellow, flag=Flag.YELLOW),
        Shown(at_ms=yellow + slow, flag=Flag.GREEN),
        Shown(at_ms=red, flag=Flag.RED),
        Shown(at_ms=red + slow, flag=Flag.GREEN),
    )
    return Plan(
        green_ms=green_ms,
        ends_ms=green_ms + long_ms,
        flags=flags,
        notices=_notices(entered[warned], entered[punished], green_ms, long_ms),
        karts=tuple(
            KartPlan(
                pit_at_ms=_stops(index, entered[index], green_ms, minutes, rng),
                changes_driver=len(entered[index].racers) > 1,
                halt_at_ms=yellow - 9_000 if index == stops else None,
                halt_ms=rng.randrange(75_000, 95_000),
                retires_at_ms=red - 9_000 if index == retires else None,
            )
            for index in range(len(entered))
        ),
    )


def _stops(index: int, entrant: Entrant, green_ms: int, minutes: int, rng: Random) -> tuple[int, ...]:
    """Return when to come in: a team for each change of driver; of the others, every seventh, once."""
    alone = len(entrant.racers) == 1
    stints = max(2, round(minutes / STINT_MIN)) if not alone else 2 if index % 7 == 3 else 1
    stint_ms = minutes * 60_000 / stints
    return tuple(
        green_ms + round(stint_ms * (number + rng.uniform(-0.15, 0.15))) for number in range(1, stints)
    )


def _notices(warned: Entrant, punished: Entrant, green_ms: int, long_ms: int) -> tuple[Notice, ...]:
    return (
        Notice(
            at_ms=green_ms + round(long_ms * 0.37),
            kind=NoticeKind.WARNING,
            number=warned.number,
            text='Warning - TRACK LIMITS',
        ),
        Notice(
            at_ms=green_ms + round(long_ms * 0.46),
            kind=NoticeKind.PENALTY,
            number=punished.number,
            text='Penalty - CONTACT - 5 s',
            penalty='5 s',
        ),
    )
