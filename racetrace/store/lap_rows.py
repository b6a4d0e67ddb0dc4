"""The laps of a session written anew: one that is still the same lap keeps its row, and so its address."""

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, delete, func, select

from racetrace.store.session_rows import FormerLapRow, LapRow, ProgressRow
from racetrace.store.uid import uid
from racetrace.telemetry.laps import Lap

SAME: Final = 0.3  # of the time that two laps take together they share, where they are one lap
MEASURED: Final = (
    'start_s',
    'end_s',
    'time_s',
    'resolution_ms',
    'length_m',
    'max_speed_mps',
    'excluded_reason',
    'stated_time_s',
)


def write_laps(db: Session, session_id: int, laps: Sequence[Lap]) -> dict[int, LapRow]:
    """Replace the laps of a session. Return their rows by number.

    A lap is one of those before when it shares the most time with that, be it one that was taken away. The
    progress of all of them is let go of: what is written next has its own.
    """
    before = db.exec(select(LapRow).where(LapRow.session_id == session_id)).all()
    former = db.exec(select(FormerLapRow).where(FormerLapRow.session_id == session_id)).all()
    db.exec(delete(ProgressRow).where(col(ProgressRow.lap_id).in_([row.id for row in before])))
    same = _same(laps, [*before, *former])
    kept = {id(row) for row in same.values()}
    for gone in (row for row in before if id(row) not in kept):
        db.delete(gone)
        db.add(FormerLapRow(**gone.model_dump(include=set(FormerLapRow.model_fields))))
    next_id = _last_id(db) + 1
    rows = {}
    for lap in laps:
        row = same.get(id(lap))
        if not isinstance(row, LapRow):
            if row is not None:
                db.delete(row)
            address = {'id': row.id if row else next_id, 'uid': row.uid if row else uid()}
            next_id += row is None
            row = LapRow.model_validate({'session_id': session_id} | address | _columns(lap))
        db.add(row.sqlmodel_update(_columns(lap)))
        rows[lap.number] = row
    db.flush()
    return rows


def _same(laps: Sequence[Lap], rows: Sequence[LapRow | FormerLapRow]) -> dict[int, LapRow | FormerLapRow]:
    """Return the row of each lap that has one, by the id() of the lap; those that share the most first."""
    pairs = [(_shared(lap, row), -(row.id or 0), i, row) for i, lap in enumerate(laps) for row in rows]
    found: dict[int, LapRow | FormerLapRow] = {}
    taken: set[int] = set()
    for shared, _, i, row in sorted(pairs, key=lambda pair: pair[:3], reverse=True):
        if shared > SAME and id(laps[i]) not in found and id(row) not in taken:
            found[id(laps[i])] = row
            taken.add(id(row))
    return found


def _shared(lap: Lap, row: LapRow | FormerLapRow) -> float:
    """Return the share of their common time in the time of both together."""
    both_s = min(lap.end_s, row.end_s) - max(lap.start_s, row.start_s)
    all_s = max(lap.end_s, row.end_s) - min(lap.start_s, row.start_s)
    return both_s / all_s if all_s > 0 else float(both_s == 0)


def _last_id(db: Session) -> int:
    """The address of a lap that was taken away must never become another's."""
    there = (db.exec(select(func.max(table.id))).one() for table in (LapRow, FormerLapRow))
    return max((found or 0 for found in there), default=0)


def _columns(lap: Lap) -> dict[str, object]:
    measured = {name: getattr(lap, name) for name in MEASURED}
    return measured | {'number': lap.number, 'kind': lap.kind.value, 'measured_by': lap.measured_by.value}
