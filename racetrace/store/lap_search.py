"""Laps found by words. What is written of sessions is read first, and is little; then laps of what fits.

Sessions are read in the order in which they are shown, a few at a time, until there are laps enough: how many
more there are costs nothing, unless the words are rare.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, false, func, select, true
from sqlmodel import col

from racetrace.store.database import MOST_ID, reading
from racetrace.store.file_rows import UploadRow
from racetrace.store.place_rows import CourseRow, LineRow, PlaceRow
from racetrace.store.session_rows import LapRow, SessionRow
from racetrace.telemetry.laps import COMPLETE
from racetrace.telemetry.log import ZoneSource
from racetrace.telemetry.sought import FoundLap, SessionWords, Sought

AT_ONCE: Final = 40  # sessions that are read by the first query; by each after it, more
MOST_AT_ONCE: Final = 5000

SESSIONS: Final[Select[*tuple[Any, ...]]] = (
    select(
        col(SessionRow.id),
        col(SessionRow.name),
        col(PlaceRow.name).label('place'),
        col(SessionRow.track),
        col(UploadRow.name).label('file'),
        col(SessionRow.driver_name),
        col(SessionRow.car_name),
        col(SessionRow.vehicle),
        col(SessionRow.started_at),
        col(SessionRow.zone_source),
        col(SessionRow.line_id),
        col(LineRow.course_id),
    )
    .join(UploadRow, col(UploadRow.id) == col(SessionRow.upload_id), isouter=True)
    .join(LineRow, col(LineRow.id) == col(SessionRow.line_id), isouter=True)
    .join(CourseRow, col(CourseRow.id) == col(LineRow.course_id), isouter=True)
    .join(PlaceRow, col(PlaceRow.id) == col(CourseRow.place_id), isouter=True)
    .order_by(col(SessionRow.id).desc())
)


def find(
    engine: Engine, owner_id: int, sought: Sought, *, beside: int, without: Collection[int], most: int
) -> list[FoundLap]:
    """Return whole laps that fit the words, but for some.

    Those of the session `beside` come first, then those on its course, then the others; of each the newest
    session before older ones, and its fastest lap before the slower.
    """
    mine = (col(SessionRow.owner_id) == owner_id, col(SessionRow.deleted_at).is_(None))
    with reading(engine) as db:
        connection = db.connection()
        course = None
        groups: list[ColumnElement[bool]] = [true()]
        if beside:
            its = connection.execute(SESSIONS.where(*mine, col(SessionRow.id) == beside)).first()
            course = _course(its) if its else None
            groups = _groups(beside, course)
        found: list[FoundLap] = []
        for group in groups:
            for rows in _batches(connection, SESSIONS.where(*mine, group)):
                fitting = [
                    (_written(row, course), left) for row in rows if (left := _left(sought, row)) is not None
                ]
                found += _laps(connection, fitting, without) if fitting else ()
                if len(found) >= most:
                    return found[:most]
    return found


def _groups(beside: int, course: tuple[str, int] | None) -> list[ColumnElement[bool]]:
    """Return which sessions come first, which then, and which last."""
    it = col(SessionRow.id) == beside
    if course is None:
        return [it, ~it]
    kind, course_id = course
    same = col(LineRow.course_id if kind == 'course' else SessionRow.line_id) == course_id
    return [it, same & ~it, func.coalesce(same, false()).is_(false()) & ~it]


def _batches(
    connection: Connection, query: Select[*tuple[Any, ...]]
) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """Yield the sessions of a query, the newest first: few, and the more the longer they are read."""
    size, before = AT_ONCE, MOST_ID
    while True:
        rows = connection.execute(query.where(col(SessionRow.id) < before).limit(size)).all()
        if rows:
            yield rows
        if len(rows) < size:
            return
        before, size = rows[-1].id, min(3 * size, MOST_AT_ONCE)


def _course(row: Row[Any]) -> tuple[str, int] | None:
    """Return what is equal for sessions on one course; a line without one serves its session only."""
    if row.course_id is not None:
        return 'course', row.course_id
    return ('line', row.line_id) if row.line_id is not None else None


def _left(sought: Sought, row: Row[Any]) -> Sought | None:
    """Return what is left for the laps of a session to answer; None where no lap ever could."""
    texts = (row.name, row.place, row.track, row.file, row.driver_name, row.car_name, row.vehicle)
    left = sought.left_by([text for text in texts if text], row.started_at)
    return left if left.may_be_of_laps else None


def _written(row: Row[Any], course: tuple[str, int] | None) -> SessionWords:
    return SessionWords(
        id=row.id,
        title=row.name or row.place or row.track or row.file or 'Session',
        driver_name=row.driver_name,
        car_name=row.car_name or row.vehicle,
        started_at=row.started_at,
        zone_source=ZoneSource(row.zone_source),
        is_same_course=course is not None and _course(row) == course,
    )


def laps_of(session_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """Return the query for the whole laps of sessions, the fastest first."""
    return (
        select(col(LapRow.id), col(LapRow.session_id), col(LapRow.number), col(LapRow.time_s))
        .where(col(LapRow.session_id).in_(session_ids))
        .where(col(LapRow.time_s).is_not(None), col(LapRow.kind).in_(sorted(COMPLETE)))
        .order_by(col(LapRow.time_s), col(LapRow.number))
    )


def _laps(
    connection: Connection, fitting: Sequence[tuple[SessionWords, Sought]], without: Collection[int]
) -> Iterator[FoundLap]:
    rows = defaultdict(list)
    for row in connection.execute(laps_of([session.id for session, _ in fitting])):
        rows[row.session_id].append(row)
    for session, left in fitting:
        for row in rows[session.id]:
            if row.id not in without and left.is_of(row.number, row.time_s):
                yield FoundLap(id=row.id, number=row.number, time_s=row.time_s, session=session)
