"""The lap to beat: the best one on the same course, of the sessions before."""

from racetrace.errors import NotFound
from racetrace.services import sessions
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.store import bests
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary


def best_before(instance: Instance, viewer: Viewer, session: Summary) -> tuple[Summary, Lap] | None:
    """Return it with its session; None where there is none, or nothing to measure by it."""
    course_id = session.driven.course_id if session.driven else None
    if course_id is None or session.best is None:
        return None
    lap_id = bests.best_before(instance.engine, viewer.user_id, course_id, session.id)
    try:
        return None if lap_id is None else sessions.of_lap(instance, viewer, lap_id)
    except NotFound:  # deleted in the meantime
        return None
