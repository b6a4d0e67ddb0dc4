"""Answers that are given again. Each takes the caller's transaction: of writers there is one at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, delete, select

from racetrace.errors import KeyUsed, StillAtIt
from racetrace.store.account_rows import AnswerRow

LIFE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    location: str
    body: str  # JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, by hashes: of the key that it came with, and of all that it says."""

    user_id: int
    key_sha256: str
    request_sha256: str


def begin(db: Session, asked: Asked, now: datetime) -> Answer | None:
    """Return the answer of before; None: it is to be made now. Raises KeyUsed and StillAtIt."""
    row = db.exec(select(AnswerRow).where(*_its(asked))).first()
    if row is not None and row.ends_at > now:
        if row.request_sha256 != asked.request_sha256:
            raise KeyUsed('This Idempotency-Key came with another request before. Take a new one.')
        if row.status is None:
            raise StillAtIt('The same request is being answered at this moment. Ask again in a second.')
        return Answer(status=row.status, location=row.location, body=row.body)
    forget(db, asked)
    db.add(
        AnswerRow(
            user_id=asked.user_id,
            key_sha256=asked.key_sha256,
            request_sha256=asked.request_sha256,
            ends_at=now + LIFE,
        )
    )
    db.flush()
    return None


def keep(db: Session, asked: Asked, answer: Answer) -> None:
    row = db.exec(select(AnswerRow).where(*_its(asked))).first()
    if row is not None:
        row.status, row.location, row.body = answer.status, answer.location, answer.body


def forget(db: Session, asked: Asked) -> None:
    db.exec(delete(AnswerRow).where(*_its(asked)))


def _its(asked: Asked) -> tuple[Any, Any]:
    return col(AnswerRow.user_id) == asked.user_id, col(AnswerRow.key_sha256) == asked.key_sha256
