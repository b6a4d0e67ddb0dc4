"""Sessions that were deleted: out of sight at once, and gone for good after a month."""

from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import col, delete, select

from racetrace.errors import NotFound
from racetrace.store.blobs import drop_unreferred
from racetrace.store.database import by_id, reading, writing
from racetrace.store.file_rows import UploadRow
from racetrace.store.moment import now
from racetrace.store.session_rows import SessionRow
from racetrace.store.session_values import values
from racetrace.telemetry.summary import Summary

KEPT = timedelta(days=30)
MOST = 200  # in a list


def of_owner(engine: Engine, owner_id: int) -> list[tuple[Summary, datetime]]:
    """Return somebody's deleted sessions and since when they are, the last first."""
    gone = col(SessionRow.deleted_at)
    wanted = (
        select(SessionRow).where(SessionRow.owner_id == owner_id, gone.is_not(None)).order_by(gone.desc())
    )
    with reading(engine) as db:
        rows = db.exec(wanted.limit(MOST)).all()
        since = [row.deleted_at or now() for row in rows]
        return list(zip(values(db, rows), since, strict=True))


def remove(engine: Engine, owner_id: int, session_id: int) -> None:
    """Remove a deleted session with its file. Raises NotFound."""
    with writing(engine) as db:
        row = by_id(db, SessionRow, session_id)
        if row is None or row.owner_id != owner_id or row.deleted_at is None:
            raise NotFound('There is no such session in the bin.')
        upload_id = row.upload_id
        db.delete(row)
        db.flush()
        db.exec(delete(UploadRow).where(col(UploadRow.id) == upload_id))
        drop_unreferred(db)


def empty(engine: Engine, kept: timedelta = KEPT) -> int:
    """Remove what was deleted longer ago, rows first and then the blobs that nobody refers to."""
    with writing(engine) as db:
        old = (
            select(SessionRow)
            .where(col(SessionRow.deleted_at).is_not(None))
            .where(col(SessionRow.deleted_at) <= now() - kept)
        )
        gone = db.exec(old).all()
        for session in gone:
            db.delete(session)
        db.flush()
        uploads = [session.upload_id for session in gone]
        db.exec(delete(UploadRow).where(col(UploadRow.id).in_(uploads)))
        if gone:
            drop_unreferred(db)
    return len(gone)
