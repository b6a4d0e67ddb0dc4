"""Queries on sessions and their laps: rows in, values out."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from racetrace.errors import NotFound
from racetrace.store import progress, standings, visible
from racetrace.store.database import MOST_ID, by_id, reading, writing
from racetrace.store.models import BlobRow, CourseRow, LapRow, LineRow, PlaceRow, SessionRow, UploadRow
from racetrace.store.moment import now
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy, ZoneSource
from racetrace.telemetry.summary import Belongs, Driven, Passed, Summary, Visibility, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the parts of a session are."""

    upload_id: int | None
    samples_id: str | None
    line_id: int | None


def session(engine: Engine, owner_id: int, session_id: int) -> Summary:
    """Raises NotFound."""
    with reading(engine) as db:
        return _values(db, [mine(db, owner_id, session_id)])[0]


def of_lap(engine: Engine, owner_id: int, lap_id: int) -> tuple[Summary, Lap]:
    """Return a lap and its session. Raises NotFound."""
    with reading(engine) as db:
        row = by_id(db, LapRow, lap_id)
        if row is None:
            raise NotFound('There is no such lap.')
        found = _values(db, [mine(db, owner_id, row.session_id, 'lap')])[0]
    return found, next(lap for lap in found.laps if lap.id == lap_id)


def seen(engine: Engine, viewer_id: int, session_id: int) -> Summary:
    """Return a session that somebody may see, be it his own or not. Raises NotFound."""
    with reading(engine) as db:
        return _values(db, [_seen(db, viewer_id, session_id)])[0]


def lap_seen(engine: Engine, viewer_id: int, lap_id: int) -> tuple[Summary, Lap]:
    """Return a lap of such a session with it. Raises NotFound."""
    with reading(engine) as db:
        row = by_id(db, LapRow, lap_id)
        if row is None:
            raise NotFound('There is no such lap.')
        found = _values(db, [_seen(db, viewer_id, row.session_id, 'lap')])[0]
    return found, next(lap for lap in found.laps if lap.id == lap_id)


def through_share(db: Session, session_id: int) -> Summary:
    """Return a session to whoever was given a link to it."""
    return _values(db, [db.get_one(SessionRow, session_id)])[0]


def laps_seen(engine: Engine, viewer_id: int, lap_ids: Sequence[int]) -> dict[int, tuple[Summary, Lap]]:
    """Return those of the laps that somebody may see, each with its session."""
    there = [lap_id for lap_id in lap_ids if 0 <= lap_id <= MOST_ID]
    of_them = col(SessionRow.id).in_(select(LapRow.session_id).where(col(LapRow.id).in_(there)))
    with reading(engine) as db:
        wanted = select(SessionRow).where(visible.sessions(viewer_id), of_them)
        found = _values(db, db.exec(wanted).all())
    laps = {lap.id: (session, lap) for session in found for lap in session.laps}
    return {lap_id: laps[lap_id] for lap_id in lap_ids if lap_id in laps}


def newest(engine: Engine, owner_id: int, most: int, before_id: int | None = None) -> list[Summary]:
    """Return sessions with their laps, the newest first; those before another, for the next page."""
    wanted = select(SessionRow).where(SessionRow.owner_id == owner_id, col(SessionRow.deleted_at).is_(None))
    if before_id is not None:
        wanted = wanted.where(col(SessionRow.id) < min(before_id, MOST_ID))
    with reading(engine) as db:
        return _values(db, db.exec(wanted.order_by(col(SessionRow.id).desc()).limit(most)).all())


def of_ids(engine: Engine, owner_id: int, session_ids: Sequence[int]) -> list[Summary]:
    """Return those of the sessions that are there, the newest first."""
    mine = (SessionRow.owner_id == owner_id, col(SessionRow.deleted_at).is_(None))
    wanted = select(SessionRow).where(*mine, col(SessionRow.id).in_(session_ids))
    with reading(engine) as db:
        return _values(db, db.exec(wanted.order_by(col(SessionRow.id).desc())).all())


