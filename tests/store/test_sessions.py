from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from racetrace.errors import NotFound
from racetrace.store import bin as deleted
from racetrace.store import sessions, uploads
from racetrace.store.database import reading
from racetrace.store.file_rows import BlobRow
from racetrace.telemetry.log import LapKind, ZoneSource
from racetrace.telemetry.summary import Belongs, Driven, Passed, Summary, Written
from tests.compared import lap
from tests.stored import OWNER, circle, keep, new_line, upload

SOMEBODY = 2
READ = Summary(
    name='a.csv',
    format='TrackAddict CSV',
    device='iPhone',
    started_at=datetime(2025, 12, 20, 16, 5, tzinfo=UTC),
    zone_source=ZoneSource.UTC,
    track='Riverside',
    vehicle='kart',
    warnings=('The speed is in mph.',),
    is_coarse=True,
    fix_rate_hz=1.0,
    tau_s=1.5,
    laps=(lap(0, None, LapKind.OUT), lap(1, 60.5, start_s=60), lap(2, 59.25, start_s=120.5)),
)


def kept(engine: Engine, summary: Summary = READ) -> Summary:
    return sessions.session(engine, OWNER, keep(engine, summary))


def test_a_session_comes_back_as_it_was_read(engine: Engine) -> None:
    found = kept(engine)
    assert found == replace(READ, id=found.id, uid=found.uid, size=3, belongs=Belongs(owner_id=OWNER))
    assert len({lap.id for lap in found.laps}) == 3


def test_it_knows_its_course_and_how_its_laps_passed_along_it(engine: Engine) -> None:
    session_id = keep(engine, READ, line=new_line(circle()), laps=(1, 2))
    found = sessions.session(engine, OWNER, session_id)
    assert found.driven == Driven(
        course_id=1, place='Riverside', length_m=1000, is_closed=True, outline=((0, 0), (100, 50))
    )
    assert found.passed == dict.fromkeys((1, 2), Passed(splits_s=(20.5, 39.5), gate_residual_ms=1.5))


def test_a_lap_leads_to_its_session(engine: Engine) -> None:
    found = kept(engine)
    assert sessions.of_lap(engine, OWNER, found.laps[2].id) == (found, found.laps[2])


def test_a_time_with_a_zone_is_kept_as_utc(engine: Engine) -> None:
    there = datetime(2025, 12, 20, 10, 5, tzinfo=timezone(timedelta(hours=-6)))
    assert kept(engine, replace(READ, started_at=there)).started_at == there


def test_a_loggers_own_clock_stays_without_a_zone(engine: Engine) -> None:
    local = replace(READ, started_at=datetime(2025, 12, 20, 10, 5), zone_source=ZoneSource.LOCAL)
    assert kept(engine, local).started_at == local.started_at


def test_the_newest_come_first_and_the_rest_on_further_pages(engine: Engine) -> None:
    ids = [keep(engine, READ, upload(engine, bytes([i]))) for i in range(5)]
    first = sessions.newest(engine, OWNER, 2)
    assert [s.id for s in first] == [ids[4], ids[3]]
    assert [s.id for s in sessions.newest(engine, OWNER, 9, before_id=ids[3])] == ids[2::-1]
    assert sessions.count(engine, OWNER) == 5


def test_what_a_person_writes_is_kept_through_another_reading(engine: Engine) -> None:
    job = upload(engine)
    session_id = keep(engine, READ, job)
    sessions.write(engine, OWNER, session_id, {'notes': 'Wet.', 'driver_name': 'Ana'})
    assert keep(engine, READ, job) == session_id
    assert sessions.session(engine, OWNER, session_id).written == Written(notes='Wet.', driver_name='Ana')


def test_a_session_may_be_made_by_hand(engine: Engine) -> None:
    at = datetime(2026, 5, 1, 9, 0)
    session_id = sessions.create(engine, OWNER, Written(name='Test day'), at)
    found = sessions.session(engine, OWNER, session_id)
    assert (found.title, found.started_at, found.zone_source, found.laps) == (
        'Test day',
        at,
        ZoneSource.LOCAL,
        (),
    )


def test_what_is_deleted_is_out_of_sight_and_can_come_back(engine: Engine) -> None:
    found = kept(engine)
    sessions.put_in_bin(engine, OWNER, found.id)
    assert sessions.newest(engine, OWNER, 10) == []
    assert sessions.count(engine, OWNER) == 0
    for look in (sessions.session, sessions.put_in_bin):
        with pytest.raises(NotFound):
            look(engine, OWNER, found.id)
    with pytest.raises(NotFound):
        sessions.of_lap(engine, OWNER, found.laps[0].id)
    sessions.take_out_of_bin(engine, OWNER, found.id)
    assert sessions.session(engine, OWNER, found.id) == found


def test_the_same_file_again_brings_a_deleted_session_back(engine: Engine) -> None:
    found = kept(engine)
    sessions.put_in_bin(engine, OWNER, found.id)
    assert upload(engine).session_id == found.id
    assert sessions.session(engine, OWNER, found.id) == found


def test_after_a_month_it_is_gone_with_all_its_bytes(engine: Engine) -> None:
    session_id = keep(engine, READ, laps=(1, 2), line=new_line(circle(), is_decided=True))
    assert deleted.empty(engine, timedelta(0)) == 0
    sessions.put_in_bin(engine, OWNER, session_id)
    assert deleted.empty(engine) == 0, 'not yet'
    assert deleted.empty(engine, timedelta(0)) == 1
    with reading(engine) as db:
        left = db.exec(select(func.count()).select_from(BlobRow)).one()
    assert left == 1, 'the line: the course stays'


def test_nobody_sees_or_changes_what_is_anothers(engine: Engine) -> None:
    found = kept(engine)
    assert sessions.newest(engine, SOMEBODY, 10) == []
    for call in (
        lambda: sessions.session(engine, SOMEBODY, found.id),
        lambda: sessions.of_lap(engine, SOMEBODY, found.laps[0].id),
        lambda: sessions.write(engine, SOMEBODY, found.id, {'notes': 'x'}),
        lambda: sessions.put_in_bin(engine, SOMEBODY, found.id),
        lambda: sessions.take_out_of_bin(engine, SOMEBODY, found.id),
    ):
        with pytest.raises(NotFound):
            call()


def test_what_is_not_there_is_said(engine: Engine) -> None:
    for nobody in (7, -1, 10**30):
        with pytest.raises(NotFound, match='no such session'):
            sessions.session(engine, OWNER, nobody)
        with pytest.raises(NotFound, match='no such lap'):
            sessions.of_lap(engine, OWNER, nobody)
    assert sessions.newest(engine, OWNER, 10) == []


def test_the_raw_bytes_stay(engine: Engine) -> None:
    found = kept(engine)
    source = sessions.source(engine, found.id)
    assert source.upload_id is not None
    assert b''.join(uploads.raw_of(engine, source.upload_id)) == b'raw'
