"""What was driven, gathered by what it belongs to: a car, an event, a team."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, and_, func, select
from sqlmodel import col
from sqlmodel import select as select_rows

from racetrace.store import visible
from racetrace.store.database import reading
from racetrace.store.place_rows import CourseRow, LineRow, PlaceRow
from racetrace.store.session_rows import LapRow, SessionRow
from racetrace.store.session_values import values
from racetrace.telemetry.laps import BEST_KINDS
from racetrace.telemetry.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class CarBest:
    """The fastest lap of a car on a course."""

    car_id: int
    course_id: int
    course: str
    lap_id: int
    time_s: float


def of_event(engine: Engine, viewer_id: int, event_id: int, most: int) -> list[Summary]:
    """Return the sessions of an event that somebody may see, the newest first."""
    return _found(engine, viewer_id, col(SessionRow.event_id) == event_id, most)


def of_car(engine: Engine, owner_id: int, car_id: int, most: int) -> list[Summary]:
    """Return what its owner drove in a car, the newest first."""
    return _found(
        engine, owner_id, and_(col(SessionRow.car_id) == car_id, col(SessionRow.owner_id) == owner_id), most
    )


def of_team(engine: Engine, viewer_id: int, team_id: int, most: int) -> list[Summary]:
    return _found(engine, viewer_id, col(SessionRow.team_id) == team_id, most)


def counts_of_cars(engine: Engine, owner_id: int) -> dict[int, int]:
    """Return how many sessions were driven in each car."""
    wanted = (
        select(col(SessionRow.car_id), func.count()).where(*_mine(owner_id)).group_by(col(SessionRow.car_id))
    )
    with reading(engine) as db:
        return {car_id: count for car_id, count in db.execute(wanted) if car_id is not None}


def bests_of_cars(engine: Engine, owner_id: int) -> list[CarBest]:
    """Return the fastest lap of each car on each course, by the names of the courses."""
    order = (col(LapRow.time_s), col(LapRow.id))
    group = (col(SessionRow.car_id), col(LineRow.course_id))
    number = func.row_number().over(partition_by=group, order_by=order).label('number')
    numbered = (
        select(
            col(SessionRow.car_id).label('car_id'),
            col(LineRow.course_id).label('course_id'),
            col(LapRow.id).label('lap_id'),
            col(LapRow.time_s).label('time_s'),
            number,
        )
        .join(SessionRow, col(SessionRow.id) == col(LapRow.session_id))
        .join(LineRow, col(LineRow.id) == col(SessionRow.line_id))
        .where(*_mine(owner_id), col(LineRow.course_id).is_not(None))
        .where(col(LapRow.time_s).is_not(None), col(LapRow.excluded_reason) == '')
        .where(col(LapRow.kind).in_(sorted(BEST_KINDS)))
        .subquery()
    )
    wanted = (
        select(numbered, col(PlaceRow.name).label('place'), col(CourseRow.name).label('course'))
        .join(CourseRow, col(CourseRow.id) == numbered.c.course_id)
        .join(PlaceRow, col(PlaceRow.id) == col(CourseRow.place_id))
        .where(numbered.c.number == 1)
        .order_by(col(PlaceRow.name), numbered.c.course_id)
    )
    with reading(engine) as db:
        return [
            CarBest(
                car_id=row.car_id,
                course_id=row.course_id,
                course=f'{row.place or "Unnamed"} {row.course}'.strip(),
                lap_id=row.lap_id,
                time_s=row.time_s,
            )
            for row in db.execute(wanted)
        ]


def _mine(owner_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(SessionRow.owner_id) == owner_id,
        col(SessionRow.deleted_at).is_(None),
        col(SessionRow.car_id).is_not(None),
    )


def _found(engine: Engine, viewer_id: int, of_it: ColumnElement[bool], most: int) -> list[Summary]:
    wanted = select_rows(SessionRow).where(visible.sessions(viewer_id), of_it)
    with reading(engine) as db:
        return values(db, db.exec(wanted.order_by(col(SessionRow.id).desc()).limit(most)).all())
