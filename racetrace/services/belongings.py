"""The car, the event and the team of a session, and who may see it."""

from collections.abc import Mapping
from typing import Any

from racetrace.services import sessions
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.store import belongings
from racetrace.telemetry.summary import Summary


def put(instance: Instance, viewer: Viewer, session_id: int, changes: Mapping[str, Any]) -> Summary:
    """Change them by the names of Belongs. Raises NotFound and ChangeRefused."""
    belongings.put(instance.engine, viewer.user_id, session_id, changes)
    instance.hub.stir()
    return sessions.session(instance, viewer, session_id)
