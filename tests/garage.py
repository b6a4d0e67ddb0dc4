"""Sessions of several people on one course, in a store."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from racetrace.accounts.roles import TeamRole
from racetrace.store import belongings, courses, invitations, sessions, teams
from racetrace.store.account_rows import UserRow
from racetrace.store.database import writing
from racetrace.telemetry.log import ZoneSource
from racetrace.telemetry.summary import Summary
from tests.compared import lap
from tests.stored import OWNER, circle, keep, new_line, upload

DAY = datetime(2026, 5, 1, 10, 0)


def user(engine: Engine, name: str) -> int:
    with writing(engine) as db:
        row = UserRow(name=name)
        db.add(row)
        db.flush()
        assert row.id is not None
        return row.id


def taken_in(engine: Engine, team_id: int, name: str, role: TeamRole) -> None:
    """Ask somebody into a team, who accepts."""
    teams.put_member(engine, team_id, name, role, OWNER)
    (asked,) = teams.team(engine, team_id).invited
    invitations.accept(engine, team_id, asked.user_id)


def driven(
    engine: Engine,
    *times_s: float,
    driver: str = 'Ana',
    owner_id: int = OWNER,
    visibility: str = 'public',
    matched: bool = True,
    at: datetime = DAY,
    **belongs: Any,
) -> int:
    """Keep a session of these laps on the one course there is. Return its id."""
    laps = tuple(
        lap(number, time_s, start_s=100.0 * number) for number, time_s in enumerate(times_s, start=1)
    )
    summary = Summary(name='a.csv', format='VBO', laps=laps, started_at=at, zone_source=ZoneSource.LOCAL)
    raw = f'{driver} {times_s} {owner_id} {at} {belongs}'.encode()
    job = upload(engine, raw, owner_id=owner_id)
    line = courses.current_line(engine, 1) or new_line(circle())
    numbers = tuple(one.number for one in laps) if matched else ()
    session_id = keep(engine, replace(summary, track='Riverside'), job, line=line, laps=numbers)
    sessions.write(engine, owner_id, session_id, {'driver_name': driver})
    belongings.put(engine, owner_id, session_id, {'visibility': visibility, **belongs})
    return session_id
