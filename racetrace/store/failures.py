"""Sign-ins that failed, counted; and the devices that are counted apart.

An attempt is counted before it is made, and no longer once it was right: as many at once as anybody likes
are not more guesses than one after the other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from racetrace.accounts.lockout import WINDOW, Limit, wait
from racetrace.store.account_rows import DeviceRow, FailureRow


def attempt(db: Session, limits: Sequence[Limit], now: datetime) -> timedelta | None:
    """Count an attempt and return None; or return how long it has to wait, and count nothing."""
    db.exec(delete(FailureRow).where(col(FailureRow.at) <= now - WINDOW))
    waits = wait({limit: _newest(db, limit) for limit in limits}, now)
    if waits is None:
        db.add_all(FailureRow(key=limit.key, at=now) for limit in limits)
        db.flush()
    return waits


def _newest(db: Session, limit: Limit) -> list[datetime]:
    wanted = select(FailureRow.at).where(FailureRow.key == limit.key)
    return list(db.exec(wanted.order_by(col(FailureRow.at).desc()).limit(limit.most)))


def forgive(db: Session, limits: Sequence[Limit], at: datetime) -> None:
    """Take back the attempt of that time, and forget those before it under the narrowest key."""
    db.exec(delete(FailureRow).where(col(FailureRow.key) == limits[0].key))
    for limit in limits[1:]:
        mine = (FailureRow.key == limit.key, FailureRow.at == at)
        row = db.exec(select(FailureRow).where(*mine)).first()
        if row is not None:
            db.delete(row)
    db.flush()


def is_known(db: Session, user_id: int, device_sha256: str) -> bool:
    return _device(db, user_id, device_sha256) is not None


def know(db: Session, user_id: int, device_sha256: str, now: datetime) -> None:
    device = _device(db, user_id, device_sha256)
    if device is None:
        db.add(DeviceRow(user_id=user_id, sha256=device_sha256, seen_at=now))
    else:
        device.seen_at = now
    db.flush()


def forget_devices(db: Session, user_id: int) -> None:
    db.exec(delete(DeviceRow).where(col(DeviceRow.user_id) == user_id))


def _device(db: Session, user_id: int, device_sha256: str) -> DeviceRow | None:
    mine = (DeviceRow.user_id == user_id, DeviceRow.sha256 == device_sha256)
    return db.exec(select(DeviceRow).where(*mine)).first()
