"""Sessions and their laps by their ids, for who may do with them what he wants to."""

from collections.abc import Sequence

from racetrace.accounts.permissions import Thing
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_seen, permits
from racetrace.services.viewer import Viewer
from racetrace.store import things


def demand_session(
    instance: Instance, viewer: Viewer, operation: str, session_id: int, *, with_deleted: bool = False
) -> Thing:
    """Raises NotFound, SignInNeeded and NotPermitted."""
    found = things.sessions(
        instance.engine, viewer.user_id, [session_id], links=viewer.links, with_deleted=with_deleted
    )
    return demand_seen(viewer, operation, found.get(session_id), 'session')


def demand_lap(instance: Instance, viewer: Viewer, operation: str, lap_id: int) -> Thing:
    """As `demand_session`, of the session that a lap is of."""
    found = things.of_laps(instance.engine, viewer.user_id, [lap_id], viewer.links)
    _, its = found.get(lap_id, (0, None))
    return demand_seen(viewer, operation, its, 'lap')


def sessions_of_laps(
    instance: Instance, viewer: Viewer, operation: str, lap_ids: Sequence[int]
) -> dict[int, int]:
    """Return the session of each of the laps with which the viewer may do this, in the order of these."""
    found = things.of_laps(instance.engine, viewer.user_id, lap_ids, viewer.links)
    return {
        lap_id: found[lap_id][0]
        for lap_id in lap_ids
        if lap_id in found and permits(viewer, operation, found[lap_id][1])
    }


def may_with_session(instance: Instance, viewer: Viewer, operation: str, session_id: int) -> bool:
    """Return whether to offer it: what is asked for is refused by `demand_session`."""
    found = things.sessions(instance.engine, viewer.user_id, [session_id], links=viewer.links)
    return session_id in found and permits(viewer, operation, found[session_id])


def owner_of(thing: Thing) -> int:
    """Return as whom the store is written to, where the table let somebody."""
    assert thing.owner_id is not None
    return thing.owner_id
