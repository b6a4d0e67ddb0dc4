"""What an admin looks after besides people: imports, storage, and the tracks that nobody published."""

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel

from racetrace.api.jobs import JobReference, job_reference
from racetrace.api.pages import Limit
from racetrace.api.problem import problems
from racetrace.api.times import Moment
from racetrace.api.tracks import TrackDocument, track_document
from racetrace.api.viewing import Serving, Viewing, no_store
from racetrace.services import all_jobs, places
from racetrace.services import storage as kept
from racetrace.telemetry.job import JobState

DONE = problems(404, 409, 422, 507)


class OwnedJobDocument(BaseModel):
    job_id: int
    status: JobState
    owner: str
    name: str  # of the file, '' of somebody else's
    at: Moment
    sentence: str  # why it failed


class UsageDocument(BaseModel):
    """Bytes as they are stored, but `counted_bytes`: files as they were handed in, and what feeds sent."""

    user_id: int
    name: str
    sessions: int
    binned: int
    files_bytes: int
    samples_bytes: int
    places_bytes: int
    lines_bytes: int
    frames_bytes: int  # of what feeds sent
    counted_bytes: int


class StorageDocument(BaseModel):
    users: list[UsageDocument]  # who keeps the most first
    quota_bytes: int  # of the files and feeds of one user; 0: as much as there is room for
    file_bytes: int | None  # of the data file; none where there is a database elsewhere
    free_bytes: int | None  # on its disk


router = APIRouter(tags=['admin'], dependencies=[Depends(no_store)])


@router.get('/admin/jobs', responses=problems(422))
def list_all_jobs(instance: Serving, viewer: Viewing, limit: Limit = 50) -> list[OwnedJobDocument]:
    """Return the imports of everybody that are under way or failed, the newest first."""
    return [_job(one) for one in all_jobs.all_jobs(instance, viewer, limit)]


@router.post('/admin/jobs/{job_id}/retry', status_code=202, responses=DONE)
async def retry_job(instance: Serving, viewer: Viewing, job_id: int) -> JobReference:
    """Read a file once more that could not be read."""
    return job_reference(await all_jobs.retry(instance, viewer, job_id))


@router.post('/admin/jobs/{job_id}/end', status_code=204, response_class=Response, responses=DONE)
async def end_job(instance: Serving, viewer: Viewing, job_id: int) -> None:
    """End an import that waits or runs; its file is kept."""
    await all_jobs.end(instance, viewer, job_id)


@router.get('/admin/storage')
def read_storage(instance: Serving, viewer: Viewing) -> StorageDocument:
    return StorageDocument.model_validate(kept.storage(instance, viewer), from_attributes=True)


@router.get('/admin/tracks', responses=problems(422))
def list_all_tracks(instance: Serving, viewer: Viewing, limit: Limit = 50) -> list[TrackDocument]:
    """Return all tracks, those that nobody published too, by their names."""
    return [track_document(one) for one in places.every(instance, viewer, limit)]


def _job(one: all_jobs.OwnedJob) -> OwnedJobDocument:
    return OwnedJobDocument(
        job_id=one.job.id,
        status=one.job.state,
        owner=one.owner,
        name=one.job.name if one.is_mine else '',
        at=one.at,
        sentence=one.job.sentence,
    )
