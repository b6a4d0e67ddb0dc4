"""A race of two karts and three laps on a minute's track, made by hand, of round numbers."""

from racetrace.simulation.entrants import Entrant, Racer
from racetrace.simulation.race_finish import finished, order
from racetrace.simulation.race_truth import (
    Flag,
    KartRun,
    Meeting,
    Notice,
    NoticeKind,
    Passing,
    PitStop,
    SessionKind,
    SessionTruth,
    Shown,
    Venue,
)

# Kart 7 leads for two laps, and comes in on its third; kart 12 is ahead at the end.
SEVEN = (10_000, 30_000, 50_000, 70_000, 90_000, 109_000, 129_500, 149_500, 168_000, 249_000)
TWELVE = (10_500, 31_000, 51_250, 71_500, 91_400, 111_400, 131_250, 151_250, 171_250, 191_250)


def kart(row: int, grid: int, times: tuple[int, ...], team: str, pits: tuple[PitStop, ...] = ()) -> KartRun:
    racers = tuple(Racer(first=name, last='Test', pace=1) for name in ('Ana', 'Ben'))
    entrant = Entrant(
        number=str(row),
        team=team,
        racers=racers,
        category=grid - 1,
        transponder=1_000_000 + row,
        pace=1,
        spread=0,
    )
    passings = tuple(Passing(at_ms=at_ms, line=index % 3) for index, at_ms in enumerate(times))
    return KartRun(row=row, entrant=entrant, grid=grid, released_ms=5_000, passings=passings, pit_stops=pits)


def tiny_race(in_teams: bool = True) -> Meeting:
    stop = PitStop(in_ms=180_000, out_ms=240_000, driver=1, lap=3)
    falls_ms = 191_250
    runs = tuple(
        finished(run, falls_ms)
        for run in (kart(7, 1, SEVEN, 'North', (stop,)), kart(12, 2, TWELVE, 'South & Sons'))
    )
    said = Notice(at_ms=100_000, kind=NoticeKind.PENALTY, number='12', text='Penalty - 5 s', penalty='5 s')
    session = SessionTruth(
        number=1,
        kind=SessionKind.RACE,
        title='Race',
        opens_ms=0,
        green_ms=5_000,
        minutes=3,
        closes_ms=255_000,
        runs=runs,
        flags=(Shown(at_ms=5_000, flag=Flag.GREEN), Shown(at_ms=falls_ms, flag=Flag.CHEQUERED)),
        notices=(said,),
        order=order(SessionKind.RACE, runs),
    )
    return Meeting(
        seed=0,
        title='TINY',
        in_teams=in_teams,
        venue=Venue(),
        entrants=tuple(run.entrant for run in runs),
        sessions=(session,),
    )
