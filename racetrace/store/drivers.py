"""Who drove, by what was written to sessions."""

from sqlalchemy import Engine, func
from sqlmodel import col, select

from racetrace.store.database import reading
from racetrace.store.session_rows import SessionRow


def of_owner(engine: Engine, owner_id: int, most: int) -> list[str]:
    """Return the names of drivers in somebody's sessions, who drove last first."""
    latest = func.max(col(SessionRow.id))
    wanted = select(SessionRow.driver_name).where(
        SessionRow.owner_id == owner_id, col(SessionRow.deleted_at).is_(None), SessionRow.driver_name != ''
    )
    grouped = wanted.group_by(col(SessionRow.driver_name)).order_by(latest.desc())
    with reading(engine) as db:
        return list(db.exec(grouped.limit(most)))
