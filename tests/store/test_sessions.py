from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine

from racetrace.errors import NotFound
from racetrace.store import sessions, uploads
from racetrace.store.blobs import BlobWriter
from racetrace.telemetry.log import LapKind, ZoneSource
from racetrace.telemetry.summary import Summary
from racetrace.telemetry.upload import Upload, UploadState
from tests.compared import lap

READ = Summary(
    name='a.csv',
    format='TrackAddict CSV',
    device='iPhone',
    started_at=datetime(2025, 12, 20, 16, 5, tzinfo=UTC),
    zone_source=ZoneSource.UTC,
    track='Riverside',
    vehicle='kart',
    warnings=('The speed is in mph.',),
    laps=(lap(0, None, LapKind.OUT), lap(1, 60.5, start_s=60), lap(2, 59.25, start_s=120.5)),
)


@pytest.fixture
def upload(engine: Engine) -> Upload:
    raw = BlobWriter(engine)
    raw.write(b'raw')
    return uploads.add_upload(engine, 'a.csv', raw)


def test_a_session_comes_back_as_it_was_read(engine: Engine, upload: Upload) -> None:
    session_id = sessions.keep(engine, upload.id, READ)
    assert sessions.session(engine, session_id) == replace(READ, id=session_id)


def test_it_makes_its_upload_ready(engine: Engine, upload: Upload) -> None:
    uploads.refuse(engine, upload.id, 'It is odd.')
    session_id = sessions.keep(engine, upload.id, READ)
    found = uploads.upload(engine, upload.id)
    assert (found.state, found.refusal, found.session_id) == (UploadState.READY, '', session_id)


def test_kept_again_it_is_the_same_session(engine: Engine, upload: Upload) -> None:
    first = sessions.keep(engine, upload.id, READ)
    assert sessions.keep(engine, upload.id, replace(READ, laps=READ.laps[:2])) == first
    assert len(sessions.session(engine, first).laps) == 2
    assert sessions.count(engine) == 1


def test_a_time_with_a_zone_is_kept_as_utc(engine: Engine, upload: Upload) -> None:
    there = datetime(2025, 12, 20, 10, 5, tzinfo=timezone(timedelta(hours=-6)))
    session_id = sessions.keep(engine, upload.id, replace(READ, started_at=there))
    assert sessions.session(engine, session_id).started_at == there


def test_a_loggers_own_clock_stays_without_a_zone(engine: Engine, upload: Upload) -> None:
    local = replace(READ, started_at=datetime(2025, 12, 20, 10, 5), zone_source=ZoneSource.LOCAL)
    assert sessions.session(engine, sessions.keep(engine, upload.id, local)).started_at == local.started_at


def test_the_raw_bytes_stay(engine: Engine, upload: Upload) -> None:
    session_id = sessions.keep(engine, upload.id, READ)
    assert uploads.raw_bytes(engine, sessions.upload_id(engine, session_id)) == b'raw'


def test_what_is_not_there_is_said(engine: Engine) -> None:
    for nobody in (7, -1, 10**30):
        with pytest.raises(NotFound, match='no such session'):
            sessions.session(engine, nobody)
    assert sessions.newest(engine, 10) == []
