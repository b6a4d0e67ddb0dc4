"""Links by which one session is seen by who has them: rows in, values out."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine
from sqlmodel import col, select

from racetrace.accounts.roles import LinkScope
from racetrace.errors import NotFound
from racetrace.store import sessions
from racetrace.store.database import by_id, reading, writing
from racetrace.store.garage_rows import ShareRow
from racetrace.store.moment import now
from racetrace.store.session_rows import SessionRow
from racetrace.store.things import is_in_force
from racetrace.telemetry.summary import Visibility

PREFIX: Final = 'rtshare_'  # how the secret of a link begins
SECRET_BYTES = 32  # more than anybody could guess, so that a plain hash of it will do


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    id: int
    uid: str
    session_id: int
    scope: LinkScope
    ends_at: datetime | None  # UTC
    created_at: datetime


def make(
    engine: Engine, owner_id: int, session_id: int, scope: LinkScope, ends_at: datetime | None
) -> tuple[Share, str]:
    """Return a share and its secret, which is told this once. Raises NotFound.

    A private session is open to its links from then on; made private again, none of them opens it.
    """
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
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
        return [_value(row) for row in rows if is_in_force(row)]


def revoke(engine: Engine, owner_id: int, share_id: int) -> None:
    """Raises NotFound."""
    with writing(engine) as db:
        row = by_id(db, ShareRow, share_id)
        session = db.get(SessionRow, row.session_id) if row is not None else None
        if row is None or session is None or session.owner_id != owner_id or row.revoked_at is not None:
            raise NotFound('There is no such share.')
        row.revoked_at = now()


def ends(engine: Engine, share_ids: Collection[int]) -> list[datetime]:
    """Return when shares end that do."""
    with reading(engine) as db:
        rows = db.exec(select(ShareRow).where(col(ShareRow.id).in_(share_ids)))
        return [row.ends_at for row in rows if row.ends_at is not None]


def of_secrets(engine: Engine, texts: Collection[str]) -> list[Share]:
    """Return the shares in force whose secrets these are."""
    wanted = select(ShareRow).where(col(ShareRow.secret_sha256).in_([_hashed(text) for text in texts]))
    with reading(engine) as db:
        return [_value(row) for row in db.exec(wanted.order_by(col(ShareRow.id))) if is_in_force(row)]


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors='replace')).hexdigest()


def _value(row: ShareRow) -> Share:
    return Share(
        id=row.id or 0,
        uid=row.uid,
        session_id=row.session_id,
        scope=LinkScope(row.scope),
        ends_at=row.ends_at,
        created_at=row.created_at,
    )
