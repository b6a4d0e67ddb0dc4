"""How feeds are read, version by version, and the frames from which that was found out."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from racetrace.errors import NotFound
from racetrace.store.account_rows import UserRow
from racetrace.store.database import reading, writing
from racetrace.store.frames import packed, unpacked
from racetrace.store.timing_rows import CircuitRow, FeedFormatRow, FeedSampleRow
from racetrace.timing.recording import Frame

MOST: Final = 50  # versions that are listed


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatVersion:
    version: int
    at_ms: int
    who: str
    provider: str
    profile: dict[str, Any] | None
    labels: dict[str, str]


def put(db: Session, circuit: CircuitRow, who_id: int) -> None:
    """Keep how a circuit's feed is read from now on as the next version."""
    circuit.profile_version += 1
    db.add(
        FeedFormatRow(
            circuit_id=circuit.id or 0,
            version=circuit.profile_version,
            at_ms=time.time_ns() // 1_000_000,
            who_id=who_id,
            provider=circuit.provider,
            profile=circuit.profile,
            labels=circuit.labels,
        )
    )


def versions(engine: Engine, circuit_id: int) -> list[FormatVersion]:
    """Return them, the newest first."""
    wanted = _of(circuit_id).order_by(col(FeedFormatRow.version).desc()).limit(MOST)
    with reading(engine) as db:
        return [_value(row, shown or name) for row, shown, name in db.exec(wanted).all()]


def version(engine: Engine, circuit_id: int, number: int) -> FormatVersion:
    """Raises NotFound."""
    with reading(engine) as db:
        found = db.exec(_of(circuit_id).where(col(FeedFormatRow.version) == number)).first()
    if found is None:
        raise NotFound('There is no such version of the format.')
    row, shown, name = found
    return _value(row, shown or name)


def write_sample(engine: Engine, circuit_id: int, heard: Sequence[Frame]) -> None:
    """Keep the frames of an analysis, in the place of those before."""
    with writing(engine) as db:
        db.merge(FeedSampleRow(circuit_id=circuit_id, content=packed(heard)))


def sample(engine: Engine, circuit_id: int) -> list[Frame]:
    with reading(engine) as db:
        row = db.get(FeedSampleRow, circuit_id)
        return list(unpacked(row.content)) if row is not None else []


def _of(circuit_id: int) -> Select[FeedFormatRow, str, str]:
    return (
        select(FeedFormatRow, UserRow.display_name, UserRow.name)
        .join(UserRow, col(UserRow.id) == col(FeedFormatRow.who_id))
        .where(col(FeedFormatRow.circuit_id) == circuit_id)
    )


def _value(row: FeedFormatRow, who: str) -> FormatVersion:
    return FormatVersion(
        version=row.version,
        at_ms=row.at_ms,
        who=who,
        provider=row.provider,
        profile=json.loads(row.profile) if row.profile else None,
        labels=json.loads(row.labels),
    )
