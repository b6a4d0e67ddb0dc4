"""Sessions found by the words of their track, name, driver, car and date."""

from typing import Any

from sqlalchemy import Engine, Row
from sqlmodel import col

from racetrace.store.database import reading
from racetrace.store.lap_search import SESSIONS
from racetrace.store.session_rows import SessionRow
from racetrace.telemetry.sought import Sought


def ids(engine: Engine, owner_id: int, sought: Sought) -> list[int]:
    """Return the sessions that have every word somewhere, the newest first."""
    mine = (col(SessionRow.owner_id) == owner_id, col(SessionRow.deleted_at).is_(None))
    with reading(engine) as db:
        rows = db.connection().execute(SESSIONS.where(*mine)).all()
    return [row.id for row in rows if not sought.left_by(_written(row), row.started_at).words]


def _written(row: Row[Any]) -> list[str]:
    texts = (row.name, row.place, row.track, row.file, row.driver_name, row.car_name, row.vehicle)
    return [text for text in texts if text]
