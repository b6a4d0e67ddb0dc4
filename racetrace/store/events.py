"""Race weekends and test days: rows in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from racetrace.errors import ChangeRefused, NotFound
from racetrace.store import visible
from racetrace.store.database import MOST_ID, by_id, reading, writing
from racetrace.store.garage_rows import RaceEventRow
from racetrace.store.place_rows import PlaceRow
from racetrace.store.session_rows import SessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceEvent:
    id: int
    uid: str
    owner_id: int
    name: str
    starts_on: date | None
    ends_on: date | None
    place_id: int | None
    notes: str


def of_owner(engine: Engine, owner_id: int, most: int, before_id: int | None = None) -> list[RaceEvent]:
    """Return events, the newest first; those before another, for the next page."""
    wanted = select(RaceEventRow).where(RaceEventRow.owner_id == owner_id)
    if before_id is not None:
        wanted = wanted.where(col(RaceEventRow.id) < min(before_id, MOST_ID))
    with reading(engine) as db:
        return [_value(row) for row in db.exec(wanted.order_by(col(RaceEventRow.id).desc()).limit(most))]


def event(engine: Engine, viewer_id: int, event_id: int) -> tuple[RaceEvent, list[int]]:
    """Return an event and the sessions of it that somebody may see, the newest first. Raises NotFound.

    Its notes are its owner's.
    """
    with reading(engine) as db:
        row = by_id(db, RaceEventRow, event_id)
        if row is None:
            raise NotFound('There is no such event.')
        of_it = select(SessionRow.id).where(SessionRow.event_id == event_id, visible.sessions(viewer_id))
        found = [one for one in db.exec(of_it.order_by(col(SessionRow.id).desc())) if one is not None]
        return _value(row, is_own=row.owner_id == viewer_id), found


def add(engine: Engine, owner_id: int, said: Mapping[str, Any]) -> int:
    """Raises NotFound for a place that is not there, and ChangeRefused."""
    with writing(engine) as db:
        row = RaceEventRow.model_validate({'owner_id': owner_id} | dict(said))
        _insist(db, row)
        db.add(row)
        db.flush()
        assert row.id is not None
        return row.id


def write(engine: Engine, owner_id: int, event_id: int, changes: Mapping[str, Any]) -> None:
    """Raises NotFound and ChangeRefused."""
    with writing(engine) as db:
        row = mine(db, owner_id, event_id)
        row.sqlmodel_update(dict(changes))
        _insist(db, row)


def delete(engine: Engine, owner_id: int, event_id: int) -> None:
    """Its sessions stay. Raises NotFound."""
    with writing(engine) as db:
        db.delete(mine(db, owner_id, event_id))


def mine(db: Session, owner_id: int, event_id: int) -> RaceEventRow:
    row = by_id(db, RaceEventRow, event_id)
    if row is None or row.owner_id != owner_id:
        raise NotFound('There is no such event.')
    return row


def _insist(db: Session, row: RaceEventRow) -> None:
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise ChangeRefused('An event ends on the day on which it starts, or later.')
    with db.no_autoflush:
        place_id = row.place_id
        seen = visible.places(row.owner_id)
        wanted = select(PlaceRow.id).where(PlaceRow.id == place_id, seen)
        if place_id is not None and (place_id > MOST_ID or db.exec(wanted).first() is None):
            raise NotFound('There is no such place.')


def _value(row: RaceEventRow, *, is_own: bool = True) -> RaceEvent:
    said = {name: getattr(row, name) for name in RaceEvent.__slots__}
    return RaceEvent(**said | ({} if is_own else {'notes': ''}))
