"""What decides who may do something with a thing: its owner, who sees it, and what who asks has to it.

Nothing is decided here: see racetrace.accounts.permissions. What is not there, or was deleted, is left out.
"""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy
from sqlalchemy import Engine, Row, Select, and_
from sqlmodel import Session, col, select

from racetrace.accounts.permissions import Thing
from racetrace.accounts.roles import LinkScope, TeamRole, Visibility
from racetrace.store import visible
from racetrace.store.database import MOST_ID, by_id, reading
from racetrace.store.file_rows import JobRow
from racetrace.store.garage_rows import CarRow, MemberRow, RaceEventRow, ShareRow, TeamRow
from racetrace.store.moment import now
from racetrace.store.session_rows import LapRow, SessionRow
from racetrace.store.timing_rows import CircuitRow, TimingSessionRow


def sessions(
    engine: Engine,
    user_id: int,
    session_ids: Collection[int],
    *,
    links: Collection[int] = (),
    with_deleted: bool = False,
) -> dict[int, Thing]:
    """Return sessions by their ids, as they are to a user who has the links of these shares."""
    with reading(engine) as db:
        return _sessions(db, user_id, session_ids, links, with_deleted=with_deleted)


def of_laps(
    engine: Engine, user_id: int, lap_ids: Iterable[int], links: Collection[int] = ()
) -> dict[int, tuple[int, Thing]]:
    """Return by the ids of laps the sessions that they are of, each with its id."""
    with reading(engine) as db:
        wanted = select(LapRow.id, LapRow.session_id).where(col(LapRow.id).in_(_possible(lap_ids)))
        laps = {lap_id: session_id for lap_id, session_id in db.exec(wanted) if lap_id is not None}
        found = _sessions(db, user_id, set(laps.values()), links)
    return {lap_id: (its, found[its]) for lap_id, its in laps.items() if its in found}


def of_share(engine: Engine, user_id: int, share_id: int) -> Thing | None:
    """Return the session that a share is of, unless that was taken back."""
    with reading(engine) as db:
        row = by_id(db, ShareRow, share_id)
        if row is None or row.revoked_at is not None:
            return None
        return _sessions(db, user_id, [row.session_id]).get(row.session_id)


def job(engine: Engine, job_id: int) -> Thing | None:
    with reading(engine) as db:
        row = by_id(db, JobRow, job_id)
        return Thing(owner_id=row.owner_id) if row else None


def car(engine: Engine, car_id: int) -> Thing | None:
    with reading(engine) as db:
        row = by_id(db, CarRow, car_id)
        return Thing(owner_id=row.owner_id) if row and row.deleted_at is None else None


def circuit(engine: Engine, circuit_id: int) -> Thing | None:
    with reading(engine) as db:
        row = by_id(db, CircuitRow, circuit_id)
        if row is None or row.deleted_at is not None:
            return None
        return Thing(owner_id=row.owner_id, visibility=Visibility(row.visibility))


def of_timing_session(engine: Engine, session_id: int) -> tuple[int, Thing | None]:
    """Return the circuit of a session that a feed told of, with its id."""
    with reading(engine) as db:
        row = by_id(db, TimingSessionRow, session_id)
    return (row.circuit_id, circuit(engine, row.circuit_id)) if row else (0, None)


def team(engine: Engine, user_id: int, team_id: int) -> Thing | None:
    with reading(engine) as db:
        if by_id(db, TeamRow, team_id) is None:
            return None
        row = db.get(MemberRow, (team_id, user_id))
        return Thing(visibility=Visibility.TEAM, team_role=TeamRole(row.role) if row else None)


def event(engine: Engine, user_id: int, event_id: int) -> Thing | None:
    """Return an event, which is seen as far as the sessions of it are."""
    with reading(engine) as db:
        row = by_id(db, RaceEventRow, event_id)
        if row is None:
            return None
        of_it = _with_role(user_id).where(col(SessionRow.event_id) == event_id, visible.there())
        found = [_session(one) for one in db.execute(of_it)]
    seen_by = Visibility.PRIVATE
    roles = [one.team_role for one in found if one.team_role and one.visibility is Visibility.TEAM]
    if any(one.visibility is Visibility.PUBLIC for one in found):
        seen_by = Visibility.PUBLIC
    elif roles:
        seen_by = Visibility.TEAM
    return Thing(owner_id=row.owner_id, visibility=seen_by, team_role=roles[0] if roles else None)


def _sessions(
    db: Session,
    user_id: int,
    session_ids: Collection[int],
    links: Collection[int] = (),
    *,
    with_deleted: bool = False,
) -> dict[int, Thing]:
    wanted = _with_role(user_id).where(col(SessionRow.id).in_(_possible(session_ids)))
    rows = db.execute(wanted if with_deleted else wanted.where(visible.there())).all()
    opened = _opened(db, links) if links else {}
    return {row.id: _session(row, opened.get(row.id)) for row in rows}


def _with_role(user_id: int) -> Select[*tuple[Any, ...]]:
    of_his = and_(col(MemberRow.team_id) == col(SessionRow.team_id), col(MemberRow.user_id) == user_id)
    rows = (col(SessionRow.id), col(SessionRow.owner_id), col(SessionRow.visibility), col(MemberRow.role))
    return sqlalchemy.select(*rows).join(MemberRow, of_his, isouter=True)


def _session(row: Row[Any], link: LinkScope | None = None) -> Thing:
    return Thing(
        owner_id=row.owner_id,
        visibility=Visibility(row.visibility),
        team_role=TeamRole(row.role) if row.role else None,
        link=link,
    )


def _opened(db: Session, links: Collection[int]) -> dict[int, LinkScope]:
    """Return what shares open that are in force, by session; of several the widest."""
    rows = db.exec(select(ShareRow).where(col(ShareRow.id).in_(links)).order_by(col(ShareRow.scope).desc()))
    return {row.session_id: LinkScope(row.scope) for row in rows if is_in_force(row)}


def is_in_force(row: ShareRow) -> bool:
    return row.revoked_at is None and (row.ends_at is None or row.ends_at > now())


def _possible(ids: Iterable[int]) -> list[int]:
    return [one for one in ids if 0 <= one <= MOST_ID]
