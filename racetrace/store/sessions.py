"""Queries on sessions and their laps: rows in, values out."""

import json
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, func, select

from racetrace.errors import NotFound
from racetrace.store.database import by_id, reading, writing
from racetrace.store.models import LapRow, SessionRow, UploadRow
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy, ZoneSource
from racetrace.telemetry.summary import Summary
from racetrace.telemetry.upload import UploadState


def keep(engine: Engine, upload_id: int, summary: Summary) -> int:
    """Store what was read of an upload, in one transaction; again is the same as once. Return its id."""
    with writing(engine) as db:
        row = db.exec(select(SessionRow).where(SessionRow.upload_id == upload_id)).first()
        row = row or SessionRow(upload_id=upload_id, format='', zone_source='')
        row.sqlmodel_update(_columns(summary))
        db.add(row)
        db.flush()
        assert row.id is not None
        db.exec(delete(LapRow).where(col(LapRow.session_id) == row.id))
        db.add_all(_lap_row(row.id, lap) for lap in summary.laps)
        upload = db.get_one(UploadRow, upload_id)
        upload.state, upload.refusal = UploadState.READY, ''
        return row.id


def session(engine: Engine, session_id: int) -> Summary:
    """Raises NotFound."""
    with reading(engine) as db:
        return _value(db, _row(db, session_id))


def newest(engine: Engine, most: int) -> list[Summary]:
    """Return sessions with their laps, the newest first."""
    wanted = select(SessionRow).order_by(col(SessionRow.id).desc()).limit(most)
    with reading(engine) as db:
        return [_value(db, row) for row in db.exec(wanted).all()]


def upload_id(engine: Engine, session_id: int) -> int:
    """Raises NotFound."""
    with reading(engine) as db:
        return _row(db, session_id).upload_id


def count(engine: Engine) -> int:
    with reading(engine) as db:
        return db.exec(select(func.count()).select_from(SessionRow)).one()


def _row(db: Session, session_id: int) -> SessionRow:
    row = by_id(db, SessionRow, session_id)
    if row is None:
        raise NotFound('There is no such session.')
    return row


def _columns(summary: Summary) -> dict[str, object]:
    started_at = summary.started_at
    if started_at and started_at.tzinfo:
        started_at = started_at.astimezone(UTC).replace(tzinfo=None)
    return {
        'format': summary.format,
        'device': summary.device,
        'started_at': started_at,
        'zone_source': summary.zone_source.value,
        'track': summary.track,
        'vehicle': summary.vehicle,
        'warnings': json.dumps(summary.warnings),
    }


def _value(db: Session, row: SessionRow) -> Summary:
    assert row.id is not None
    laps = db.exec(select(LapRow).where(LapRow.session_id == row.id).order_by(col(LapRow.start_s)))
    zone_source = ZoneSource(row.zone_source)
    return Summary(
        id=row.id,
        name=db.get_one(UploadRow, row.upload_id).name,
        format=row.format,
        device=row.device,
        started_at=_aware(row.started_at, zone_source),
        zone_source=zone_source,
        track=row.track,
        vehicle=row.vehicle,
        warnings=tuple(json.loads(row.warnings)),
        laps=tuple(_lap(lap) for lap in laps),
    )


def _aware(at: datetime | None, zone_source: ZoneSource) -> datetime | None:
    return at.replace(tzinfo=UTC) if at and zone_source is ZoneSource.UTC else at


def _lap_row(session_id: int, lap: Lap) -> LapRow:
    return LapRow(
        session_id=session_id,
        number=lap.number,
        kind=lap.kind.value,
        start_s=lap.start_s,
        end_s=lap.end_s,
        time_s=lap.time_s,
        measured_by=lap.measured_by.value,
        resolution_ms=lap.resolution_ms,
        length_m=lap.length_m,
        max_speed_mps=lap.max_speed_mps,
        excluded_reason=lap.excluded_reason,
    )


def _lap(row: LapRow) -> Lap:
    return Lap(
        number=row.number,
        kind=LapKind(row.kind),
        start_s=row.start_s,
        end_s=row.end_s,
        time_s=row.time_s,
        measured_by=MeasuredBy(row.measured_by),
        resolution_ms=row.resolution_ms,
        length_m=row.length_m,
        max_speed_mps=row.max_speed_mps,
        excluded_reason=row.excluded_reason,
    )
