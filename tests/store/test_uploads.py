from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from racetrace.errors import NotFound
from racetrace.store import jobs, uploads
from racetrace.telemetry.job import JobState
from tests.store.test_sessions import READ
from tests.stored import OWNER, keep, upload


def test_a_file_is_owed_an_import(engine: Engine) -> None:
    job = upload(engine, b'raw', 'a.csv')
    assert (job.name, job.size, job.state, job.session_id) == ('a.csv', 3, JobState.WAITING, None)
    assert jobs.unfinished(engine) == [job]


def test_the_same_bytes_are_one_upload_and_one_job(engine: Engine) -> None:
    assert upload(engine, name='b.csv') == upload(engine, name='c.csv')


def test_the_same_bytes_handed_in_at_once_are_one_upload_too(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as threads:
        jobs_of = list(threads.map(lambda _: upload(engine), range(12)))
    assert len({job.upload_id for job in jobs_of}) == len({job.id for job in jobs_of}) == 1


def test_what_was_made_of_it_comes_back(engine: Engine) -> None:
    session_id = keep(engine, READ)
    again = upload(engine)
    assert (again.state, again.session_id) == (JobState.DONE, session_id)


def test_what_could_not_be_read_is_tried_again(engine: Engine) -> None:
    first = upload(engine)
    jobs.fail(engine, first.id, 'It is odd.')
    again = upload(engine)
    assert (again.state, again.upload_id) == (JobState.WAITING, first.upload_id)
    assert jobs.failed(engine, OWNER, 10) == [], 'its last word is not said'


def test_a_failure_is_told_with_its_sentence_until_it_is_forgotten(engine: Engine) -> None:
    job = upload(engine)
    jobs.fail(engine, job.id, 'It is odd.')
    (failed,) = jobs.failed(engine, OWNER, 10)
    assert (failed.name, failed.sentence) == ('a.csv', 'It is odd.')
    uploads.forget(engine, OWNER, job.id)
    assert jobs.newest(engine, OWNER, 10) == []
    with pytest.raises(NotFound):
        jobs.job(engine, OWNER, job.id)


def test_what_was_made_of_a_file_before_is_not_forgotten_with_a_later_failure(engine: Engine) -> None:
    session_id = keep(engine, READ)
    again = jobs.again(engine, upload(engine).upload_id)
    jobs.fail(engine, again.id, 'It is odd.')
    uploads.forget(engine, OWNER, again.id)
    assert jobs.job(engine, OWNER, again.id).session_id == session_id
    assert jobs.failed(engine, OWNER, 10) == []


def test_only_a_failure_can_be_forgotten_and_only_ones_own(engine: Engine) -> None:
    job = upload(engine)
    with pytest.raises(NotFound):
        uploads.forget(engine, OWNER, job.id)
    jobs.fail(engine, job.id, 'It is odd.')
    with pytest.raises(NotFound):
        uploads.forget(engine, OWNER + 1, job.id)


def test_an_attempt_is_counted(engine: Engine) -> None:
    job = upload(engine)
    jobs.begin(engine, job.id)
    assert jobs.begin(engine, job.id).attempts == 2
    assert [found.state for found in jobs.unfinished(engine)] == [JobState.RUNNING]
