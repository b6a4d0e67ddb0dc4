"""What is stored, to be shown. Plain functions: a page calls them in a thread, the API in `def` routes."""

from racetrace.services.instance import Instance
from racetrace.store import sessions, uploads
from racetrace.telemetry.summary import Summary
from racetrace.telemetry.upload import Upload, UploadState

MOST = 100  # sessions in the list


def newest(instance: Instance) -> list[Summary]:
    """Return the newest sessions with their laps."""
    return sessions.newest(instance.engine, MOST)


def session(instance: Instance, session_id: int) -> Summary:
    """Raises NotFound."""
    return sessions.session(instance.engine, session_id)


def count(instance: Instance) -> int:
    return sessions.count(instance.engine)


def upload(instance: Instance, upload_id: int) -> Upload:
    """Raises NotFound."""
    return uploads.upload(instance.engine, upload_id)


def refused(instance: Instance) -> list[Upload]:
    """Return the files that could not be read, the newest first."""
    return uploads.in_state(instance.engine, UploadState.REFUSED)[:MOST]
