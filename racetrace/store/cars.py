"""Cars: rows in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from racetrace.errors import NotFound
from racetrace.store import standings
from racetrace.store.database import MOST_ID, by_id, reading, writing
from racetrace.store.garage_rows import CarRow
from racetrace.store.moment import now
from racetrace.store.session_rows import SessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Car:
    id: int
    uid: str
    make: str
    model: str
    year: int | None
    category: str
    drivetrain: str
    power_hp: float | None
    weight_kg: float | None
    engine_cc: int | None
    notes: str

    @property
    def title(self) -> str:
        return f'{self.make} {self.model}'.strip() or 'Unnamed car'


def of_owner(engine: Engine, owner_id: int, most: int, before_id: int | None = None) -> list[Car]:
    """Return cars, the newest first; those before another, for the next page."""
    wanted = select(CarRow).where(CarRow.owner_id == owner_id, col(CarRow.deleted_at).is_(None))
    if before_id is not None:
        wanted = wanted.where(col(CarRow.id) < min(before_id, MOST_ID))
    with reading(engine) as db:
        return [_value(row) for row in db.exec(wanted.order_by(col(CarRow.id).desc()).limit(most))]


def car(engine: Engine, owner_id: int, car_id: int) -> Car:
    """Raises NotFound."""
    with reading(engine) as db:
        return _value(mine(db, owner_id, car_id))


def add(engine: Engine, owner_id: int, said: Mapping[str, Any]) -> int:
    with writing(engine) as db:
        row = CarRow.model_validate({'owner_id': owner_id} | dict(said))
        db.add(row)
        db.flush()
        assert row.id is not None
        return row.id


def write(engine: Engine, owner_id: int, car_id: int, changes: Mapping[str, Any]) -> None:
    """Sessions that were given its name follow to the new one. Raises NotFound."""
    with writing(engine) as db:
        row = mine(db, owner_id, car_id)
        called = _value(row).title
        row.sqlmodel_update(dict(changes))
        db.flush()
        by_its_name = (col(SessionRow.car_id) == row.id, col(SessionRow.car_name) == called)
        db.exec(update(SessionRow).where(*by_its_name).values(car_name=_value(row).title))
        standings.recategorise(db, row)


def delete(engine: Engine, owner_id: int, car_id: int) -> None:
    """Put it out of sight; the sessions driven in it keep it. Raises NotFound."""
    with writing(engine) as db:
        mine(db, owner_id, car_id).deleted_at = now()


def restore(engine: Engine, owner_id: int, car_id: int) -> None:
    """Raises NotFound."""
    with writing(engine) as db:
        row = by_id(db, CarRow, car_id)
        if row is None or row.owner_id != owner_id:
            raise NotFound('There is no such car.')
        row.deleted_at = None


def mine(db: Session, owner_id: int, car_id: int) -> CarRow:
    row = by_id(db, CarRow, car_id)
    if row is None or row.owner_id != owner_id or row.deleted_at is not None:
        raise NotFound('There is no such car.')
    return row


def _value(row: CarRow) -> Car:
    return Car(**{name: getattr(row, name) for name in Car.__slots__})
