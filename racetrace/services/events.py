"""Race weekends and test days, and the sessions in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from racetrace.accounts.permissions import OF_NOBODY
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand, demand_own, demand_seen
from racetrace.services.reach import demand_session, owner_of
from racetrace.services.viewer import Viewer
from racetrace.store import belongings, events, things
from racetrace.store.events import RaceEvent as RaceEvent

MOST = 50  # in a list


def mine(
    instance: Instance, viewer: Viewer, most: int = MOST, before_id: int | None = None
) -> list[RaceEvent]:
    """Return the viewer's events, the newest first; those before another, for the next page."""
    demand_own(viewer, 'event.list')
    return events.of_owner(instance.engine, viewer.user_id, most, before_id)


def event(instance: Instance, viewer: Viewer, event_id: int) -> tuple[RaceEvent, list[int]]:
    """Return an event and the ids of its sessions, as far as this viewer may see them. Raises NotFound."""
    _owner(instance, viewer, 'event.read', event_id)
    return events.event(instance.engine, viewer.user_id, event_id)


def add(instance: Instance, viewer: Viewer, said: Mapping[str, Any]) -> RaceEvent:
    """Raises SignInNeeded, ChangeRefused, and NotFound for a place that is not there."""
    demand(viewer, 'event.create', OF_NOBODY)
    made = events.add(instance.engine, viewer.user_id, said)
    return event(instance, viewer, made)[0]


def write(instance: Instance, viewer: Viewer, event_id: int, changes: Mapping[str, Any]) -> RaceEvent:
    """Raises NotFound, NotPermitted and ChangeRefused."""
    events.write(instance.engine, _owner(instance, viewer, 'event.write', event_id), event_id, changes)
    return event(instance, viewer, event_id)[0]


def delete(instance: Instance, viewer: Viewer, event_id: int) -> None:
    """Its sessions stay. Raises NotFound and NotPermitted."""
    events.delete(instance.engine, _owner(instance, viewer, 'event.delete', event_id), event_id)
    instance.hub.stir()


def put_in(instance: Instance, viewer: Viewer, event_id: int, session_ids: Sequence[int]) -> None:
    """Put sessions into an event of the same owner. Raises NotFound and NotPermitted."""
    _owner(instance, viewer, 'event.write', event_id)
    for session_id in session_ids:
        its = demand_session(instance, viewer, 'session.write', session_id)
        belongings.put(instance.engine, owner_of(its), session_id, {'event_id': event_id})
    instance.hub.stir()


def _owner(instance: Instance, viewer: Viewer, operation: str, event_id: int) -> int:
    its = things.event(instance.engine, viewer.user_id, event_id)
    return owner_of(demand_seen(viewer, operation, its, 'event'))
