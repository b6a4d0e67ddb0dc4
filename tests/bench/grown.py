"""A store in which much was kept: one session as an import keeps it, and copies of its rows."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, select

from racetrace.jobs.reading import READER_VERSION, import_log
from racetrace.store import uploads
from racetrace.store.blobs import BlobWriter
from racetrace.store.database import open_engine, writing
from racetrace.store.file_rows import BlobRow, JobRow, UploadRow
from racetrace.store.imports import Intake
from racetrace.store.migrate import migrate
from racetrace.store.session_rows import LapRow, ProgressRow, SessionRow
from racetrace.store.uid import uid
from racetrace.telemetry.findings import Along, Found, Samples
from tests.simulated_log import simulated_log

OWNER: Final = 1
LAPS: Final = 2  # of a session: then even 100 laps fill the list on a page
KEPT: Final = UploadRow, JobRow, SessionRow, LapRow, ProgressRow

Kept = tuple[type[SQLModel], dict[str, Any]]


def grow(data: Path, laps: int) -> None:
    """Make a store with so many laps, two a session. The first session's samples and progress serve all."""
    migrate(data)
    engine = open_engine(data)
    raw = BlobWriter(engine)
    raw.write(simulated_log())
    job = uploads.add_upload(engine, OWNER, 'kart.csv', raw)
    intake = Intake(engine)
    found = _found(intake, simulated_log())
    intake.keep(job, found, reader_version=READER_VERSION)
    with writing(engine) as db:
        _copy(db, laps // LAPS)
    engine.dispose()


def _found(intake: Intake, raw: bytes) -> Found:
    """Read a log as a worker does, and hand over its first laps."""
    reading, laps = import_log(raw, 'kart.csv'), list[Along]()
    while True:
        try:
            said = next(reading)
        except StopIteration as end:
            found: Found = end.value
            break
        if isinstance(said, Samples):
            intake.take_samples(said.piece)
        elif isinstance(said, Along):
            laps.append(said)
    for along in laps[:LAPS]:
        intake.take_lap(along)
    numbers = {along.number for along in laps[:LAPS]}
    summary = found.summary
    kept = tuple(lap for lap in summary.laps if lap.number in numbers)
    return replace(found, summary=replace(summary, laps=kept))


def _copy(db: Session, sessions: int) -> None:
    first: list[Kept] = [(table, row.model_dump()) for table in KEPT for row in db.exec(select(table))]
    rows: dict[type[SQLModel], list[dict[str, Any]]] = defaultdict(list)
    for number in range(1, sessions):
        for table, row in _copied(first, number):
            rows[table].append(row)
    for table in (BlobRow, *KEPT):
        db.execute(insert(table), rows[table])


def _copied(first: list[Kept], number: int) -> Iterator[Kept]:
    raw_id = f'{number:032x}'
    yield BlobRow, {'id': raw_id, 'sha256': 2 * raw_id, 'size': 0, 'encoding': ''}
    for table, row in first:
        by = LAPS * number if table in {LapRow, ProgressRow} else number
        refers = {'upload_id': number, 'session_id': number, 'lap_id': LAPS * number}
        moved = {name: row[name] + far for name, far in refers.items() if name in row}
        more = {'uid': uid()} if 'uid' in row else {}
        more |= {'raw_id': raw_id} if table is UploadRow else {}
        yield table, row | moved | more | {'id': row['id'] + by}
