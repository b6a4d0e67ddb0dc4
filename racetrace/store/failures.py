"""Sign-ins that failed, counted; and the devices that are counted apart.

An attempt is counted before it is made, and no longer once it was right: as many at once as anybody likes
are not more guesses than one after the other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, func, or_, select, update

from racetrace.accounts.lockout import WINDOW, Limit, wait
from racetrace.errors import TooManyAttempts
from racetrace.store.account_rows import DeviceRow, FailureRow

MOST_DEVICES: Final = 50  # of one user: a program that keeps no cookie is a new one each time


def attempt(db: Session, limits: Sequence[Limit], now: datetime) -> list[int]:
    """Count an attempt; return what `forgive` takes back. Raises TooManyAttempts, and counts nothing."""
    _one_at_a_time(db, limits)
    over = select(FailureRow.id).where(col(FailureRow.at) <= now - WINDOW).with_for_update(skip_locked=True)
    db.exec(delete(FailureRow).where(col(FailureRow.id).in_(over)))
    times: dict[str, list[datetime]] = {limit.key: [] for limit in limits}
    for key, at in db.exec(select(FailureRow.key, FailureRow.at).where(col(FailureRow.key).in_(times))):
        times[key].append(at)
    waits = wait({limit: times[limit.key] for limit in limits}, now)
    if waits is not None:
        raise TooManyAttempts(_seconds(waits))
    rows = [FailureRow(key=limit.key, at=now) for limit in limits]
    db.add_all(rows)
    db.flush()
    return [row.id for row in rows if row.id is not None]


def _one_at_a_time(db: Session, limits: Sequence[Limit]) -> None:
    """Let nobody else count by one of these keys before this transaction ends.

    SQLite has one writer anyway. Of two transactions of PostgreSQL neither would count what the other adds.
    """
    if db.get_bind().dialect.name == 'postgresql':
        for key in sorted(limit.key for limit in limits):  # in one order: nobody waits in a circle
            db.exec(select(func.pg_advisory_xact_lock(func.hashtext(key))))


def _seconds(waits: timedelta) -> int:
    return max(1, round(waits.total_seconds()))


def forgive(db: Session, limits: Sequence[Limit], attempted: Sequence[int]) -> None:
    """Take back an attempt, and forget those before it under the narrowest key."""
    mine = (col(FailureRow.id).in_(attempted), col(FailureRow.key) == limits[0].key)
    db.exec(delete(FailureRow).where(or_(*mine)))


def is_known(db: Session, user_id: int, device_sha256: str) -> bool:
    mine = (DeviceRow.user_id == user_id, DeviceRow.sha256 == device_sha256)
    return db.exec(select(DeviceRow.id).where(*mine)).first() is not None


def know(db: Session, user_id: int, device_sha256: str, now: datetime) -> None:
    """Remember a device that is new; of very many the one not seen for longest is forgotten."""
    db.add(DeviceRow(user_id=user_id, sha256=device_sha256, seen_at=now))
    newest = select(DeviceRow.id).where(DeviceRow.user_id == user_id).order_by(col(DeviceRow.seen_at).desc())
    others = (col(DeviceRow.user_id) == user_id, col(DeviceRow.id).not_in(newest.limit(MOST_DEVICES)))
    db.exec(delete(DeviceRow).where(*others))


def see(db: Session, user_id: int, device_sha256: str, now: datetime) -> None:
    """Say that a known device was used again."""
    mine = (col(DeviceRow.user_id) == user_id, col(DeviceRow.sha256) == device_sha256)
    db.exec(update(DeviceRow).where(*mine).values(seen_at=now))


def forget_devices(db: Session, user_id: int) -> None:
    db.exec(delete(DeviceRow).where(col(DeviceRow.user_id) == user_id))
