"""Official times of sessions: offered from what feeds told, taken over into the laps, and taken back."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import Engine, func, or_
from sqlmodel import Session, col, delete, select

from racetrace.errors import NotFound
from racetrace.store import standings
from racetrace.store.courses import NEAR_KM
from racetrace.store.database import reading, writing
from racetrace.store.official_rows import OfficialLinkRow, OfficialTimeRow
from racetrace.store.place_rows import GateRow, LineRow, PlaceRow
from racetrace.store.places import KM_PER_DEGREE
from racetrace.store.session_rows import LapRow, SessionRow
from racetrace.store.timing_rows import CircuitRow, TimingEntryRow, TimingLapRow, TimingSessionRow
from racetrace.telemetry.log import MeasuredBy
from racetrace.timing.official import Stated

RESOLUTION_MS: Final = 1.0  # in which feeds tell lap times
MOSTLY: Final = 0.5  # of the longer of two laps they share, where they are one lap


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A session that a feed told of."""

    id: int
    circuit_id: int
    source: str  # circuit and session
    started_ms: int


class Entered(NamedTuple):
    key: str
    number: str
    name: str
    laps: list[Stated]


class OfficialLap(NamedTuple):
    number: int
    ms: int
    end_s: float  # on the session's axis


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    timing_session_id: int | None
    is_declined: bool = False
    key: str = ''
    number: str = ''
    name: str = ''
    source: str = ''
    offset_s: float = 0.0
    spread_s: float = 0.0
    certainty: str = ''
    limit_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialTime:
    lap_id: int
    number: int
    ms: int
    is_taken: bool
    own_time_s: float


def told_between(
    engine: Engine, user_id: int, from_ms: int, until_ms: int, at_deg: tuple[float, float] | None, most: int
) -> list[Told]:
    """Return what feeds told in a time, of circuits that a user may see and that may be there.

    A circuit of which nobody said where it is may be anywhere. Those begun nearest to the middle come first.
    """
    middle_ms = (from_ms + until_ms) // 2
    wanted = (
        select(TimingSessionRow, CircuitRow.name)
        .join(CircuitRow, col(CircuitRow.id) == col(TimingSessionRow.circuit_id))
        .join(PlaceRow, col(PlaceRow.id) == col(CircuitRow.place_id), isouter=True)
        .where(col(CircuitRow.deleted_at).is_(None))
        .where(or_(col(CircuitRow.owner_id) == user_id, col(CircuitRow.visibility) == 'public'))
        .where(col(TimingSessionRow.started_ms) <= until_ms, col(TimingSessionRow.heard_ms) >= from_ms)
    )
    if at_deg is not None:
        reach_deg = NEAR_KM / KM_PER_DEGREE
        wide_deg = reach_deg / max(0.01, math.cos(math.radians(at_deg[0])))
        is_near = (
            col(PlaceRow.latitude_deg).between(at_deg[0] - reach_deg, at_deg[0] + reach_deg)
            & col(PlaceRow.longitude_deg).between(at_deg[1] - wide_deg, at_deg[1] + wide_deg)
        )  # fmt: skip
        wanted = wanted.where(or_(col(PlaceRow.id).is_(None), is_near))
    nearest = func.abs(col(TimingSessionRow.started_ms) - middle_ms), col(TimingSessionRow.id)
    with reading(engine) as db:
        found = db.exec(wanted.order_by(*nearest).limit(most)).all()
    return [_told(row, circuit) for row, circuit in found]


def told(engine: Engine, timing_session_id: int) -> Told:
    """Raises NotFound."""
    wanted = (
        select(TimingSessionRow, CircuitRow.name)
        .join(CircuitRow, col(CircuitRow.id) == col(TimingSessionRow.circuit_id))
        .where(col(TimingSessionRow.id) == timing_session_id)
    )
    with reading(engine) as db:
        found = db.exec(wanted).first()
    if found is None:
        raise NotFound('There is no such session.')
    return _told(*found)


def entered(engine: Engine, timing_session_id: int) -> list[Entered]:
    """Return the entries of a session that a feed told of, with their timed laps."""
    mine = col(TimingEntryRow.session_id) == timing_session_id
    laps = select(TimingLapRow).where(
        col(TimingLapRow.session_id) == timing_session_id, col(TimingLapRow.ms) > 0
    )
    with reading(engine) as db:
        found = {
            row.id: Entered(row.key, row.number, row.name, [])
            for row in db.exec(select(TimingEntryRow).where(mine).order_by(col(TimingEntryRow.id)))
        }
        for lap in db.exec(laps.order_by(col(TimingLapRow.entry_id), col(TimingLapRow.number))):
            found[lap.entry_id].laps.append(Stated(lap.number, lap.ms or 0, lap.at_ms))
    return list(found.values())


