"""The best lap of each driver in a few sessions, course by course."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from components import address
from components.kit import box, text
from racetrace.telemetry.summary import Summary
from racetrace.words import lap_time, signed


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverBest:
    course: str
    driver: str
    car: str
    lap_id: int
    time_s: float


def driver_bests(sessions: Sequence[Summary]) -> list[DriverBest]:
    """Return them by course, the fastest first; laps on no course stand by their session's title."""
    found: dict[tuple[str, str], DriverBest] = {}
    for session in sessions:
        lap = session.best
        if lap is None or lap.time_s is None:
            continue
        course = session.driven.place if session.driven and session.driven.place else session.title
        best = DriverBest(
            course=course,
            driver=session.written.driver_name or 'Unnamed',
            car=session.written.car_name or session.vehicle,
            lap_id=lap.id,
            time_s=lap.time_s,
        )
        key = course, best.driver
        if key not in found or best.time_s < found[key].time_s:
            found[key] = best
    return sorted(found.values(), key=lambda best: (best.course, best.time_s))


def draw_driver_bests(bests: Sequence[DriverBest]) -> None:
    for course, group in groupby(bests, key=lambda best: best.course):
        laps = list(group)
        with box('section__table', 'section'):
            text(course, 'section__title', 'h2')
            with box('grid', 'table'), box('', 'tbody'):
                for rank, best in enumerate(laps, 1):
                    _row(rank, best, laps[0].time_s)


def _row(rank: int, best: DriverBest, first_s: float) -> None:
    gap_s = best.time_s - first_s
    with box('board__row', 'tr').props('data-row'):
        text(str(rank), 'num muted', 'td')
        with box('board__who', 'td'):
            text(best.driver, 'board__link', 'a').props['href'] = address.lap(best.lap_id)
        with box('r', 'td'):
            text(lap_time(best.time_s), f'cell cell--time num{" cell--purple" if rank == 1 else ""}')
        text(signed(gap_s) if gap_s else 'best', 'num r' if gap_s else 'r tone-purple', 'td')
