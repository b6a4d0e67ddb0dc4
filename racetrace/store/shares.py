"""Links by which one session is seen by who has them: rows in, values out."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine
from sqlmodel import col, select

from racetrace.errors import NotFound
from racetrace.store import sessions
from racetrace.store.database import by_id, reading, writing
from racetrace.store.garage_rows import ShareRow
from racetrace.store.models import SessionRow
from racetrace.store.moment import now
from racetrace.telemetry.summary import Summary, Visibility

SECRET_BYTES = 32  # more than anybody could guess, so that a plain hash of it will do


class Scope(StrEnum):
    VIEW = 'view'
    FILE = 'file'  # and the file as it was handed in


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    id: int
    uid: str
    session_id: int
    scope: Scope
    ends_at: datetime | None  # UTC
    created_at: datetime


def make(
    engine: Engine, owner_id: int, session_id: int, scope: Scope, ends_at: datetime | None
) -> tuple[Share, str]:
    """Return a share and its secret, which is told this once. Raises NotFound.

    A private session is open to its links from then on; made private again, none of them opens it.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with writing(engine) as db:
        session = sessions.mine(db, owner_id, session_id)
        if session.visibility == Visibility.PRIVATE.value:
            session.visibility = Visibility.LINK.value
        row = ShareRow(
            session_id=session_id, secret_sha256=_hashed(secret), scope=scope.value, ends_at=ends_at
        )
        db.add(row)
        db.flush()
        return _value(row), secret


def of_session(engine: Engine, owner_id: int, session_id: int) -> list[Share]:
    """Return the shares of a session that still open it, the oldest first. Raises NotFound."""
    with reading(engine) as db:
        sessions.mine(db, owner_id, session_id)
        rows = db.exec(select(ShareRow).where(ShareRow.session_id == session_id).order_by(col(ShareRow.id)))
        return [_value(row) for row in rows if _opens(row)]


def revoke(engine: Engine, owner_id: int, share_id: int) -> None:
    """Raises NotFound."""
    with writing(engine) as db:
        row = by_id(db, ShareRow, share_id)
        session = db.get(SessionRow, row.session_id) if row is not None else None
        if row is None or session is None or session.owner_id != owner_id or row.revoked_at is not None:
            raise NotFound('There is no such share.')
        row.revoked_at = now()


def opened(engine: Engine, secret: str) -> tuple[Summary, Share]:
    """Return what a secret opens. Raises NotFound, with the same words whyever it opens nothing."""
    with reading(engine) as db:
        row = db.exec(select(ShareRow).where(ShareRow.secret_sha256 == _hashed(secret))).first()
        session = db.get(SessionRow, row.session_id) if row is not None and _opens(row) else None
        if row is None or session is None or session.deleted_at is not None or not _is_open(session):
            raise NotFound('This link opens nothing: it may have ended, or was taken back.')
        return sessions.through_share(db, row.session_id), _value(row)


def _opens(row: ShareRow) -> bool:
    return row.revoked_at is None and (row.ends_at is None or row.ends_at > now())


def _is_open(session: SessionRow) -> bool:
    return session.visibility != Visibility.PRIVATE.value


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors='replace')).hexdigest()


def _value(row: ShareRow) -> Share:
    return Share(
        id=row.id or 0,
        uid=row.uid,
        session_id=row.session_id,
        scope=Scope(row.scope),
        ends_at=row.ends_at,
        created_at=row.created_at,
    )
