"""Which laps of public sessions stand on the leaderboard of their course: kept with each change of a session.

Of a session there is its fastest lap, and before it those that are held back: laps that were not seen to
follow the course, and laps that are too fast to be believed beside what others drove.
"""

from typing import Final

from sqlalchemy import Engine, ScalarSelect, true
from sqlmodel import Session, col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from racetrace.errors import NotFound
from racetrace.store.database import by_id, writing
from racetrace.store.garage_rows import CarRow
from racetrace.store.place_rows import CourseRow, LineRow
from racetrace.store.session_rows import LapRow, ProgressRow, SessionRow
from racetrace.store.standing_rows import StandingRow
from racetrace.telemetry.kept import ALGORITHM
from racetrace.telemetry.laps import BEST_KINDS
from racetrace.telemetry.summary import Visibility

BELIEVED: Final = 0.9  # of the best time of another driver
MOST_HELD: Final = 10  # of a session
UNSEEN: Final = 'It was not seen to follow the course from line to line.'
TOO_FAST: Final = 'It is more than a tenth faster than what anybody else drove here.'

Group = tuple[int, str, str]  # course, driver, car


def refresh(db: Session, session_id: int) -> None:
    """Write anew what stands of a session, in the transaction that changed it."""
    db.flush()
    for course_id in _write(db, session_id):
        for _ in range(MOST_HELD):  # what is slower may have shown the leader to be too fast
            leader, other = _first_two(db, course_id)
            if leader is None or other is None or leader.is_freed or leader.time_s >= BELIEVED * other.time_s:
                break
            _write(db, leader.session_id)


def free(engine: Engine, standing_id: int) -> None:
    """Let a lap count that was held back, for good. Raises NotFound."""
    with writing(engine) as db:
        row = by_id(db, StandingRow, standing_id)
        if row is None:
            raise NotFound('There is no such lap on a leaderboard.')
        row.held, row.is_freed = '', True
        db.flush()
        refresh(db, row.session_id)  # slower laps of the session stand no more


def recategorise(db: Session, car: CarRow) -> None:
    """Follow a car into another category."""
    its = select(SessionRow.id).where(SessionRow.car_id == car.id)
    db.exec(
        update(StandingRow).where(col(StandingRow.session_id).in_(its)).values(category=_folded(car.category))
    )


def leader_of(course: type[CourseRow]) -> ScalarSelect[int | None]:
    """Return the query for the fastest lap of a course, as a part of one on courses: a step in the index."""
    best = (col(StandingRow.course_id) == col(course.id), col(StandingRow.is_best) == true())
    first = select(StandingRow.id).where(*best).order_by(col(StandingRow.time_s), col(StandingRow.id))
    return first.limit(1).correlate(course).scalar_subquery()


def _write(db: Session, session_id: int) -> set[int]:
    """Replace the rows of a session. Return the courses on which something may have changed."""
    before = db.exec(select(StandingRow).where(StandingRow.session_id == session_id)).all()
    session = db.get(SessionRow, session_id)
    course_id = _course_id(db, session) if session is not None else None
    if not before and course_id is None:
        return set()
    groups = {_group(row) for row in before}
    freed = {row.lap_id for row in before if row.is_freed}
    db.exec(delete(StandingRow).where(col(StandingRow.session_id) == session_id))
    db.expire_all()
    if session is not None and course_id is not None:
        groups |= {_group(row) for row in _rows(db, session, course_id, freed)}
    for group in groups:
        _rank(db, group)
    return {group[0] for group in groups}


def _course_id(db: Session, session: SessionRow) -> int | None:
    is_public = session.visibility == Visibility.PUBLIC.value and session.deleted_at is None
    if not is_public or session.is_demo or session.line_id is None:
        return None
    return db.get_one(LineRow, session.line_id).course_id


