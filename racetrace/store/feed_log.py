"""The log of a feed's connections, and the newest analysis of its format."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from racetrace.store.database import reading, writing
from racetrace.store.timing_rows import FeedAnalysisRow, FeedLogRow

MOST = 2_000  # lines of each circuit that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    at_ms: int
    kind: str  # connect, disconnect, error, reconnect, stale, gave_up
    message: str


def add(engine: Engine, circuit_id: int, line: LogLine) -> None:
    with writing(engine) as db:
        put(db, circuit_id, line)


def put(db: Session, circuit_id: int, line: LogLine) -> None:
    """Add a line; the oldest ones go."""
    db.add(FeedLogRow(circuit_id=circuit_id, at_ms=line.at_ms, kind=line.kind, message=line.message[:500]))
    db.flush()
    mine = col(FeedLogRow.circuit_id) == circuit_id
    oldest = select(FeedLogRow.id).where(mine).order_by(col(FeedLogRow.id).desc()).offset(MOST).limit(1)
    if (last := db.exec(oldest).first()) is not None:
        db.exec(delete(FeedLogRow).where(mine, col(FeedLogRow.id) <= last))


def newest(engine: Engine, circuit_id: int, most: int) -> list[LogLine]:
    wanted = select(FeedLogRow).where(col(FeedLogRow.circuit_id) == circuit_id)
    with reading(engine) as db:
        rows = db.exec(wanted.order_by(col(FeedLogRow.id).desc()).limit(most))
        return [LogLine(at_ms=row.at_ms, kind=row.kind, message=row.message) for row in rows]


def write_analysis(engine: Engine, circuit_id: int, at_ms: int, report: dict[str, Any]) -> None:
    """Keep what an analysis found, in the place of the one before."""
    with writing(engine) as db:
        row = db.get(FeedAnalysisRow, circuit_id)
        version = 1 if row is None else row.version + 1
        said = json.dumps(report)
        db.merge(FeedAnalysisRow(circuit_id=circuit_id, at_ms=at_ms, version=version, report=said))


def analysis(engine: Engine, circuit_id: int) -> dict[str, Any] | None:
    with reading(engine) as db:
        row = db.get(FeedAnalysisRow, circuit_id)
        return None if row is None else {'at_ms': row.at_ms, 'version': row.version} | json.loads(row.report)
