"""What somebody deleted: out of sight, and gone for good after a month, or at once."""

from dataclasses import dataclass
from datetime import datetime

from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_own
from racetrace.services.viewer import Viewer
from racetrace.store import bin as deleted
from racetrace.telemetry.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Binned:
    session: Summary
    goes_at: datetime  # UTC


def binned(instance: Instance, viewer: Viewer) -> list[Binned]:
    """Return the viewer's deleted sessions, the last deleted first."""
    demand_own(viewer, 'session.list')
    found = deleted.of_owner(instance.engine, viewer.user_id)
    return [Binned(session=session, goes_at=at + deleted.KEPT) for session, at in found]


def remove(instance: Instance, viewer: Viewer, session_id: int) -> None:
    """Remove a deleted session with its file, for good. Raises NotFound."""
    demand_own(viewer, 'session.delete')
    deleted.remove(instance.engine, viewer.user_id, session_id)
    instance.hub.stir()