def _rows(db: Session, session: SessionRow, course_id: int, freed: set[int]) -> list[StandingRow]:
    car = db.get(CarRow, session.car_id) if session.car_id is not None else None
    car_name = _folded(session.car_name or session.vehicle)
    same = {
        'course_id': course_id,
        'session_id': session.id,
        'driver': f'{session.owner_id} {_folded(session.driver_name)}',
        'car': f'car {car.id}' if car else f'{session.owner_id} {car_name}',
        'category': _folded(car.category) if car else '',
        'driven_at': session.started_at or session.created_at,
    }
    best_s = _best_of_others(db, course_id, str(same['driver']))
    rows = []
    for lap, progress_id in _candidates(db, session):
        held = '' if lap.id in freed else _held(lap, progress_id, best_s)
        own = {'lap_id': lap.id, 'measured_by': lap.measured_by, 'time_s': lap.time_s, 'held': held}
        rows.append(StandingRow.model_validate(same | own | {'is_freed': lap.id in freed}))
        if not held:
            break
    db.add_all(rows)
    db.flush()
    return rows


def _candidates(db: Session, session: SessionRow) -> list[tuple[LapRow, int | None]]:
    """Return the fastest laps, each with its progress along the line of the session, if any."""
    along = (
        (col(ProgressRow.lap_id) == col(LapRow.id))
        & (col(ProgressRow.line_id) == session.line_id)
        & (col(ProgressRow.algorithm) == ALGORITHM)
    )
    wanted = (
        select(LapRow, ProgressRow.id)
        .join(ProgressRow, along, isouter=True)
        .where(LapRow.session_id == session.id, LapRow.excluded_reason == '')
        .where(col(LapRow.time_s).is_not(None), col(LapRow.kind).in_(sorted(BEST_KINDS)))
        .order_by(col(LapRow.time_s), col(LapRow.id))
    )
    return [(lap, progress_id) for lap, progress_id in db.exec(wanted.limit(MOST_HELD + 1))]


def _held(lap: LapRow, progress_id: int | None, best_s: float | None) -> str:
    if progress_id is None:
        return UNSEEN
    return TOO_FAST if best_s is not None and (lap.time_s or 0.0) < BELIEVED * best_s else ''


def _best_of_others(db: Session, course_id: int, driver: str) -> float | None:
    others = _standing(course_id).where(StandingRow.driver != driver)
    found = db.exec(others.limit(1)).first()
    return found.time_s if found else None


def _first_two(db: Session, course_id: int) -> tuple[StandingRow | None, StandingRow | None]:
    """Return the leader of a course, and the best of another driver."""
    leader = db.exec(_standing(course_id).limit(1)).first()
    others = _standing(course_id).where(StandingRow.driver != leader.driver) if leader else None
    return leader, db.exec(others.limit(1)).first() if others is not None else None


def _standing(course_id: int) -> SelectOfScalar[StandingRow]:
    of_course = (StandingRow.course_id == course_id, col(StandingRow.is_best) == true())
    return select(StandingRow).where(*of_course).order_by(col(StandingRow.time_s), col(StandingRow.id))


def _rank(db: Session, group: Group) -> None:
    """Mark the best lap of a driver in a car, and no other."""
    course_id, driver, car = group
    mine = (
        col(StandingRow.course_id) == course_id,
        col(StandingRow.driver) == driver,
        col(StandingRow.car) == car,
    )
    counting = select(StandingRow.id).where(*mine, StandingRow.held == '')
    best = db.exec(counting.order_by(col(StandingRow.time_s), col(StandingRow.id)).limit(1)).first()
    marked = col(StandingRow.is_best) == true()
    db.exec(update(StandingRow).where(*mine, marked).values(is_best=False))
    db.exec(update(StandingRow).where(col(StandingRow.id) == best).values(is_best=True))
    db.expire_all()


def _group(row: StandingRow) -> Group:
    return row.course_id, row.driver, row.car


def _folded(text: str) -> str:
    return ' '.join(text.casefold().split())
