"""How imports go: what is owed, running, done, or failed with a sentence."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Viewing
from racetrace.services import sessions
from racetrace.telemetry.job import Job, JobState

Status = Literal[JobState.WAITING, JobState.RUNNING, JobState.DONE, JobState.FAILED]


class JobReference(BaseModel):
    job_id: int
    status: Status
    session_id: int | None  # what was made of the file
    job_url: str


class JobDocument(JobReference):
    name: str  # of the file
    size: int  # bytes
    attempts: int
    sentence: str  # why it failed


def job_reference(job: Job) -> JobReference:
    status = JobState.DONE if job.state is JobState.PLACING else job.state  # what was asked for is there
    return JobReference(
        job_id=job.id, status=status, session_id=job.session_id, job_url=f'/api/v1/jobs/{job.id}'
    )


router = APIRouter(tags=['jobs'])


@router.get('/jobs', responses=problems(422))
def list_jobs(
    instance: Serving, viewer: Viewing, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> list[JobDocument]:
    """Return the newest imports, the newest first."""
    return [_document(job) for job in sessions.newest_jobs(instance, viewer, limit)]


@router.get('/jobs/{job_id}', responses=problems(404, 422))
def read_job(instance: Serving, viewer: Viewing, job_id: int) -> JobDocument:
    return _document(sessions.job(instance, viewer, job_id))


@router.delete('/jobs/{job_id}', status_code=204, response_class=Response, responses=problems(404, 422, 507))
def forget_job(instance: Serving, viewer: Viewing, job_id: int) -> None:
    """Remove a file that could not be read."""
    sessions.forget(instance, viewer, job_id)


def _document(job: Job) -> JobDocument:
    return JobDocument(
        **job_reference(job).model_dump(),
        name=job.name,
        size=job.size,
        attempts=job.attempts,
        sentence=job.sentence,
    )
