"""Imports that are owed, running, done or failed: rows in, values out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, col, select

from racetrace.errors import NotFound
from racetrace.store.account_rows import UserRow
from racetrace.store.database import by_id, reading, writing
from racetrace.store.file_rows import BlobRow, JobRow, UploadRow
from racetrace.store.moment import now
from racetrace.store.place_rows import LineRow
from racetrace.store.session_rows import SessionRow
from racetrace.telemetry.job import Job, JobState

OPEN = (JobState.WAITING, JobState.RUNNING)
UNFINISHED = (*OPEN, JobState.PLACING)


def job(engine: Engine, owner_id: int, job_id: int) -> Job:
    """Raises NotFound."""
    with reading(engine) as db:
        row = by_id(db, JobRow, job_id)
        if row is None or row.owner_id != owner_id:
            raise NotFound('There is no such job.')
        return value(db, row)


def unfinished(engine: Engine) -> list[Job]:
    """Return what is owed, whoever owns it, the oldest first."""
    return _found(engine, col(JobRow.state).in_(UNFINISHED), order=col(JobRow.id))


def newest(engine: Engine, owner_id: int, most: int) -> list[Job]:
    """Return the newest jobs of any state, the newest first."""
    return _found(engine, col(JobRow.owner_id) == owner_id, order=col(JobRow.id).desc(), most=most)


def failed(engine: Engine, owner_id: int, most: int) -> list[Job]:
    """Return the files of which nothing could be made, the newest first: one job each."""
    last = select(JobRow.id).where(JobRow.upload_id == UploadRow.id).order_by(col(JobRow.id).desc()).limit(1)
    is_last = col(JobRow.id).in_(select(last.scalar_subquery()).select_from(UploadRow))
    mine = (col(JobRow.owner_id) == owner_id, col(JobRow.state) == JobState.FAILED, is_last)
    return _found(engine, *mine, order=col(JobRow.id).desc(), most=most)


def not_done(engine: Engine, most: int) -> list[tuple[Job, str, datetime]]:
    """Return what is owed, under way or failed, the newest first: its owner's name, and since when."""
    wanted = select(JobRow, UserRow.name).join(UserRow, col(UserRow.id) == col(JobRow.owner_id))
    wanted = wanted.where(JobRow.state != JobState.DONE).order_by(col(JobRow.id).desc()).limit(most)
    with reading(engine) as db:
        return [(value(db, row), name, row.created_at) for row, name in db.exec(wanted).all()]


def failed_one(engine: Engine, job_id: int) -> Job:
    """Return a job that failed, whoever owns it. Raises NotFound."""
    return _one(engine, job_id, (JobState.FAILED,))


def open_one(engine: Engine, job_id: int) -> Job:
    """Return a job that waits or runs, whoever owns it. Raises NotFound."""
    return _one(engine, job_id, OPEN)


def _one(engine: Engine, job_id: int, states: Sequence[JobState]) -> Job:
    with reading(engine) as db:
        row = by_id(db, JobRow, job_id)
        if row is None or row.state not in states:
            raise NotFound('There is no such job any more.')
        return value(db, row)


def again(engine: Engine, upload_id: int) -> Job:
    """Owe another reading of an upload; where one is owed already, that."""
    with writing(engine) as db:
        return _owed(db, upload_id)


def owed_by_followers(db: Session, line_id: int) -> list[Job]:
    """Owe another reading of each session that lies on another version of the line's course."""
    course_id = db.get_one(LineRow, line_id).course_id
    if course_id is None:
        return []
    others = select(LineRow.id).where(LineRow.course_id == course_id, LineRow.id != line_id)
    wanted = select(SessionRow.upload_id).where(col(SessionRow.line_id).in_(others))
    found = db.exec(wanted.order_by(col(SessionRow.id).desc())).all()
    return [_owed(db, upload_id) for upload_id in found if upload_id is not None]


def place_the_rest(db: Session, upload_id: int) -> Job | None:
    """Owe the places of laps that have none yet; None where another reading is owed, which sees to it."""
    row = newest_of(db, upload_id)
    if row is None or row.state in OPEN:
        return None
    row.state = JobState.PLACING
    db.flush()
    return value(db, row)


def _owed(db: Session, upload_id: int) -> Job:
    row = newest_of(db, upload_id)
    if row is None or row.state not in OPEN:
        row = JobRow(owner_id=db.get_one(UploadRow, upload_id).owner_id, upload_id=upload_id)
        db.add(row)
        db.flush()
    return value(db, row)


def begin(engine: Engine, job_id: int) -> Job:
    """Count one more attempt."""
    with writing(engine) as db:
        row = db.get_one(JobRow, job_id)
        row.state, row.attempts = JobState.RUNNING, row.attempts + 1
        db.flush()
        return value(db, row)


def fail(engine: Engine, job_id: int, sentence: str) -> None:
    with writing(engine) as db:
        row = db.get_one(JobRow, job_id)
        row.state, row.sentence, row.ended_at = JobState.FAILED, sentence, now()


def done(db: Session, job_id: int, *, is_whole: bool) -> None:
    """Say so in the transaction that makes the session visible. Not whole: laps have still to be placed."""
    row = db.get_one(JobRow, job_id)
    row.state = JobState.DONE if is_whole else JobState.PLACING
    row.sentence, row.ended_at = '', now()


def placed(engine: Engine, job_id: int) -> None:
    with writing(engine) as db:
        row = db.get_one(JobRow, job_id)
        if row.state == JobState.PLACING:
            row.state = JobState.DONE


def newest_of(db: Session, upload_id: int) -> JobRow | None:
    return db.exec(
        select(JobRow).where(JobRow.upload_id == upload_id).order_by(col(JobRow.id).desc())
    ).first()


def value(db: Session, row: JobRow) -> Job:
    assert row.id is not None
    upload = db.get_one(UploadRow, row.upload_id)
    session_id = db.exec(select(SessionRow.id).where(SessionRow.upload_id == row.upload_id)).first()
    return Job(
        id=row.id,
        owner_id=row.owner_id,
        upload_id=row.upload_id,
        name=upload.name,
        size=db.get_one(BlobRow, upload.raw_id).size,
        state=JobState(row.state),
        attempts=row.attempts,
        sentence=row.sentence,
        session_id=session_id,
    )


def _found(
    engine: Engine, *wanted: ColumnElement[bool] | bool, order: Any, most: int | None = None
) -> list[Job]:
    query = select(JobRow).where(*wanted).order_by(order).limit(most)
    with reading(engine) as db:
        return [value(db, row) for row in db.exec(query).all()]
