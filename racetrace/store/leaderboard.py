"""The fastest public laps of a course: one row for each driver and car."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, func, select, true
from sqlalchemy.orm import aliased
from sqlmodel import col

from racetrace.store import visible
from racetrace.store.database import reading
from racetrace.store.garage_rows import CarRow
from racetrace.store.place_rows import CourseRow, PlaceRow
from racetrace.store.session_rows import LapRow, SessionRow
from racetrace.store.standing_rows import StandingRow
from racetrace.store.standings import leader_of

Found = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    course_id: int
    category: str = ''  # of the car; '' for all
    since: datetime | None = None
    until: datetime | None = None  # not this moment itself
    measured_by: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    id: int
    course_id: int
    lap_id: int
    lap_number: int
    session_id: int
    owner_id: int
    driver_name: str
    car_name: str
    category: str
    time_s: float
    measured_by: str
    resolution_ms: float
    is_coarse: bool  # positions at 2 Hz or fewer
    driven_at: datetime | None
    held: str


def standings(engine: Engine, wanted: Wanted, most: int, skipped: int = 0) -> list[Standing]:
    """Return a page of a leaderboard, the fastest first.

    A category is read off the best laps of all; a period, or a way of measuring, has other best laps than
    these, which are looked for among the sessions of the course.
    """
    query = _narrowed(wanted) if wanted.since or wanted.until or wanted.measured_by else marked(wanted)
    with reading(engine) as db:
        return [_value(*row) for row in db.execute(query.offset(skipped).limit(most))]


def of_each_course(engine: Engine, viewer_id: int, most: int, skipped: int = 0) -> list[Standing]:
    """Return the fastest lap of each course that somebody may see, by the names of their places."""
    query = _with_all(select(StandingRow, LapRow, SessionRow, CarRow))
    query = query.join(CourseRow, col(StandingRow.id) == leader_of(CourseRow))
    query = query.join(PlaceRow, col(PlaceRow.id) == col(CourseRow.place_id)).where(visible.places(viewer_id))
    query = query.order_by(col(PlaceRow.name), col(CourseRow.id))
    with reading(engine) as db:
        return [_value(*row) for row in db.execute(query.offset(skipped).limit(most))]


def categories(engine: Engine, course_id: int) -> list[str]:
    """Return the categories of the cars whose best laps stand on the board of a course."""
    category = col(StandingRow.category)
    on_board = (col(StandingRow.course_id) == course_id, col(StandingRow.is_best) == true(), category != '')
    wanted = select(category).where(*on_board)
    with reading(engine) as db:
        return sorted(db.execute(wanted.distinct()).scalars())


def held(engine: Engine, most: int) -> list[Standing]:
    """Return the laps that are held back, the newest first."""
    query = _with_all(select(StandingRow, LapRow, SessionRow, CarRow))
    query = query.where(col(StandingRow.held) > '').order_by(col(StandingRow.id).desc())
    with reading(engine) as db:
        return [_value(*row) for row in db.execute(query.limit(most))]


def marked(wanted: Wanted) -> Found:
    """Return the query that walks along the index, and ends where the page does."""
    query = _with_all(select(StandingRow, LapRow, SessionRow, CarRow))
    query = query.where(col(StandingRow.course_id) == wanted.course_id, col(StandingRow.is_best) == true())
    if wanted.category:
        query = query.where(col(StandingRow.category) == wanted.category)
    return query.order_by(col(StandingRow.time_s), col(StandingRow.id))


def _narrowed(wanted: Wanted) -> Found:
    mine = [col(StandingRow.course_id) == wanted.course_id, col(StandingRow.held) == '']
    if wanted.category:
        mine.append(col(StandingRow.category) == wanted.category)
    if wanted.measured_by:
        mine.append(col(StandingRow.measured_by) == wanted.measured_by)
    if wanted.since:
        mine.append(col(StandingRow.driven_at) >= wanted.since)
    if wanted.until:
        mine.append(col(StandingRow.driven_at) < wanted.until)
    order = (col(StandingRow.time_s), col(StandingRow.id))
    number = func.row_number().over(partition_by=[StandingRow.driver, StandingRow.car], order_by=order)
    numbered = select(StandingRow, number.label('number')).where(*mine).subquery()
    best = aliased(StandingRow, numbered)
    query = select(best, LapRow, SessionRow, CarRow)
    return (
        query.join(LapRow, col(LapRow.id) == best.lap_id)
        .join(SessionRow, col(SessionRow.id) == best.session_id)
        .join(CarRow, col(CarRow.id) == col(SessionRow.car_id), isouter=True)
        .where(numbered.c.number == 1, visible.public_sessions())
        .order_by(numbered.c.time_s, numbered.c.id)
    )


def _with_all(query: Found) -> Found:
    return (
        query.join(LapRow, col(LapRow.id) == col(StandingRow.lap_id))
        .join(SessionRow, col(SessionRow.id) == col(StandingRow.session_id))
        .join(CarRow, col(CarRow.id) == col(SessionRow.car_id), isouter=True)
        .where(visible.public_sessions())
    )


def _value(row: StandingRow, lap: LapRow, session: SessionRow, car: CarRow | None) -> Standing:
    return Standing(
        id=row.id or 0,
        course_id=row.course_id,
        lap_id=row.lap_id,
        lap_number=lap.number,
        session_id=row.session_id,
        owner_id=session.owner_id,
        driver_name=session.driver_name,
        car_name=f'{car.make} {car.model}'.strip() if car else session.car_name or session.vehicle,
        category=car.category if car else '',
        time_s=row.time_s,
        measured_by=row.measured_by,
        resolution_ms=lap.resolution_ms,
        is_coarse=session.is_coarse,
        driven_at=row.driven_at,
        held=row.held,
    )
