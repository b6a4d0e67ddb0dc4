"""Accounts found by words, and what they did. Each takes the caller's transaction."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, or_, select

from racetrace.accounts.account import Account
from racetrace.store import accounts, audit
from racetrace.store.account_rows import AuditRow, UserRow
from racetrace.store.audit import Entry
from racetrace.store.database import MOST_ID


def found(db: Session, typed: str, most: int, after_id: int = 0) -> list[Account]:
    """Return accounts that have what was typed, in the order of their making."""
    wanted = select(UserRow).where(_has(typed), col(UserRow.id) > min(after_id, MOST_ID))
    return [accounts.value(row) for row in db.exec(wanted.order_by(col(UserRow.id)).limit(most))]


def count(db: Session, typed: str) -> int:
    return db.exec(select(func.count()).select_from(UserRow).where(_has(typed))).one()


def names(db: Session, user_ids: Collection[int]) -> dict[int, str]:
    wanted = select(UserRow.id, UserRow.name).where(col(UserRow.id).in_(user_ids))
    return {user_id: name for user_id, name in db.exec(wanted) if user_id is not None}


def entries(db: Session, *, who: str, what: str, most: int, before_id: int | None) -> list[Entry]:
    """Return what was done, the newest first: by who has such a name, and of which this is said."""
    wanted = select(AuditRow)
    if who:
        wanted = wanted.where(col(AuditRow.who_id).in_(select(UserRow.id).where(_has(who))))
    if what:
        said = (col(AuditRow.what), col(AuditRow.on_what), col(AuditRow.from_where))
        wanted = wanted.where(or_(*(column.icontains(what, autoescape=True) for column in said)))
    if before_id is not None:
        wanted = wanted.where(col(AuditRow.id) < min(before_id, MOST_ID))
    return [audit.value(row) for row in db.exec(wanted.order_by(col(AuditRow.id).desc()).limit(most))]


def _has(typed: str) -> ColumnElement[bool]:
    columns = (col(UserRow.name), col(UserRow.email), col(UserRow.display_name))
    has_it = or_(*(column.icontains(typed, autoescape=True) for column in columns))
    return and_(col(UserRow.deleted_at).is_(None), has_it)
