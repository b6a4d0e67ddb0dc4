"""Sign-ins, tokens and links whose time is over."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine
from sqlmodel import col, delete

from racetrace.accounts.lockout import WINDOW
from racetrace.store.account_rows import (
    AnswerRow,
    BrowserSessionRow,
    FailureRow,
    LinkRow,
    OAuthAttemptRow,
    PersonalTokenRow,
    RefreshTokenRow,
)
from racetrace.store.database import writing

ENDING: Final[tuple[Any, ...]] = (
    BrowserSessionRow,
    RefreshTokenRow,
    PersonalTokenRow,
    LinkRow,
    OAuthAttemptRow,
    AnswerRow,
)


def sweep(engine: Engine, now: datetime) -> None:
    """Remove what nobody can use any more, at the start. Each end is checked where it is used as well."""
    with writing(engine) as db:
        for table in ENDING:
            db.exec(delete(table).where(col(table.ends_at) <= now))
        db.exec(delete(AnswerRow).where(col(AnswerRow.status).is_(None)))  # nobody works on it any more
        db.exec(delete(FailureRow).where(col(FailureRow.at) <= now - WINDOW))
