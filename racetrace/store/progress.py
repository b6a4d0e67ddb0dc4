"""Laps along lines: rows in, values out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine, Row
from sqlmodel import Session, SQLModel, col, select

from racetrace.store import standings
from racetrace.store.blobs import BlobWriter, finish, read_blob, seal
from racetrace.store.database import reading, writing
from racetrace.store.session_rows import LapRow, ProgressRow
from racetrace.telemetry.comparison import Method
from racetrace.telemetry.findings import Along
from racetrace.telemetry.kept import ALGORITHM
from racetrace.telemetry.laps import Lap

LAPS: Final = SQLModel.metadata.tables['lap']
PROGRESS: Final = SQLModel.metadata.tables['progress']


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProgress:
    lap_id: int
    method: Method
    blob_id: str
    gate_residual_ms: float | None


def of_laps(engine: Engine, lap_ids: Sequence[int], line_id: int) -> dict[int, KeptProgress]:
    """Return what is kept of laps on a line, by the id of the lap."""
    wanted = select(ProgressRow).where(
        col(ProgressRow.lap_id).in_(lap_ids),
        ProgressRow.line_id == line_id,
        ProgressRow.algorithm == ALGORITHM,
    )
    with reading(engine) as db:
        return {row.lap_id: _value(row) for row in db.exec(wanted)}


def data(engine: Engine, blob_id: str) -> bytes:
    return b''.join(read_blob(engine, blob_id))


def add_later(engine: Engine, line_id: int, laps: Sequence[tuple[Lap, Along]]) -> None:
    """Keep laps that were placed on a line after their import; what is there already stays.

    A lap that was cut elsewhere in the meantime is left out.
    """
    written = [(lap, along, BlobWriter(engine)) for lap, along in laps]
    for _, along, writer in written:
        writer.write(along.progress)
    seal(engine, [writer for _, _, writer in written])
    kept = of_laps(engine, [lap.id for lap, _ in laps], line_id)
    with writing(engine) as db:
        there = {
            row.id: row
            for row in db.exec(select(LapRow).where(col(LapRow.id).in_([lap.id for lap, _ in laps])))
        }
        new = []
        for lap, along, writer in written:
            row = None if lap.id in kept else there.get(lap.id)
            if row is not None and (row.start_s, row.end_s) == (lap.start_s, lap.end_s):
                new.append((lap.id, along, writer))
        add(db, line_id, new)
        db.flush()
        for session_id in {there[lap_id].session_id for lap_id, _, _ in new}:
            standings.refresh(db, session_id)
    for _, _, writer in written:
        writer.discard()


def add(db: Session, line_id: int, laps: Sequence[tuple[int, Along, BlobWriter]]) -> None:
    """Add what was found of laps, given by their ids."""
    blobs = finish(db, [writer for _, _, writer in laps])
    db.add_all(
        ProgressRow(
            lap_id=lap_id,
            line_id=line_id,
            algorithm=ALGORITHM,
            method=along.method,
            blob_id=blob_id,
            gate_residual_ms=along.gate_residual_ms,
            splits=json.dumps([round(split, 4) for split in along.splits_s]),
        )
        for (lap_id, along, _), blob_id in zip(laps, blobs, strict=True)
    )


def on_own_lines(db: Session, lines: Mapping[int, int | None]) -> list[Row[Any]]:
    """Return the rows of sessions' laps on the lines of their sessions, each with its `session_id`.

    `lines` are the lines of the sessions, by their ids. They are compared here: SQLite would go through all
    that was ever driven on a line.
    """
    wanted = (
        PROGRESS.select()
        .add_columns(LAPS.c.session_id)
        .join(LAPS, PROGRESS.c.lap_id == LAPS.c.id)
        .where(LAPS.c.session_id.in_(lines), PROGRESS.c.algorithm == ALGORITHM)
    )
    return [row for row in db.execute(wanted) if row.line_id == lines[row.session_id]]


def _value(row: ProgressRow) -> KeptProgress:
    return KeptProgress(
        lap_id=row.lap_id,
        method=Method(row.method),
        blob_id=row.blob_id,
        gate_residual_ms=row.gate_residual_ms,
    )
