"""What is stored, to be shown and changed. Plain functions: for a thread of a page, and `def` routes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from racetrace.accounts.permissions import OF_NOBODY
from racetrace.errors import NotFound
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand, demand_own, demand_seen
from racetrace.services.reach import demand_lap, demand_session, owner_of, sessions_of_laps
from racetrace.services.viewer import Viewer
from racetrace.store import jobs, session_search, sessions, things, uploads
from racetrace.telemetry.job import Job
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.sought import Sought
from racetrace.telemetry.summary import Summary, Written

MOST = 50  # in a list
NOTES = {'notes'}  # what is written by who only annotates


def newest(
    instance: Instance, viewer: Viewer, most: int = MOST, before_id: int | None = None
) -> list[Summary]:
    """Return the newest sessions with their laps; those before another, for the next page."""
    demand_own(viewer, 'session.list')
    return sessions.newest(instance.engine, viewer.user_id, most, before_id)


def found(
    instance: Instance, viewer: Viewer, typed: str, most: int = MOST, before_id: int | None = None
) -> tuple[list[Summary], int]:
    """Return the newest of the sessions that have every word that was typed, and how many they are."""
    if not typed.strip():
        return newest(instance, viewer, most, before_id), count(instance, viewer)
    demand_own(viewer, 'session.list')
    ids = session_search.ids(instance.engine, viewer.user_id, Sought.of(typed))
    wanted = [session_id for session_id in ids if before_id is None or session_id < before_id]
    return sessions.of_ids(instance.engine, viewer.user_id, wanted[:most]), len(ids)


def session(instance: Instance, viewer: Viewer, session_id: int) -> Summary:
    """Return a session that this viewer may see. Raises NotFound."""
    its = demand_session(instance, viewer, 'session.read', session_id)
    return sessions.session(instance.engine, owner_of(its), session_id)


def of_lap(instance: Instance, viewer: Viewer, lap_id: int) -> tuple[Summary, Lap]:
    """Return a lap that this viewer may see, with its session. Raises NotFound."""
    its = demand_lap(instance, viewer, 'session.read', lap_id)
    return sessions.of_lap(instance.engine, owner_of(its), lap_id)


def of_laps(instance: Instance, viewer: Viewer, lap_ids: Sequence[int]) -> dict[int, tuple[Summary, Lap]]:
    """Return those of the laps that this viewer may see, each with its session."""
    readable = sessions_of_laps(instance, viewer, 'session.read', lap_ids)
    return sessions.of_laps(instance.engine, set(readable.values()), list(readable))


def count(instance: Instance, viewer: Viewer) -> int:
    demand_own(viewer, 'session.list')
    return sessions.count(instance.engine, viewer.user_id)


def create(instance: Instance, viewer: Viewer, written: Written, started_at: datetime | None) -> Summary:
    """Make a session without a file. Raises SignInNeeded."""
    demand(viewer, 'session.create', OF_NOBODY)
    made = sessions.create(instance.engine, viewer.user_id, written, started_at)
    instance.hub.stir()
    return session(instance, viewer, made)


def write(instance: Instance, viewer: Viewer, session_id: int, changes: Mapping[str, str]) -> Summary:
    """Change what a person wrote to a session, by the names of Written. Raises NotFound and NotPermitted."""
    operation = 'session.annotate' if changes.keys() <= NOTES else 'session.write'
    its = demand_session(instance, viewer, operation, session_id)
    sessions.write(instance.engine, owner_of(its), session_id, changes)
    instance.hub.stir()
    return session(instance, viewer, session_id)


def delete(instance: Instance, viewer: Viewer, session_id: int) -> None:
    """Put it out of sight; `restore` brings it back within a month. Raises NotFound and NotPermitted."""
    its = demand_session(instance, viewer, 'session.delete', session_id)
    sessions.put_in_bin(instance.engine, owner_of(its), session_id)
    instance.hub.stir()


def restore(instance: Instance, viewer: Viewer, session_id: int) -> Summary:
    """Raises NotFound and NotPermitted."""
    its = demand_session(instance, viewer, 'session.restore', session_id, with_deleted=True)
    sessions.take_out_of_bin(instance.engine, owner_of(its), session_id)
    instance.hub.stir()
    return session(instance, viewer, session_id)


def file(instance: Instance, viewer: Viewer, session_id: int) -> tuple[Summary, Iterator[bytes]]:
    """Return a session and its file as it was handed in. Raises NotFound and NotPermitted."""
    its = demand_session(instance, viewer, 'session.download', session_id)
    found = sessions.session(instance.engine, owner_of(its), session_id)
    upload_id = sessions.source(instance.engine, session_id).upload_id
    if upload_id is None:
        raise NotFound('This session was made by hand: it has no file.')
    return found, uploads.raw_of(instance.engine, upload_id)


def job(instance: Instance, viewer: Viewer, job_id: int) -> Job:
    """Raises NotFound."""
    its = demand_seen(viewer, 'job.read', things.job(instance.engine, job_id), 'job')
    return jobs.job(instance.engine, owner_of(its), job_id)


def newest_jobs(instance: Instance, viewer: Viewer, most: int = MOST) -> list[Job]:
    demand_own(viewer, 'job.list')
    return jobs.newest(instance.engine, viewer.user_id, most)


def failed(instance: Instance, viewer: Viewer, most: int = MOST) -> list[Job]:
    """Return the files of which nothing could be made, the newest first."""
    demand_own(viewer, 'job.list')
    return jobs.failed(instance.engine, viewer.user_id, most)


def forget(instance: Instance, viewer: Viewer, job_id: int) -> None:
    """Remove a file of which nothing could be made. Raises NotFound."""
    its = demand_seen(viewer, 'job.delete', things.job(instance.engine, job_id), 'job')
    uploads.forget(instance.engine, owner_of(its), job_id)
    instance.hub.stir()