def count(engine: Engine, owner_id: int) -> int:
    mine = (SessionRow.owner_id == owner_id, col(SessionRow.deleted_at).is_(None))
    with reading(engine) as db:
        return db.exec(select(func.count()).select_from(SessionRow).where(*mine)).one()


def source(engine: Engine, session_id: int) -> Source:
    with reading(engine) as db:
        row = db.get_one(SessionRow, session_id)
        return Source(upload_id=row.upload_id, samples_id=row.samples_id, line_id=row.line_id)


def create(engine: Engine, owner_id: int, written: Written, started_at: datetime | None) -> int:
    """Make a session without a file. Return its id."""
    at, zone = _without_zone(started_at)
    with writing(engine) as db:
        row = SessionRow(owner_id=owner_id, started_at=at, zone_source=zone)
        row.sqlmodel_update(asdict(written))
        db.add(row)
        db.flush()
        assert row.id is not None
        return row.id


def write(engine: Engine, owner_id: int, session_id: int, changes: Mapping[str, str]) -> None:
    """Change what a person wrote to a session, by the names of Written. Raises NotFound."""
    with writing(engine) as db:
        mine(db, owner_id, session_id).sqlmodel_update(dict(changes))
        standings.refresh(db, session_id)


def put_in_bin(engine: Engine, owner_id: int, session_id: int) -> None:
    """Raises NotFound."""
    with writing(engine) as db:
        mine(db, owner_id, session_id).deleted_at = now()
        standings.refresh(db, session_id)


def take_out_of_bin(engine: Engine, owner_id: int, session_id: int) -> None:
    """Raises NotFound."""
    with writing(engine) as db:
        row = by_id(db, SessionRow, session_id)
        if row is None or row.owner_id != owner_id:
            raise NotFound('There is no such session.')
        row.deleted_at = None
        standings.refresh(db, session_id)


def mine(db: Session, owner_id: int, session_id: int, noun: str = 'session') -> SessionRow:
    """Return a session to change, which only its owner may. Raises NotFound."""
    row = by_id(db, SessionRow, session_id)
    if row is None or row.owner_id != owner_id or row.deleted_at is not None:
        raise NotFound(f'There is no such {noun}.')
    return row


def _seen(db: Session, viewer_id: int, session_id: int, noun: str = 'session') -> SessionRow:
    wanted = select(SessionRow).where(SessionRow.id == session_id, visible.sessions(viewer_id))
    row = db.exec(wanted).first() if 0 <= session_id <= MOST_ID else None
    if row is None:
        raise NotFound(f'There is no such {noun}.')
    return row


def _without_zone(at: datetime | None) -> tuple[datetime | None, ZoneSource]:
    if at is None:
        return None, ZoneSource.UNKNOWN
    if at.tzinfo is None:
        return at, ZoneSource.LOCAL
    return at.astimezone(UTC).replace(tzinfo=None), ZoneSource.UTC


def _values(db: Session, rows: Sequence[SessionRow]) -> list[Summary]:
    """Read all that belongs to sessions in one query of each kind, however many they are."""
    ids = [row.id for row in rows if row.id is not None]
    laps = defaultdict(list)
    for lap in db.exec(select(LapRow).where(col(LapRow.session_id).in_(ids)).order_by(col(LapRow.start_s))):
        laps[lap.session_id].append(lap)
    passed: dict[int, dict[int, Passed]] = defaultdict(dict)
    for session_id, row in progress.on_own_lines(
        db, {row.id: row.line_id for row in rows if row.id is not None}
    ):
        splits = tuple(json.loads(row.splits))
        passed[session_id][row.lap_id] = Passed(splits_s=splits, gate_residual_ms=row.gate_residual_ms)
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
    laps: Sequence[LapRow],
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
        passed={lap.number: passed[lap.id] for lap in laps if lap.id is not None and lap.id in passed},
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


def _lap(row: LapRow) -> Lap:
    return Lap(
        id=row.id or 0,
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
