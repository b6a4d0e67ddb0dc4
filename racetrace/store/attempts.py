"""Sign-ins elsewhere that were begun, and tokens of others that came. Each takes the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select, update

from racetrace.errors import ProviderRefused
from racetrace.store.account_rows import OAuthAttemptRow

LIFE: Final = timedelta(minutes=10)
SPENT: Final = 'This token was used already. Ask for another.'


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    provider: str
    onward: str
    linker_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """Came back as somebody of ours, of whom a code is wanted besides."""

    user_id: int
    provider: str
    subject: str
    shown: str
    onward: str


def begin(db: Session, sha256: str, begun: Begun, now: datetime) -> None:
    row = OAuthAttemptRow(
        sha256=sha256,
        provider=begun.provider,
        onward=begun.onward,
        linker_id=begun.linker_id,
        ends_at=now + LIFE,
    )
    db.add(row)
    db.flush()


def come_back(db: Session, sha256: str, provider: str, now: datetime) -> Begun | None:
    """Return what was begun, which is no other time; None where it was not, is over, or was elsewhere."""
    its = (col(OAuthAttemptRow.sha256) == sha256, col(OAuthAttemptRow.provider) == provider)
    good = (col(OAuthAttemptRow.used_at).is_(None), col(OAuthAttemptRow.ends_at) > now)
    if db.exec(update(OAuthAttemptRow).where(*its, *good).values(used_at=now)).rowcount != 1:
        return None
    row = db.exec(select(OAuthAttemptRow).where(*its)).one()
    return Begun(provider=row.provider, onward=row.onward, linker_id=row.linker_id)


def prove(db: Session, sha256: str, user_id: int, subject: str, shown: str) -> None:
    values = {'user_id': user_id, 'subject': subject, 'shown': shown}
    db.exec(update(OAuthAttemptRow).where(col(OAuthAttemptRow.sha256) == sha256).values(**values))


def proved(db: Session, sha256: str, now: datetime) -> Proved | None:
    its = (OAuthAttemptRow.sha256 == sha256, col(OAuthAttemptRow.user_id).is_not(None))
    row = db.exec(select(OAuthAttemptRow).where(*its, col(OAuthAttemptRow.ends_at) > now)).first()
    if row is None or row.user_id is None:
        return None
    return Proved(
        user_id=row.user_id,
        provider=row.provider,
        subject=row.subject,
        shown=row.shown,
        onward=row.onward,
    )


def end(db: Session, sha256: str) -> bool:
    """Return whether it was there: of two that end it at once, one does."""
    return db.exec(delete(OAuthAttemptRow).where(col(OAuthAttemptRow.sha256) == sha256)).rowcount == 1


def spend(db: Session, sha256: str, provider: str, *, now: datetime, ends_at: datetime) -> None:
    """Remember what works once, for as long as it would work. Raises ProviderRefused the second time."""
    over = (col(OAuthAttemptRow.provider) == provider, col(OAuthAttemptRow.ends_at) <= now)
    db.exec(delete(OAuthAttemptRow).where(*over))
    db.add(OAuthAttemptRow(sha256=sha256, provider=provider, onward='', used_at=now, ends_at=ends_at))
    try:
        db.flush()
    except IntegrityError as error:
        raise ProviderRefused(SPENT) from error
