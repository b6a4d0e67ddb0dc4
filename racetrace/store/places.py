"""The directory of tracks: places, their courses, and the best that was driven there in public."""

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Engine, true
from sqlmodel import Session, col, func, select

from racetrace.errors import NotFound
from racetrace.store import visible
from racetrace.store.database import MOST_ID, reading, writing
from racetrace.store.place_rows import CourseRow, LineRow, PlaceRow
from racetrace.store.session_rows import SessionRow
from racetrace.store.standing_rows import StandingRow
from racetrace.store.standings import leader_of

KM_PER_DEGREE: Final = 111.2
MOST_AROUND: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BestLap:
    lap_id: int
    session_id: int
    driver_name: str
    time_s: float
    measured_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCourse:
    id: int
    uid: str
    name: str
    is_default: bool
    sectors: int
    length_m: float | None  # None: nobody drove it yet
    is_closed: bool | None
    outline: tuple[tuple[int, int], ...]
    best: BestLap | None  # in public


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    id: int
    uid: str
    owner_id: int
    name: str
    country: str
    city: str
    latitude_deg: float
    longitude_deg: float
    is_published: bool
    is_protected: bool
    courses: tuple[PlacedCourse, ...]


def directory(engine: Engine, viewer_id: int | None, most: int, skipped: int = 0) -> list[Place]:
    """Return places that somebody may see, by their names: those that are published, and his own."""
    wanted = select(PlaceRow).where(visible.places(viewer_id))
    wanted = wanted.order_by(col(PlaceRow.name), col(PlaceRow.id)).offset(skipped).limit(most)
    with reading(engine) as db:
        return _values(db, db.exec(wanted).all())


def named(engine: Engine, viewer_id: int | None, typed: str, most: int) -> list[Place]:
    """Return places that somebody may see whose names have what was typed, by their names."""
    has_it = col(PlaceRow.name).icontains(typed.strip(), autoescape=True)
    wanted = select(PlaceRow).where(visible.places(viewer_id), col(PlaceRow.name) != '', has_it)
    with reading(engine) as db:
        return _values(db, db.exec(wanted.order_by(col(PlaceRow.name), col(PlaceRow.id)).limit(most)).all())


def seen_courses(engine: Engine, viewer_id: int, course_ids: Sequence[int]) -> set[int]:
    """Return which of these courses are of places that somebody may see."""
    wanted = select(CourseRow.id).join(PlaceRow, col(PlaceRow.id) == col(CourseRow.place_id))
    wanted = wanted.where(visible.places(viewer_id), col(CourseRow.id).in_(course_ids))
    with reading(engine) as db:
        return {one for one in db.exec(wanted) if one is not None}


def around(
    engine: Engine, viewer_id: int, latitude_deg: float, longitude_deg: float, reach_km: float
) -> list[Place]:
    """Return places that somebody may see, in a box that reaches that far around."""
    wanted = select(PlaceRow).where(visible.places(viewer_id))
    wanted = wanted.where(*within(latitude_deg, longitude_deg, reach_km))
    with reading(engine) as db:
        return _values(db, db.exec(wanted.order_by(col(PlaceRow.id)).limit(MOST_AROUND)).all())


def within(latitude_deg: float, longitude_deg: float, reach_km: float) -> tuple[ColumnElement[bool], ...]:
    """Return the condition on places to be in a box that reaches that far around."""
    reach_deg = reach_km / KM_PER_DEGREE
    wide_deg = reach_deg / max(0.01, math.cos(math.radians(latitude_deg)))
    return (
        col(PlaceRow.latitude_deg).between(latitude_deg - reach_deg, latitude_deg + reach_deg),
        col(PlaceRow.longitude_deg).between(longitude_deg - wide_deg, longitude_deg + wide_deg),
    )


def count(engine: Engine, viewer_id: int) -> int:
    with reading(engine) as db:
        return db.exec(select(func.count()).select_from(PlaceRow).where(visible.places(viewer_id))).one()


def place(engine: Engine, place_id: int) -> Place:
    """Return a place; one that was merged leads to what it became. Raises NotFound."""
    with reading(engine) as db:
        return _values(db, [there(db, place_id)])[0]


