"""Browsers that are signed in."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, delete, select

from racetrace.accounts.account import Account
from racetrace.accounts.browser import BrowserSession
from racetrace.store import accounts
from racetrace.store.account_rows import BrowserSessionRow
from racetrace.store.database import by_id

LIFE: Final = timedelta(days=30)  # however busy
IDLE: Final = timedelta(days=7)


def begin(db: Session, user_id: int, sha256: str, device_name: str, now: datetime) -> int:
    row = BrowserSessionRow(
        sha256=sha256,
        user_id=user_id,
        device_name=device_name,
        created_at=now,
        seen_at=now,
        ends_at=now + LIFE,
    )
    db.add(row)
    db.flush()
    assert row.id is not None
    return row.id


def of_secret(db: Session, sha256: str, now: datetime) -> tuple[BrowserSession, Account] | None:
    """Return a session that is in force, with its user, who may be locked."""
    return _of(db, now, BrowserSessionRow.sha256 == sha256)


def of_id(db: Session, session_id: int, now: datetime) -> tuple[BrowserSession, Account] | None:
    """Return the same of one that is known already."""
    return _of(db, now, BrowserSessionRow.id == session_id)


def _of(db: Session, now: datetime, which: Any) -> tuple[BrowserSession, Account] | None:
    row = db.exec(select(BrowserSessionRow).where(which, *_in_force(now))).first()
    return None if row is None else (_value(row), accounts.account(db, row.user_id))


def touch(db: Session, session_id: int, now: datetime) -> None:
    row = db.get(BrowserSessionRow, session_id)
    if row is not None:
        row.seen_at = now


def step_up(db: Session, session_id: int, until: datetime) -> None:
    row = db.get(BrowserSessionRow, session_id)
    if row is not None:
        row.step_up_until = until


def of_user(db: Session, user_id: int, now: datetime) -> list[BrowserSession]:
    """Return those in force, the last seen first."""
    wanted = select(BrowserSessionRow).where(BrowserSessionRow.user_id == user_id, *_in_force(now))
    return [_value(row) for row in db.exec(wanted.order_by(col(BrowserSessionRow.seen_at).desc()))]


def end(db: Session, user_id: int, session_id: int) -> bool:
    """End one of a user's own; False where it is none."""
    row = by_id(db, BrowserSessionRow, session_id)
    if row is None or row.user_id != user_id:
        return False
    db.delete(row)
    db.flush()
    return True


def end_all(db: Session, user_id: int, but: int | None = None) -> None:
    others = (col(BrowserSessionRow.user_id) == user_id, col(BrowserSessionRow.id).is_distinct_from(but))
    db.exec(delete(BrowserSessionRow).where(*others))


def _in_force(now: datetime) -> tuple[Any, Any]:
    return col(BrowserSessionRow.ends_at) > now, col(BrowserSessionRow.seen_at) > now - IDLE


def _value(row: BrowserSessionRow) -> BrowserSession:
    return BrowserSession(
        id=row.id or 0,
        device_name=row.device_name,
        created_at=row.created_at,
        seen_at=row.seen_at,
        step_up_until=row.step_up_until,
    )
