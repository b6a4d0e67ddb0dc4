"""Crossings of timing lines, as feeds told of them."""

from sqlalchemy import Engine
from sqlmodel import col, select

from racetrace.store.database import reading
from racetrace.store.timing_rows import PassingRow


def passings(engine: Engine, session_id: int) -> list[tuple[str, int, int]]:
    """Return the key of the entry, the line and the ms since 1970 of each, in the order of receipt."""
    wanted = select(PassingRow.key, PassingRow.line, PassingRow.at_ms).where(
        col(PassingRow.session_id) == session_id
    )
    with reading(engine) as db:
        found = db.exec(wanted.order_by(col(PassingRow.at_ms), col(PassingRow.id))).all()
        return [(key, line, at_ms) for key, line, at_ms in found]