def of_course(engine: Engine, course_id: int) -> Place:
    """Return the place of a course. Raises NotFound."""
    with reading(engine) as db:
        row = db.get(CourseRow, course_id) if 0 <= course_id <= MOST_ID else None
        if row is None:
            raise NotFound('There is no such course.')
        return _values(db, [there(db, row.place_id, 'course')])[0]


def there(db: Session, place_id: int, noun: str = 'place') -> PlaceRow:
    """Raises NotFound."""
    known = db.get(PlaceRow, place_id) if 0 <= place_id <= MOST_ID else None
    met = {place_id}
    while known is not None and known.merged_into is not None and known.merged_into not in met:
        met.add(known.merged_into)
        known = db.get(PlaceRow, known.merged_into)
    if known is None or known.merged_into is not None:
        raise NotFound(f'There is no such {noun}.')
    return known


def add(engine: Engine, owner_id: int, said: Mapping[str, object]) -> int:
    """Make a place without a course, seen by its owner until it is published."""
    with writing(engine) as db:
        row = PlaceRow.model_validate({'owner_id': owner_id} | dict(said))
        db.add(row)
        db.flush()
        assert row.id is not None
        return row.id


def write(engine: Engine, place_id: int, changes: Mapping[str, object]) -> None:
    """Raises NotFound."""
    with writing(engine) as db:
        there(db, place_id).sqlmodel_update(dict(changes))


def write_course(engine: Engine, course_id: int, changes: Mapping[str, object]) -> None:
    """Name a course, or make it the one of its place that is meant where none is named."""
    with writing(engine) as db:
        row = db.get_one(CourseRow, course_id)
        row.sqlmodel_update(dict(changes))
        if changes.get('is_default'):
            others = (CourseRow.place_id == row.place_id, CourseRow.id != course_id)
            for other in db.exec(select(CourseRow).where(*others)):
                other.is_default = False


def _values(db: Session, rows: Sequence[PlaceRow]) -> list[Place]:
    """Read all that belongs to places in one query of each kind, however many they are."""
    courses = _courses(db, [row.id for row in rows if row.id is not None])
    same = [name for name in Place.__slots__ if name != 'courses']
    return [
        Place(**{name: getattr(row, name) for name in same}, courses=tuple(courses[row.id or 0]))
        for row in rows
    ]


def _courses(db: Session, place_ids: Sequence[int]) -> dict[int, list[PlacedCourse]]:
    current = (col(LineRow.course_id) == col(CourseRow.id)) & (col(LineRow.is_current) == true())
    wanted = (
        select(CourseRow, LineRow)
        .join(LineRow, current, isouter=True)
        .where(col(CourseRow.place_id).in_(place_ids))
        .order_by(col(CourseRow.id))
    )
    found = db.exec(wanted).all()
    best = _best(db, [course.id for course, _ in found if course.id is not None])
    courses = defaultdict(list)
    for course, line in found:
        courses[course.place_id].append(_course(course, line, best.get(course.id)))
    return courses


def _course(row: CourseRow, line: LineRow | None, best: BestLap | None) -> PlacedCourse:
    return PlacedCourse(
        id=row.id or 0,
        uid=row.uid,
        name=row.name,
        is_default=row.is_default,
        sectors=row.sectors,
        length_m=line.length_m if line else None,
        is_closed=line.is_closed if line else None,
        outline=tuple((x, y) for x, y in json.loads(line.outline)) if line else (),
        best=best,
    )


def _best(db: Session, course_ids: Sequence[int]) -> dict[int | None, BestLap]:
    """Return the fastest public lap of courses: of each one row, by the index."""
    wanted = (
        select(StandingRow, SessionRow.driver_name)
        .join(CourseRow, col(StandingRow.id) == leader_of(CourseRow))
        .join(SessionRow, col(SessionRow.id) == col(StandingRow.session_id))
        .where(col(CourseRow.id).in_(course_ids), visible.public_sessions())
    )
    return {
        row.course_id: BestLap(
            lap_id=row.lap_id,
            session_id=row.session_id,
            driver_name=driver_name,
            time_s=row.time_s,
            measured_by=row.measured_by,
        )
        for row, driver_name in db.exec(wanted)
    }
