"""Circuits: rows in, values out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Engine, or_
from sqlmodel import Session, col, select

from racetrace.errors import NotFound
from racetrace.store import feed_formats
from racetrace.store.database import MOST_ID, by_id, reading, writing
from racetrace.store.moment import now
from racetrace.store.timing_rows import CircuitRow
from racetrace.store.uid import uid_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    id: int
    uid: str
    owner_id: int
    name: str
    provider: str
    page_url: str
    address: str
    labels: dict[str, str]  # by c1 to c14
    profile: dict[str, Any] | None
    profile_version: int
    visibility: str
    place_id: int | None
    course_id: int | None  # of the track directory: not for everybody to see
    latitude_deg: float | None
    longitude_deg: float | None
    is_followed: bool
    keep_days: int
    created_at: Any


class Known(NamedTuple):
    circuit: Circuit
    is_deleted: bool


def seen_by(engine: Engine, user_id: int, most: int, before_id: int | None = None) -> list[Circuit]:
    """Return a user's circuits and those that are public, the newest first."""
    mine = or_(col(CircuitRow.owner_id) == user_id, col(CircuitRow.visibility) == 'public')
    wanted = select(CircuitRow).where(col(CircuitRow.deleted_at).is_(None), mine)
    if before_id is not None:
        wanted = wanted.where(col(CircuitRow.id) < min(before_id, MOST_ID))
    with reading(engine) as db:
        return [_value(row) for row in db.exec(wanted.order_by(col(CircuitRow.id).desc()).limit(most))]


def followed(engine: Engine) -> list[Circuit]:
    """Return those whose feed is to run."""
    wanted = select(CircuitRow).where(col(CircuitRow.deleted_at).is_(None), col(CircuitRow.is_followed))
    with reading(engine) as db:
        return [_value(row) for row in db.exec(wanted.order_by(col(CircuitRow.id)))]


def days_kept(engine: Engine) -> dict[int, int]:
    """Return for how many days what each circuit's feed sent is kept; of those that were deleted, too."""
    with reading(engine) as db:
        found = db.exec(select(col(CircuitRow.id), col(CircuitRow.keep_days)))
        return {circuit_id: days for circuit_id, days in found if circuit_id is not None}


def circuit(engine: Engine, circuit_id: int) -> Circuit:
    """Raises NotFound."""
    with reading(engine) as db:
        return _value(_there(db, circuit_id))


def named(engine: Engine, name: str) -> int | None:
    """Return the id of the circuit with a number, a uid, or a name that it has in a system of others."""
    if name.isascii() and name.isdigit() and len(name) < 10:
        return int(name)
    with reading(engine) as db:
        wanted = select(CircuitRow.id).where(col(CircuitRow.uid).in_([name, uid_of(name)]))
        return db.exec(wanted.where(col(CircuitRow.deleted_at).is_(None))).first()


def by_uid(engine: Engine, uid: str) -> Known | None:
    """Return a circuit, also one that was deleted."""
    with reading(engine) as db:
        row = db.exec(select(CircuitRow).where(col(CircuitRow.uid) == uid)).first()
        return None if row is None else Known(_value(row), row.deleted_at is not None)


def add(engine: Engine, owner_id: int, said: Mapping[str, Any]) -> int:
    with writing(engine) as db:
        row = CircuitRow.model_validate({'owner_id': owner_id} | _columns(said))
        db.add(row)
        db.flush()
        assert row.id is not None
        if row.profile:
            feed_formats.put(db, row, owner_id)
        return row.id


def write(engine: Engine, circuit_id: int, changes: Mapping[str, Any], who_id: int | None = None) -> None:
    """A new profile is a new version of it, and so are other words for the columns. Raises NotFound."""
    with writing(engine) as db:
        row = _there(db, circuit_id)
        labels = row.labels
        row.sqlmodel_update(_columns(changes))
        if 'profile' in changes or row.labels != labels:
            feed_formats.put(db, row, row.owner_id if who_id is None else who_id)


def delete(engine: Engine, circuit_id: int) -> None:
    """Put it out of sight; what its feed sent stays. Raises NotFound."""
    with writing(engine) as db:
        row = _there(db, circuit_id)
        row.deleted_at, row.is_followed = now(), False


def _there(db: Session, circuit_id: int) -> CircuitRow:
    row = by_id(db, CircuitRow, circuit_id)
    if row is None or row.deleted_at is not None:
        raise NotFound('There is no such circuit.')
    return row


def _columns(said: Mapping[str, Any]) -> dict[str, Any]:
    columns = dict(said)
    for name in ('labels', 'profile'):
        if name in columns:
            columns[name] = json.dumps(columns[name]) if columns[name] is not None else ''
    return columns


def _value(row: CircuitRow) -> Circuit:
    columns = {name: getattr(row, name) for name in Circuit.__slots__}
    columns['labels'] = json.loads(row.labels)
    columns['profile'] = json.loads(row.profile) if row.profile else None
    return Circuit(**columns)
