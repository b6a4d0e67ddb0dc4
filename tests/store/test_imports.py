from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from racetrace.store import courses, jobs, progress, sessions
from racetrace.store.database import reading
from racetrace.store.file_rows import BlobRow
from racetrace.store.imports import Intake
from racetrace.store.place_rows import CourseRow, LineRow, PlaceRow
from racetrace.store.session_rows import SessionRow
from racetrace.telemetry.corners import find_corners
from racetrace.telemetry.findings import Found
from racetrace.telemetry.job import JobState
from tests.store.test_sessions import READ
from tests.stored import OWNER, along, circle, keep, new_line, upload


def count(engine: Engine, *tables: type) -> tuple[int, ...]:
    with reading(engine) as db:
        return tuple(db.exec(select(func.count()).select_from(table)).one() for table in tables)


def test_nothing_is_seen_before_all_of_it_is_there(engine: Engine) -> None:
    job = upload(engine)
    intake = Intake(engine)
    intake.take_samples(b'samples')
    intake.take_lap(along(1))
    assert count(engine, SessionRow) == (0,)
    intake.discard()
    assert count(engine, BlobRow) == (1,), 'the file itself'
    assert jobs.job(engine, OWNER, job.id).state is JobState.WAITING


def test_a_session_and_its_job_are_done_at_once(engine: Engine) -> None:
    job = upload(engine)
    session_id = keep(engine, READ, job)
    done = jobs.job(engine, OWNER, job.id)
    assert (done.state, done.session_id) == (JobState.DONE, session_id)


def test_an_intake_that_fails_at_its_end_leaves_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    job = upload(engine)
    monkeypatch.setattr(progress, 'add', fail)
    intake = Intake(engine)
    intake.take_samples(b'samples')
    intake.take_lap(along(1))
    with pytest.raises(RuntimeError):
        intake.keep(job, Found(summary=READ, line=new_line(circle())), reader_version=1)
    intake.discard()
    assert count(engine, SessionRow, LineRow, CourseRow, PlaceRow, BlobRow) == (0, 0, 0, 0, 1)


def test_kept_again_it_is_the_same_session_with_the_same_laps(engine: Engine) -> None:
    job = upload(engine)
    first = sessions.session(engine, OWNER, keep(engine, READ, job, laps=(1,), line=new_line(circle())))
    fewer = replace(READ, laps=READ.laps[:2])
    again = sessions.session(engine, OWNER, keep(engine, fewer, job, laps=(1,), line=1))
    assert again.id == first.id
    assert [lap.id for lap in again.laps] == [lap.id for lap in first.laps[:2]], 'their addresses stay'
    assert list(again.passed) == [1]


def test_what_another_reading_replaces_is_gone(engine: Engine) -> None:
    job = upload(engine)
    keep(engine, READ, job, laps=(1, 2), line=new_line(circle(), is_decided=False), samples=b'old')
    keep(engine, READ, job, samples=b'new')
    assert count(engine, BlobRow, LineRow) == (2, 0), 'the file and its samples'


def test_a_new_course_is_found_by_who_drives_near_it_next(engine: Engine) -> None:
    line = circle()
    keep(engine, READ, line=new_line(line))
    (known,) = courses.near(engine, OWNER, 50.05, 8.05)
    course = known.course()
    assert (course.line.version, course.name, course.corners) == (
        line.version,
        'Riverside',
        find_corners(line),
    )
    assert courses.near(engine, OWNER, 51.0, 8.0) == []
    assert courses.near(engine, OWNER + 1, 50.0, 8.0) == [], 'a provisional one is seen by its owner only'


def test_a_place_is_named_by_the_first_file_that_names_it(engine: Engine) -> None:
    keep(engine, replace(READ, track=''), line=new_line(circle()))
    named = keep(engine, READ, upload(engine, b'other'), line=1)
    keep(engine, replace(READ, track='Elsewhere'), upload(engine, b'third'), line=1)
    driven = sessions.session(engine, OWNER, named).driven
    assert driven is not None
    assert driven.place == 'Riverside'


def test_a_line_of_a_doubtful_course_is_offered_to_nobody(engine: Engine) -> None:
    keep(engine, READ, line=new_line(circle(), is_decided=False))
    assert courses.near(engine, OWNER, 50.0, 8.0) == []


def test_laps_placed_later_are_kept_beside_the_others(engine: Engine) -> None:
    first = keep(engine, READ, line=new_line(circle()), laps=(1,))
    other = keep(engine, READ, upload(engine, b'other'), line=new_line(circle(300), is_decided=False))
    lap = sessions.session(engine, OWNER, other).laps[1]
    line_id = sessions.source(engine, first).line_id
    assert line_id is not None
    for _ in range(2):
        progress.add_later(engine, line_id, [(lap, along(1))])
    kept = progress.of_laps(engine, [lap.id], line_id)[lap.id]
    assert (progress.data(engine, kept.blob_id), kept.gate_residual_ms) == (b'progress of 1', 1.5)
    assert sessions.session(engine, OWNER, other).passed == {}, 'that is another line than its own'
