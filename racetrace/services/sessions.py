"""What is stored, to be shown and changed. Plain functions: for a thread of a page, and `def` routes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from racetrace.errors import NotFound
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.store import jobs, session_search, sessions, uploads
from racetrace.telemetry.job import Job
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.sought import Sought
from racetrace.telemetry.summary import Summary, Written

MOST = 50  # in a list


def newest(
    instance: Instance, viewer: Viewer, most: int = MOST, before_id: int | None = None
) -> list[Summary]:
    """Return the newest sessions with their laps; those before another, for the next page."""
    return sessions.newest(instance.engine, viewer.user_id, most, before_id)


def found(
    instance: Instance, viewer: Viewer, typed: str, most: int = MOST, before_id: int | None = None
) -> tuple[list[Summary], int]:
    """Return the newest of the sessions that have every word that was typed, and how many they are."""
    if not typed.strip():
        return newest(instance, viewer, most, before_id), count(instance, viewer)
    ids = session_search.ids(instance.engine, viewer.user_id, Sought.of(typed))
    wanted = [session_id for session_id in ids if before_id is None or session_id < before_id]
    return sessions.of_ids(instance.engine, viewer.user_id, wanted[:most]), len(ids)


def session(instance: Instance, viewer: Viewer, session_id: int) -> Summary:
    """Return a session that this viewer may see. Raises NotFound."""
    return sessions.seen(instance.engine, viewer.user_id, session_id)


def of_lap(instance: Instance, viewer: Viewer, lap_id: int) -> tuple[Summary, Lap]:
    """Return a lap that this viewer may see, with its session. Raises NotFound."""
    return sessions.lap_seen(instance.engine, viewer.user_id, lap_id)


def of_laps(instance: Instance, viewer: Viewer, lap_ids: Sequence[int]) -> dict[int, tuple[Summary, Lap]]:
    """Return those of the laps that are there, each with its session."""
    return sessions.laps_seen(instance.engine, viewer.user_id, lap_ids)


def count(instance: Instance, viewer: Viewer) -> int:
    return sessions.count(instance.engine, viewer.user_id)


def create(instance: Instance, viewer: Viewer, written: Written, started_at: datetime | None) -> Summary:
    """Make a session without a file."""
    made = sessions.create(instance.engine, viewer.user_id, written, started_at)
    instance.hub.stir()
    return session(instance, viewer, made)


def write(instance: Instance, viewer: Viewer, session_id: int, changes: Mapping[str, str]) -> Summary:
    """Change what a person wrote to a session, by the names of Written. Raises NotFound."""
    sessions.write(instance.engine, viewer.user_id, session_id, changes)
    instance.hub.stir()
    return session(instance, viewer, session_id)


def delete(instance: Instance, viewer: Viewer, session_id: int) -> None:
    """Put it out of sight; `restore` brings it back within a month. Raises NotFound."""
    sessions.put_in_bin(instance.engine, viewer.user_id, session_id)
    instance.hub.stir()


def restore(instance: Instance, viewer: Viewer, session_id: int) -> Summary:
    """Raises NotFound."""
    sessions.take_out_of_bin(instance.engine, viewer.user_id, session_id)
    instance.hub.stir()
    return session(instance, viewer, session_id)


def file(instance: Instance, viewer: Viewer, session_id: int) -> tuple[Summary, Iterator[bytes]]:
    """Return a session and its file as it was handed in, to its owner. Raises NotFound."""
    found = sessions.session(instance.engine, viewer.user_id, session_id)
    upload_id = sessions.source(instance.engine, session_id).upload_id
    if upload_id is None:
        raise NotFound('This session was made by hand: it has no file.')
    return found, uploads.raw_of(instance.engine, upload_id)


def job(instance: Instance, viewer: Viewer, job_id: int) -> Job:
    """Raises NotFound."""
    return jobs.job(instance.engine, viewer.user_id, job_id)


def newest_jobs(instance: Instance, viewer: Viewer, most: int = MOST) -> list[Job]:
    return jobs.newest(instance.engine, viewer.user_id, most)


def failed(instance: Instance, viewer: Viewer, most: int = MOST) -> list[Job]:
    """Return the files of which nothing could be made, the newest first."""
    return jobs.failed(instance.engine, viewer.user_id, most)


def forget(instance: Instance, viewer: Viewer, job_id: int) -> None:
    """Remove a file of which nothing could be made. Raises NotFound."""
    uploads.forget(instance.engine, viewer.user_id, job_id)
    instance.hub.stir()
