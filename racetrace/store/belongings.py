"""What a session belongs to: its car, its event, its team, and who may see it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from racetrace.errors import ChangeRefused
from racetrace.store import cars, events, sessions, standings, teams
from racetrace.store.database import writing
from racetrace.telemetry.summary import Visibility


def put(engine: Engine, owner_id: int, session_id: int, changes: Mapping[str, Any]) -> None:
    """Change what a session belongs to, by the names of Belongs.

    Raises NotFound for what is not there or not its owner's, and ChangeRefused.
    """
    with writing(engine) as db:
        row = sessions.mine(db, owner_id, session_id)
        for name, there in (('car_id', cars.mine), ('event_id', events.mine), ('team_id', teams.member)):
            if changes.get(name) is not None:
                there(db, owner_id, changes[name])
        row.sqlmodel_update(dict(changes))
        if row.visibility == Visibility.TEAM.value and row.team_id is None:
            raise ChangeRefused('For a team to see this session, say which team it is of.')
        standings.refresh(db, session_id)
