"""Race weekends and test days, and the sessions in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from racetrace.services.instance import Instance
from racetrace.services.signed_in import insist_on_somebody
from racetrace.services.viewer import Viewer
from racetrace.store import belongings, events
from racetrace.store.events import RaceEvent as RaceEvent

MOST = 50  # in a list


def mine(
    instance: Instance, viewer: Viewer, most: int = MOST, before_id: int | None = None
) -> list[RaceEvent]:
    """Return the viewer's events, the newest first; those before another, for the next page."""
    return events.of_owner(instance.engine, viewer.user_id, most, before_id)


def event(instance: Instance, viewer: Viewer, event_id: int) -> tuple[RaceEvent, list[int]]:
    """Return an event and the ids of its sessions, as far as this viewer may see them. Raises NotFound."""
    return events.event(instance.engine, viewer.user_id, event_id)


def add(instance: Instance, viewer: Viewer, said: Mapping[str, Any]) -> RaceEvent:
    """Raises NotPermitted, ChangeRefused, and NotFound for a place that is not there."""
    insist_on_somebody(viewer)
    made = events.add(instance.engine, viewer.user_id, said)
    return event(instance, viewer, made)[0]


def write(instance: Instance, viewer: Viewer, event_id: int, changes: Mapping[str, Any]) -> RaceEvent:
    """Raises NotFound and ChangeRefused."""
    events.write(instance.engine, viewer.user_id, event_id, changes)
    return event(instance, viewer, event_id)[0]


def delete(instance: Instance, viewer: Viewer, event_id: int) -> None:
    """Its sessions stay. Raises NotFound."""
    events.delete(instance.engine, viewer.user_id, event_id)
    instance.hub.stir()


def put_in(instance: Instance, viewer: Viewer, event_id: int, session_ids: Sequence[int]) -> None:
    """Put sessions of the viewer's into an event of his. Raises NotFound."""
    for session_id in session_ids:
        belongings.put(instance.engine, viewer.user_id, session_id, {'event_id': event_id})
    instance.hub.stir()
