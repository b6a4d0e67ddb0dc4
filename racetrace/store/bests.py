"""The fastest laps of a course: rows in, ids out."""

from sqlalchemy import Engine
from sqlmodel import col, select

from racetrace.store.database import reading
from racetrace.store.place_rows import LineRow
from racetrace.store.session_rows import LapRow, SessionRow
from racetrace.telemetry.laps import BEST_KINDS


def best_before(engine: Engine, owner_id: int, course_id: int, session_id: int) -> int | None:
    """Return the fastest lap that somebody's earlier sessions hold of a course; None without one.

    Sessions of ours, that only show how it works, are no rivals.
    """
    wanted = (
        select(LapRow.id)
        .join(SessionRow, col(SessionRow.id) == col(LapRow.session_id))
        .join(LineRow, col(LineRow.id) == col(SessionRow.line_id))
        .where(SessionRow.owner_id == owner_id, col(SessionRow.deleted_at).is_(None))
        .where(col(SessionRow.id) < session_id, col(SessionRow.is_demo).is_(False))
        .where(LineRow.course_id == course_id, col(LapRow.time_s).is_not(None))
        .where(col(LapRow.kind).in_(sorted(BEST_KINDS)), LapRow.excluded_reason == '')
        .order_by(col(LapRow.time_s), col(LapRow.id))
    )
    with reading(engine) as db:
        return db.exec(wanted.limit(1)).first()
