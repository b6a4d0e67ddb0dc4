"""Links that work once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, delete, select, update

from racetrace.store.account_rows import LinkRow


class Purpose(StrEnum):
    FIRST_ADMIN = 'first admin'
    RESET = 'reset'  # of a password
    VERIFY = 'verify'  # an e-mail address


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    user_id: int | None


def add(
    db: Session,
    purpose: Purpose,
    sha256: str,
    *,
    now: datetime,
    ends_at: datetime,
    user_id: int | None = None,
) -> None:
    """Make a link; those before it for the same purpose, of the same user, work no longer."""
    drop(db, purpose, user_id)
    db.add(LinkRow(purpose=purpose, sha256=sha256, user_id=user_id, created_at=now, ends_at=ends_at))
    db.flush()


def use(db: Session, purpose: Purpose, sha256: str, now: datetime) -> Link | None:
    """Return the link, which works no longer; None where it is none, was used, or is too old."""
    mine = (col(LinkRow.purpose) == purpose, col(LinkRow.sha256) == sha256)
    good = (col(LinkRow.used_at).is_(None), col(LinkRow.ends_at) > now)
    if db.exec(update(LinkRow).where(*mine, *good).values(used_at=now)).rowcount != 1:
        return None
    return Link(user_id=db.exec(select(LinkRow.user_id).where(*mine)).one())


def user_of(db: Session, purpose: Purpose, sha256: str, now: datetime) -> int | None:
    """Return whom a link is for that works still, and leave it so."""
    mine = (col(LinkRow.purpose) == purpose, col(LinkRow.sha256) == sha256)
    good = (col(LinkRow.used_at).is_(None), col(LinkRow.ends_at) > now)
    return db.exec(select(LinkRow.user_id).where(*mine, *good)).first()


def drop(db: Session, purpose: Purpose, user_id: int | None = None) -> None:
    same = (col(LinkRow.purpose) == purpose, col(LinkRow.user_id).is_not_distinct_from(user_id))
    db.exec(delete(LinkRow).where(*same))
