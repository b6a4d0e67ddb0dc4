"""All that one user owns, in whatever table: to be handed out, or to be removed."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Table
from sqlmodel import Session, SQLModel, col, delete, or_, select

from racetrace.store.account_rows import (
    AnswerRow,
    BrowserSessionRow,
    DeviceRow,
    LinkRow,
    OAuthAccountRow,
    OAuthAttemptRow,
    PersonalTokenRow,
    RecoveryCodeRow,
    RefreshTokenRow,
)
from racetrace.store.blobs import drop_unreferred
from racetrace.store.file_rows import JobRow, UploadRow
from racetrace.store.garage_rows import CarRow, InvitationRow, RaceEventRow
from racetrace.store.jobs import UNFINISHED
from racetrace.store.place_rows import CourseRow, LineRow, PlaceRow
from racetrace.store.session_rows import CorrectionRow, SessionRow
from racetrace.store.timing_rows import CircuitRow

OWNERS: Final = ('owner_id', 'user_id', 'who_id')
THROUGH: Final = ('session_id', 'lap_id', 'course_id', 'line_id')  # of what feeds told: nothing
# What proves something is no data of theirs: with it somebody else could pass for them.
KEPT_BACK: Final = frozenset({'sha256', 'password_hash', 'totp_secret', 'totp_step', 'family', 'blob_id'})
OF_SIGN_IN: Final = (
    BrowserSessionRow,
    RefreshTokenRow,
    PersonalTokenRow,
    DeviceRow,
    LinkRow,
    OAuthAccountRow,
    OAuthAttemptRow,
    AnswerRow,
    RecoveryCodeRow,
)


def rows(db: Session, user_id: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each table's name with what is a user's in it, a table that comes later too."""
    for table in SQLModel.metadata.sorted_tables:
        mine = table.c.id == user_id if table.name == 'user' else _mine(table, user_id)
        if mine is not None:
            columns = [column for column in table.c if column.name not in KEPT_BACK]
            found = db.connection().execute(select(*columns).where(mine).order_by(*table.primary_key))
            yield table.name, [dict(row) for row in found.mappings()]


def _mine(table: Table, user_id: int) -> ColumnElement[bool] | None:
    for name in OWNERS:
        if name in table.c:
            return table.c[name] == user_id
    for name in THROUGH:
        if name in table.c:
            (refers,) = table.c[name].foreign_keys
            parent = refers.column.table
            owned = _mine(parent, user_id)
            return None if owned is None else table.c[name].in_(select(parent.c.id).where(owned))
    return None


def files(db: Session, user_id: int) -> list[tuple[int, str]]:
    """Return the uploads of a user, with their names."""
    wanted = select(UploadRow.id, UploadRow.name).where(UploadRow.owner_id == user_id)
    return [(upload_id, name) for upload_id, name in db.exec(wanted.order_by(col(UploadRow.id))) if upload_id]


def is_under_way(db: Session, user_id: int) -> bool:
    """Return whether a file of theirs is still being worked on."""
    wanted = select(JobRow.id).where(JobRow.owner_id == user_id, col(JobRow.state).in_(UNFINISHED))
    return db.exec(wanted).first() is not None


def remove(db: Session, user_id: int) -> None:
    """Remove all that is somebody's, but for the places that others drove at, or that are published."""
    for table in OF_SIGN_IN:
        db.exec(delete(table).where(col(table.user_id) == user_id))
    asked = or_(col(InvitationRow.user_id) == user_id, col(InvitationRow.by_id) == user_id)
    db.exec(delete(InvitationRow).where(asked))
    db.exec(delete(SessionRow).where(col(SessionRow.owner_id) == user_id))
    db.exec(delete(UploadRow).where(col(UploadRow.owner_id) == user_id))
    for own in (CarRow, RaceEventRow, CircuitRow):
        db.exec(delete(own).where(col(own.owner_id) == user_id))
    in_use = select(CourseRow.place_id).join(LineRow).where(col(LineRow.id).in_(_lines_in_use()))
    chosen = select(CourseRow.place_id).join(CorrectionRow)
    unseen = (col(PlaceRow.owner_id) == user_id, ~col(PlaceRow.is_published))
    db.exec(delete(PlaceRow).where(*unseen, col(PlaceRow.id).not_in(in_use), col(PlaceRow.id).not_in(chosen)))
    of_nothing = (col(LineRow.course_id).is_(None), col(LineRow.id).not_in(_lines_in_use()))
    db.exec(delete(LineRow).where(*of_nothing))
    drop_unreferred(db)


def _lines_in_use() -> Any:
    return select(SessionRow.line_id).where(col(SessionRow.line_id).is_not(None))
