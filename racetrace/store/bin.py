"""Sessions that were deleted: out of sight at once, and gone for good after a month."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import col, delete, select

from racetrace.store.blobs import drop_unreferred
from racetrace.store.database import writing
from racetrace.store.models import SessionRow, UploadRow
from racetrace.store.moment import now

KEPT = timedelta(days=30)


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
