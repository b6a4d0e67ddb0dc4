"""Links that let their bearer do one thing once: made for an admin to hand on, or for a letter."""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from racetrace.accounts.tokens import Secret
from racetrace.store import links
from racetrace.store.links import Purpose

LIFE: Final = {Purpose.RESET: timedelta(hours=1), Purpose.VERIFY: timedelta(days=3)}
PREFIX: Final = {Purpose.RESET: 'rtl_', Purpose.VERIFY: 'rtv_'}


def make(db: Session, purpose: Purpose, user_id: int, now: datetime) -> str:
    """Return what its bearer shows. One made before for the same works no longer."""
    secret = Secret.fresh(PREFIX[purpose])
    links.add(db, purpose, secret.sha256, now=now, ends_at=now + LIFE[purpose], user_id=user_id)
    return secret.text
