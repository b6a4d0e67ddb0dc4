"""Who did what, on what, when and from where."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, delete, select

from racetrace.store.account_rows import AuditRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    id: int
    at: datetime
    who_id: int | None
    what: str
    on_what: str
    from_where: str


def note(
    db: Session, *, at: datetime, who_id: int | None, what: str, on_what: str = '', from_where: str = ''
) -> None:
    """Write an entry in the transaction of what it tells of: neither is there without the other."""
    db.add(AuditRow(at=at, who_id=who_id, what=what, on_what=on_what[:200], from_where=from_where[:100]))


def remove(db: Session, before: datetime) -> int:
    """Remove what was written before a time; return how many entries that were."""
    return int(db.exec(delete(AuditRow).where(col(AuditRow.at) < before)).rowcount)


def newest(db: Session, most: int, before_id: int | None = None) -> list[Entry]:
    wanted = select(AuditRow).order_by(col(AuditRow.id).desc()).limit(most)
    if before_id is not None:
        wanted = wanted.where(col(AuditRow.id) < before_id)
    return [value(row) for row in db.exec(wanted)]


def of_user(db: Session, user_id: int) -> list[Entry]:
    """Return what a user did, the oldest first."""
    wanted = select(AuditRow).where(AuditRow.who_id == user_id).order_by(col(AuditRow.id))
    return [value(row) for row in db.exec(wanted)]


def value(row: AuditRow) -> Entry:
    return Entry(
        id=row.id or 0,
        at=row.at.replace(tzinfo=UTC),
        who_id=row.who_id,
        what=row.what,
        on_what=row.on_what,
        from_where=row.from_where,
    )