def origin_deg(engine: Engine, session_id: int) -> tuple[float, float] | None:
    """Return where a session was driven: the start of its line; None: nobody knows."""
    wanted = (
        select(GateRow.left_latitude_deg, GateRow.left_longitude_deg)
        .join(LineRow, col(LineRow.id) == col(GateRow.line_id))
        .join(SessionRow, col(SessionRow.line_id) == col(LineRow.id))
        .where(col(SessionRow.id) == session_id, col(GateRow.kind) == 'start')
    )
    with reading(engine) as db:
        return db.exec(wanted).first()


def of_session(engine: Engine, session_id: int) -> tuple[Link | None, list[OfficialTime]]:
    """Return what its owner said of a session, and the official times of its laps."""
    mine = col(OfficialTimeRow.session_id) == session_id
    with reading(engine) as db:
        row = db.get(OfficialLinkRow, session_id)
        times = db.exec(select(OfficialTimeRow).where(mine).order_by(col(OfficialTimeRow.number))).all()
    if row is None:
        return None, []
    link = Link(**{name: getattr(row, name) for name in Link.__slots__})
    return link, [
        OfficialTime(**{name: getattr(one, name) for name in OfficialTime.__slots__}) for one in times
    ]


def put(engine: Engine, session_id: int, link: Link, laps: Sequence[OfficialLap] = ()) -> None:
    """Say which entry a session was, instead of what was said before, and give its laps their times."""
    with writing(engine) as db:
        _take_back(db, session_id)
        said = {name: getattr(link, name) for name in Link.__slots__} | {'laps': json.dumps(laps)}
        db.add(OfficialLinkRow(session_id=session_id, **said))
        db.flush()
        apply(db, session_id)
        standings.refresh(db, session_id)


def remove(engine: Engine, session_id: int) -> None:
    """Give the laps back what they had. Raises NotFound where nothing was said."""
    with writing(engine) as db:
        if not _take_back(db, session_id):
            raise NotFound(
                'This session has no official times: they were removed, perhaps in another window.'
            )
        standings.refresh(db, session_id)


def apply(db: Session, session_id: int) -> None:
    """Give the laps of a session, as they were just cut, the official times that it has.

    Only where the two are near each other: a lap keeps its own time, beside the official one, where not. When
    it begins and ends is never touched.
    """
    db.exec(delete(OfficialTimeRow).where(col(OfficialTimeRow.session_id) == session_id))
    link = db.get(OfficialLinkRow, session_id)
    if link is None or link.is_declined:
        return
    left = [OfficialLap(*one) for one in json.loads(link.laps)]
    timed = select(LapRow).where(LapRow.session_id == session_id, col(LapRow.time_s).is_not(None))
    for lap in db.exec(timed.order_by(col(LapRow.start_s))).all():
        found = max(left, key=lambda one: _shared(lap, one), default=None)
        if found is None or lap.time_s is None or _shared(lap, found) <= MOSTLY:
            continue
        left.remove(found)
        is_taken = abs(lap.time_s * 1e3 - found.ms) <= link.limit_ms
        db.add(
            OfficialTimeRow(
                lap_id=lap.id or 0,
                session_id=session_id,
                number=found.number,
                ms=found.ms,
                is_taken=is_taken,
                own_time_s=lap.time_s,
                own_measured_by=lap.measured_by,
                own_resolution_ms=lap.resolution_ms,
            )
        )
        if is_taken:
            official = MeasuredBy.OFFICIAL.value
            lap.time_s, lap.measured_by, lap.resolution_ms = found.ms / 1e3, official, RESOLUTION_MS
            db.add(lap)
    db.flush()


def _take_back(db: Session, session_id: int) -> bool:
    link = db.get(OfficialLinkRow, session_id)
    if link is None:
        return False
    mine = select(OfficialTimeRow, LapRow).join(LapRow, col(LapRow.id) == col(OfficialTimeRow.lap_id))
    for time, lap in db.exec(mine.where(col(OfficialTimeRow.session_id) == session_id)).all():
        if time.is_taken:
            lap.time_s, lap.measured_by = time.own_time_s, time.own_measured_by
            lap.resolution_ms = time.own_resolution_ms
            db.add(lap)
    db.exec(delete(OfficialTimeRow).where(col(OfficialTimeRow.session_id) == session_id))
    db.delete(link)
    db.flush()
    return True


def _shared(lap: LapRow, one: OfficialLap) -> float:
    """Return the time that two laps share, as a part of the longer."""
    both_s = min(lap.end_s, one.end_s) - max(lap.start_s, one.end_s - one.ms / 1e3)
    return both_s / max(lap.end_s - lap.start_s, one.ms / 1e3, 1e-3)


def _told(row: TimingSessionRow, circuit: str) -> Told:
    source = ', '.join(filter(None, (circuit, row.event, row.name)))
    return Told(id=row.id or 0, circuit_id=row.circuit_id, source=source, started_ms=row.started_ms)
