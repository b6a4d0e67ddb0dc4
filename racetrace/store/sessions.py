"""Queries on sessions and their laps: rows in, values out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from racetrace.errors import NotFound
from racetrace.store import standings, visible
from racetrace.store.database import MOST_ID, by_id, reading, writing
from racetrace.store.moment import now
from racetrace.store.session_rows import LapRow, SessionRow
from racetrace.store.session_values import values
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import ZoneSource
from racetrace.telemetry.summary import Summary, Written

Placed = tuple[Summary, Lap]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the parts of a session are."""

    upload_id: int | None
    samples_id: str | None
    line_id: int | None


def session(engine: Engine, owner_id: int, session_id: int) -> Summary:
    """Raises NotFound."""
    with reading(engine) as db:
        return values(db, [mine(db, owner_id, session_id)])[0]


def of_lap(engine: Engine, owner_id: int, lap_id: int) -> tuple[Summary, Lap]:
    """Return a lap and its session. Raises NotFound."""
    with reading(engine) as db:
        row = by_id(db, LapRow, lap_id)
        if row is None:
            raise NotFound('There is no such lap.')
        found = values(db, [mine(db, owner_id, row.session_id, 'lap')])[0]
    return found, next(lap for lap in found.laps if lap.id == lap_id)


def of_laps(engine: Engine, session_ids: Collection[int], lap_ids: Sequence[int]) -> dict[int, Placed]:
    """Return those of the laps that are of these sessions, and there, each with its session."""
    with reading(engine) as db:
        wanted = select(SessionRow).where(col(SessionRow.id).in_(session_ids), visible.there())
        found = values(db, db.exec(wanted).all())
    laps = {lap.id: (session, lap) for session in found for lap in session.laps}
    return {lap_id: laps[lap_id] for lap_id in lap_ids if lap_id in laps}


def newest(engine: Engine, owner_id: int, most: int, before_id: int | None = None) -> list[Summary]:
    """Return sessions with their laps, the newest first; those before another, for the next page."""
    wanted = select(SessionRow).where(SessionRow.owner_id == owner_id, col(SessionRow.deleted_at).is_(None))
    if before_id is not None:
        wanted = wanted.where(col(SessionRow.id) < min(before_id, MOST_ID))
    with reading(engine) as db:
        return values(db, db.exec(wanted.order_by(col(SessionRow.id).desc()).limit(most)).all())


def of_ids(engine: Engine, owner_id: int, session_ids: Sequence[int]) -> list[Summary]:
    """Return those of the sessions that are there, the newest first."""
    mine = (SessionRow.owner_id == owner_id, col(SessionRow.deleted_at).is_(None))
    wanted = select(SessionRow).where(*mine, col(SessionRow.id).in_(session_ids))
    with reading(engine) as db:
        return values(db, db.exec(wanted.order_by(col(SessionRow.id).desc())).all())


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
    """Return a session of somebody, to change it. Raises NotFound."""
    row = by_id(db, SessionRow, session_id)
    if row is None or row.owner_id != owner_id or row.deleted_at is not None:
        raise NotFound(f'There is no such {noun}.')
    return row


def _without_zone(at: datetime | None) -> tuple[datetime | None, ZoneSource]:
    if at is None:
        return None, ZoneSource.UNKNOWN
    if at.tzinfo is None:
        return at, ZoneSource.LOCAL
    return at.astimezone(UTC).replace(tzinfo=None), ZoneSource.UTC
