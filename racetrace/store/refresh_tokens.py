"""Refresh tokens: each is exchanged once. One that comes again was stolen, by whoever came first or last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, delete, select, update

from racetrace.store.account_rows import RefreshTokenRow

LIFE: Final = timedelta(days=30)  # of a family, from its sign-in
GRACE: Final = timedelta(seconds=10)  # two windows of one browser may ask at once


class Outcome(StrEnum):
    ROTATED = 'rotated'
    RETRY = 'retry'  # another has just been given the next one
    REUSED = 'reused'
    UNKNOWN = 'unknown'


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    outcome: Outcome
    user_id: int | None = None
    family: str = ''


def begin(db: Session, user_id: int, family: str, sha256: str, now: datetime) -> None:
    db.add(RefreshTokenRow(sha256=sha256, family=family, user_id=user_id, created_at=now, ends_at=now + LIFE))
    db.flush()


def rotate(db: Session, sha256: str, child_sha256: str, now: datetime) -> Rotation:
    """Exchange a token for its child, in the caller's writing transaction, so that only one can."""
    unused = (col(RefreshTokenRow.used_at).is_(None), col(RefreshTokenRow.ends_at) > now)
    taken = update(RefreshTokenRow).where(col(RefreshTokenRow.sha256) == sha256, *unused).values(used_at=now)
    is_taken = db.exec(taken).rowcount == 1
    row = db.exec(select(RefreshTokenRow).where(RefreshTokenRow.sha256 == sha256)).first()
    if row is None or row.ends_at <= now:
        return Rotation(outcome=Outcome.UNKNOWN)
    if is_taken:
        db.add(
            RefreshTokenRow(
                sha256=child_sha256,
                family=row.family,
                user_id=row.user_id,
                parent_id=row.id,
                created_at=now,
                ends_at=row.ends_at,
            )
        )
        db.flush()
    outcome = Outcome.ROTATED if is_taken else _of_used(db, row, now)
    return Rotation(outcome=outcome, user_id=row.user_id, family=row.family)


def _of_used(db: Session, row: RefreshTokenRow, now: datetime) -> Outcome:
    child = db.exec(select(RefreshTokenRow).where(RefreshTokenRow.parent_id == row.id)).first()
    is_just_used = row.used_at is not None and now - row.used_at <= GRACE
    return Outcome.RETRY if is_just_used and child and child.used_at is None else Outcome.REUSED


def family_of(db: Session, sha256: str, now: datetime) -> tuple[int, str] | None:
    """Return the user and the family of a token that may still be exchanged, or was."""
    row = db.exec(
        select(RefreshTokenRow).where(RefreshTokenRow.sha256 == sha256, col(RefreshTokenRow.ends_at) > now)
    ).first()
    return (row.user_id, row.family) if row else None


def is_in_force(db: Session, user_id: int, family: str, now: datetime) -> bool:
    in_force = (RefreshTokenRow.family == family, col(RefreshTokenRow.ends_at) > now)
    return db.exec(select(RefreshTokenRow.user_id).where(*in_force)).first() == user_id


def began_at(db: Session, user_id: int, family: str) -> datetime | None:
    """Return when somebody signed in for a family; None where it is none of theirs, or ended."""
    mine = (RefreshTokenRow.user_id == user_id, RefreshTokenRow.family == family)
    ends_at = db.exec(select(RefreshTokenRow.ends_at).where(*mine)).first()
    return ends_at - LIFE if ends_at else None


def revoke(db: Session, family: str) -> None:
    db.exec(delete(RefreshTokenRow).where(col(RefreshTokenRow.family) == family))


def revoke_all(db: Session, user_id: int, but: str | None = None) -> None:
    others = (col(RefreshTokenRow.user_id) == user_id, col(RefreshTokenRow.family).is_distinct_from(but))
    db.exec(delete(RefreshTokenRow).where(*others))
