"""A session that runs, told anew because its feed is read in another way now."""

from sqlalchemy import Engine, delete
from sqlmodel import col, select

from racetrace.store.database import writing
from racetrace.store.timing_rows import PassingRow, TimingEntryRow, TimingSessionRow


def empty(engine: Engine, circuit_id: int, started_ms: int) -> None:
    """Take out its entries, with their laps and passings: they come again from the frames."""
    its = select(TimingSessionRow.id).where(
        col(TimingSessionRow.circuit_id) == circuit_id, col(TimingSessionRow.started_ms) == started_ms
    )
    with writing(engine) as db:
        for table in (PassingRow, TimingEntryRow):
            db.exec(delete(table).where(col(table.session_id).in_(its)))
