"""Sessions as values: all that belongs to their rows, read together."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, col, select

from racetrace.store import progress
from racetrace.store.file_rows import BlobRow, UploadRow
from racetrace.store.place_rows import CourseRow, LineRow, PlaceRow
from racetrace.store.progress import LAPS
from racetrace.store.session_rows import SessionRow
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy, ZoneSource
from racetrace.telemetry.summary import Belongs, Driven, Passed, Summary, Visibility, Written


def values(db: Session, rows: Sequence[SessionRow]) -> list[Summary]:
    """Read all that belongs to sessions in one query of each kind, however many they are."""
    ids = [row.id for row in rows if row.id is not None]
    laps = defaultdict(list)
    # Rows, not objects of the session: these take three times as long, and there are hundreds.
    for lap in db.execute(LAPS.select().where(LAPS.c.session_id.in_(ids)).order_by(LAPS.c.start_s)):
        laps[lap.session_id].append(lap)
    passed: dict[int, dict[int, Passed]] = defaultdict(dict)
    lines = {row.id: row.line_id for row in rows if row.id is not None}
    for row in progress.on_own_lines(db, lines):
        splits = tuple(json.loads(row.splits))
        passed[row.session_id][row.lap_id] = Passed(splits_s=splits, gate_residual_ms=row.gate_residual_ms)
    files, driven = _files(db, rows), _driven(db, rows)
    return [_value(row, laps[row.id or 0], passed[row.id or 0], files, driven) for row in rows]


def _files(db: Session, rows: Sequence[SessionRow]) -> dict[int | None, tuple[str, int]]:
    wanted = (
        select(UploadRow.id, UploadRow.name, BlobRow.size)
        .join(BlobRow, col(BlobRow.id) == col(UploadRow.raw_id))
        .where(col(UploadRow.id).in_([row.upload_id for row in rows]))
    )
    return {upload_id: (name, size) for upload_id, name, size in db.exec(wanted)}


def _driven(db: Session, rows: Sequence[SessionRow]) -> dict[int | None, Driven]:
    wanted = (
        select(LineRow, PlaceRow.name)
        .join(CourseRow, col(CourseRow.id) == col(LineRow.course_id), isouter=True)
        .join(PlaceRow, col(PlaceRow.id) == col(CourseRow.place_id), isouter=True)
        .where(col(LineRow.id).in_({row.line_id for row in rows}))
    )
    return {
        line.id: Driven(
            course_id=line.course_id,
            place=place or '',
            length_m=line.length_m,
            is_closed=line.is_closed,
            outline=tuple((x, y) for x, y in json.loads(line.outline)),
        )
        for line, place in db.exec(wanted)
    }


def _value(
    row: SessionRow,
    laps: Sequence[Row[Any]],
    passed: Mapping[int, Passed],
    files: Mapping[int | None, tuple[str, int]],
    driven: Mapping[int | None, Driven],
) -> Summary:
    zone_source = ZoneSource(row.zone_source)
    name, size = files.get(row.upload_id, ('', 0))
    return Summary(
        id=row.id or 0,
        uid=row.uid,
        name=name,
        size=size,
        format=row.format,
        device=row.device,
        started_at=_aware(row.started_at, zone_source),
        zone_source=zone_source,
        track=row.track,
        vehicle=row.vehicle,
        warnings=tuple(json.loads(row.warnings)),
        is_coarse=row.is_coarse,
        fix_rate_hz=row.fix_rate_hz,
        tau_s=row.tau_s,
        is_demo=row.is_demo,
        written=Written(**{name: getattr(row, name) for name in Written.__slots__}),
        belongs=_belongs(row),
        driven=driven.get(row.line_id),
        laps=tuple(_lap(lap) for lap in laps),
        passed={lap.number: passed[lap.id] for lap in laps if lap.id in passed},
    )


def _belongs(row: SessionRow) -> Belongs:
    return Belongs(
        owner_id=row.owner_id,
        car_id=row.car_id,
        event_id=row.event_id,
        team_id=row.team_id,
        visibility=Visibility(row.visibility),
    )


def _aware(at: datetime | None, zone_source: ZoneSource) -> datetime | None:
    return at.replace(tzinfo=UTC) if at and zone_source is ZoneSource.UTC else at


def _lap(row: Row[Any]) -> Lap:
    return Lap(
        id=row.id,
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
        stated_time_s=row.stated_time_s,
    )
