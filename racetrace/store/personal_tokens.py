"""Tokens that people make for their programs."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from racetrace.accounts.account import Account
from racetrace.accounts.personal_token import PersonalToken
from racetrace.accounts.roles import Scope
from racetrace.store import accounts
from racetrace.store.account_rows import PersonalTokenRow
from racetrace.store.database import by_id


def add(
    db: Session,
    user_id: int,
    *,
    sha256: str,
    name: str,
    scopes: Collection[Scope],
    now: datetime,
    ends_at: datetime,
) -> PersonalToken:
    row = PersonalTokenRow(
        sha256=sha256,
        user_id=user_id,
        name=name,
        scopes=' '.join(sorted(scopes)),
        created_at=now,
        ends_at=ends_at,
    )
    db.add(row)
    db.flush()
    return _value(row)


def of_secret(db: Session, sha256: str, now: datetime) -> tuple[PersonalToken, Account] | None:
    """Return a token that is in force, with its user, who may be locked."""
    in_force = (PersonalTokenRow.sha256 == sha256, col(PersonalTokenRow.ends_at) > now)
    row = db.exec(select(PersonalTokenRow).where(*in_force)).first()
    return (_value(row), accounts.account(db, row.user_id)) if row else None


def touch(db: Session, token_id: int, now: datetime) -> None:
    row = db.get(PersonalTokenRow, token_id)
    if row is not None:
        row.used_at = now


def of_user(db: Session, user_id: int) -> list[PersonalToken]:
    """Return all of them, the newest first; ended ones too, until they are swept away."""
    wanted = select(PersonalTokenRow).where(PersonalTokenRow.user_id == user_id)
    return [_value(row) for row in db.exec(wanted.order_by(col(PersonalTokenRow.id).desc()))]


def count(db: Session, user_id: int) -> int:
    wanted = select(func.count()).select_from(PersonalTokenRow).where(PersonalTokenRow.user_id == user_id)
    return db.exec(wanted).one()


def end(db: Session, user_id: int, token_id: int) -> bool:
    """End one of a user's own; False where it is none."""
    row = by_id(db, PersonalTokenRow, token_id)
    if row is None or row.user_id != user_id:
        return False
    db.delete(row)
    db.flush()
    return True


def end_all(db: Session, user_id: int) -> None:
    db.exec(delete(PersonalTokenRow).where(col(PersonalTokenRow.user_id) == user_id))


def _value(row: PersonalTokenRow) -> PersonalToken:
    return PersonalToken(
        id=row.id or 0,
        uid=row.uid,
        name=row.name,
        scopes=frozenset(Scope(word) for word in row.scopes.split()),
        created_at=row.created_at,
        used_at=row.used_at,
        ends_at=row.ends_at,
    )
