"""By which lap to tell how long each part of a course takes."""

from sqlalchemy import Engine
from sqlmodel import col, select

from racetrace.store import progress, visible
from racetrace.store.database import reading
from racetrace.store.session_rows import LapRow, ProgressRow, SessionRow
from racetrace.telemetry.kept import ALGORITHM, progress_from_bytes
from racetrace.telemetry.laps import BEST_KINDS
from racetrace.telemetry.progress import Progress


def along(engine: Engine, lap_id: int, line_id: int) -> Progress | None:
    """Return how a lap went along a line; None where that was never found out, or is damaged."""
    kept = progress.of_laps(engine, [lap_id], line_id).get(lap_id)
    if kept is None:
        return None
    try:
        return progress_from_bytes(progress.data(engine, kept.blob_id))
    except ValueError:
        return None


def own_best(engine: Engine, owner_id: int, line_id: int) -> int | None:
    """Return somebody's own fastest lap that was placed on a line."""
    wanted = (
        select(LapRow.id)
        .join(SessionRow, col(SessionRow.id) == col(LapRow.session_id))
        .join(ProgressRow, col(ProgressRow.lap_id) == col(LapRow.id))
        .where(SessionRow.owner_id == owner_id, SessionRow.line_id == line_id, visible.there())
        .where(ProgressRow.line_id == line_id, ProgressRow.algorithm == ALGORITHM)
        .where(LapRow.excluded_reason == '', col(LapRow.time_s).is_not(None))
        .where(col(LapRow.kind).in_(sorted(BEST_KINDS)))
    )
    with reading(engine) as db:
        return db.exec(wanted.order_by(col(LapRow.time_s), col(LapRow.id)).limit(1)).first()
