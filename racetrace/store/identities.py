"""Accounts elsewhere by which people sign in here. Each takes the caller's transaction."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from racetrace.accounts.identity import LinkedIdentity
from racetrace.errors import IdentityTaken
from racetrace.store.account_rows import OAuthAccountRow


def user_of(db: Session, provider: str, subject: str) -> int | None:
    """Return who signs in by it."""
    its = (OAuthAccountRow.provider == provider, OAuthAccountRow.subject == subject)
    return db.exec(select(OAuthAccountRow.user_id).where(*its)).first()


def link(db: Session, user_id: int, provider: str, subject: str, *, shown: str, now: datetime) -> bool:
    """Let somebody sign in by it; False where they do already. Raises IdentityTaken."""
    holder = user_of(db, provider, subject)
    if holder == user_id:
        return False
    try:
        if holder is None:
            db.add(
                OAuthAccountRow(
                    user_id=user_id, provider=provider, subject=subject, shown=shown, created_at=now
                )
            )
            db.flush()
            return True
    except IntegrityError as error:  # two at once asked before either was there
        raise IdentityTaken('Somebody else signs in here with that account.') from error
    raise IdentityTaken('Somebody else signs in here with that account.')


def of_user(db: Session, user_id: int) -> list[LinkedIdentity]:
    wanted = select(OAuthAccountRow).where(OAuthAccountRow.user_id == user_id)
    rows = db.exec(wanted.order_by(col(OAuthAccountRow.id)))
    return [LinkedIdentity(id=row.id or 0, provider=row.provider, shown=row.shown) for row in rows]


def unlink(db: Session, user_id: int, identity_id: int) -> None:
    mine = (col(OAuthAccountRow.user_id) == user_id, col(OAuthAccountRow.id) == identity_id)
    db.exec(delete(OAuthAccountRow).where(*mine))
