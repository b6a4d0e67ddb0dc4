"""The car, the event and the team of a session, and who may see it."""

from collections.abc import Mapping
from typing import Any

from racetrace.services import sessions
from racetrace.services.instance import Instance
from racetrace.services.reach import demand_session, owner_of
from racetrace.services.viewer import Viewer
from racetrace.store import belongings
from racetrace.telemetry.summary import Summary

SHARING = {'team_id', 'visibility'}


def put(instance: Instance, viewer: Viewer, session_id: int, changes: Mapping[str, Any]) -> Summary:
    """Change them by the names of Belongs. Raises NotFound, NotPermitted and ChangeRefused."""
    operation = 'session.share' if changes.keys() & SHARING else 'session.write'
    its = demand_session(instance, viewer, operation, session_id)
    belongings.put(instance.engine, owner_of(its), session_id, changes)
    instance.hub.stir()
    return sessions.session(instance, viewer, session_id)
