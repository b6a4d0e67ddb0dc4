"""A race meeting that never was: qualifying, then the race, each with all that a timing feed would tell."""

from enum import StrEnum
from random import Random
from typing import Final

from racetrace.simulation.entrants import Entrant, entrants
from racetrace.simulation.race_finish import WAITS_MS, finished, flag_falls_ms, order
from racetrace.simulation.race_plan import Plan, calm, eventful
from racetrace.simulation.race_run import Drive
from racetrace.simulation.race_truth import Flag, KartRun, Meeting, SessionKind, SessionTruth, Shown, Venue

BEFORE_GREEN_MS: Final = 40_000
AFTER_LAST_MS: Final = 20_000
BETWEEN_MS: Final = 15_000
FIRST_ROW: Final = 22_770
ROWS_APART: Final = 1_307  # between the rows of two sessions


class RaceKind(StrEnum):
    SPRINT = 'sprint'
    ENDURANCE = 'endurance'


MINUTES: Final = {RaceKind.SPRINT: 12, RaceKind.ENDURANCE: 60}


def simulate_race(
    kind: str = 'sprint',
    *,
    karts: int = 20,
    minutes: int | None = None,
    seed: int = 1,
    qualifying: bool = True,
    uneventful: bool = False,
) -> Meeting:
    """Return qualifying, a third as long as the race and ten minutes at most, and a race of `minutes`.

    The same arguments give the same meeting. With fewer than four karts or five minutes nothing befalls it.
    """
    in_teams = RaceKind(kind) is RaceKind.ENDURANCE
    long = minutes or MINUTES[RaceKind(kind)]
    rng = Random(f'{seed} {kind} {karts} {long}')
    entered = entrants(karts, in_teams, rng)
    parts = [(SessionKind.QUALIFYING, max(3, min(10, long // 3)))] if qualifying else []
    sessions: list[SessionTruth] = []
    for number, (what, length) in enumerate([*parts, (SessionKind.RACE, long)], 1):
        opens_ms = sessions[-1].closes_ms + BETWEEN_MS if sessions else 0
        green_ms = opens_ms + BEFORE_GREEN_MS
        quiet = uneventful or karts < 4 or length < 5
        plan = calm(green_ms, length, karts) if quiet else eventful(what, entered, green_ms, length, rng)
        grid = sessions[-1].order if sessions else tuple(entrant.number for entrant in entered)
        runs = _driven(entered, grid, plan, what, FIRST_ROW + ROWS_APART * number, rng)
        sessions.append(session_of(number, what, opens_ms, length, plan, runs))
    return Meeting(
        seed=seed,
        title=f'{Venue().name.upper()} {f"{long} MINUTES" if in_teams else "CUP"}',
        in_teams=in_teams,
        venue=Venue(),
        entrants=entered,
        sessions=tuple(sessions),
    )


def _driven(
    entered: tuple[Entrant, ...],
    grid: tuple[str, ...],
    plan: Plan,
    kind: SessionKind,
    first_row: int,
    rng: Random,
) -> tuple[KartRun, ...]:
    """Return what each did, in the order of the grid and as if no flag ended it; rows count as entered."""
    until_ms = plan.ends_ms + 2 * WAITS_MS
    runs = []
    for index, entrant in enumerate(entered):
        drive = Drive(Venue(), entrant, plan, plan.karts[index], Random(rng.random()))
        place = grid.index(entrant.number) + 1
        runs.append(drive.drive(first_row + index, place, kind, until_ms))
    return tuple(sorted(runs, key=lambda run: run.grid))


def session_of(
    number: int, kind: SessionKind, opens_ms: int, minutes: int, plan: Plan, runs: tuple[KartRun, ...]
) -> SessionTruth:
    """Return a session as the chequered flag leaves it, of karts that knew of none."""
    falls_ms = flag_falls_ms(kind, runs, plan.ends_ms)
    ended = tuple(finished(run, falls_ms) for run in runs)
    return SessionTruth(
        number=number,
        kind=kind,
        title=f'{kind.capitalize()} {minutes} min',
        opens_ms=opens_ms,
        green_ms=plan.green_ms,
        minutes=minutes,
        closes_ms=max(run.finished_ms or falls_ms for run in ended) + AFTER_LAST_MS,
        runs=ended,
        flags=(*plan.flags, Shown(at_ms=falls_ms, flag=Flag.CHEQUERED)),
        notices=plan.notices,
        order=order(kind, ended),
    )
