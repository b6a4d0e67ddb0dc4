"""Codes in place of those of an app. Each takes the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, delete, update

from racetrace.store.account_rows import RecoveryCodeRow


def replace(db: Session, user_id: int, hashes: Iterable[str]) -> None:
    """Let these be the codes of a user; those before work no longer."""
    end_all(db, user_id)
    db.add_all(RecoveryCodeRow(user_id=user_id, sha256=sha256) for sha256 in hashes)
    db.flush()


def use(db: Session, user_id: int, sha256: str, now: datetime) -> bool:
    """Return whether it is one that was not used; from now on it was."""
    mine = (col(RecoveryCodeRow.user_id) == user_id, col(RecoveryCodeRow.sha256) == sha256)
    unused = col(RecoveryCodeRow.used_at).is_(None)
    return db.exec(update(RecoveryCodeRow).where(*mine, unused).values(used_at=now)).rowcount == 1


def end_all(db: Session, user_id: int) -> None:
    db.exec(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.user_id) == user_id))
