"""Keep what was read of a file: its parts while they come, and at the end all that makes them a session."""

import json
from collections.abc import Iterable
from datetime import UTC

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from racetrace.store import courses, jobs, progress
from racetrace.store.blobs import CHUNK_BYTES, BlobWriter, drop_unreferred, seal, stored
from racetrace.store.database import writing
from racetrace.store.models import LapRow, LineRow, ProgressRow, SessionRow
from racetrace.telemetry.findings import Along, Found, NewLine
from racetrace.telemetry.job import Job
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary

LAP = (
    'kind',
    'start_s',
    'end_s',
    'time_s',
    'measured_by',
    'resolution_ms',
    'length_m',
    'max_speed_mps',
    'excluded_reason',
)


class Intake:
    """Parts are stored as they come, each in a transaction of its own; nobody sees them before `keep`.

    A process that ends in between leaves parts without a name, and the next start removes them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._samples = BlobWriter(engine, encoding='')  # Parquet is compressed
        self._laps: list[tuple[Along, BlobWriter]] = []
        self._loose: list[BlobWriter] = []  # of laps: a transaction for each would cost more than its bytes
        self._line: BlobWriter | None = None
        self._is_kept = False

    def take_samples(self, piece: bytes) -> None:
        self._samples.write(piece)

    def take_lap(self, along: Along) -> None:
        writer = BlobWriter(self._engine)
        writer.write(along.progress)
        self._laps.append((along, writer))
        self._loose.append(writer)
        if sum(writer.waiting for writer in self._loose) >= CHUNK_BYTES:
            self._seal_laps()

    def keep(self, job: Job, found: Found, *, reader_version: int, is_demo: bool = False) -> int:
        """Make it a session, in one short transaction; again is the same as once. Return its id."""
        self._samples.seal()
        self._seal_laps()
        if isinstance(found.line, NewLine):
            self._line = stored(self._engine, found.line.line)
        with writing(self._engine) as db:
            session_id = self._write(db, job, found, {'reader_version': reader_version}, is_demo=is_demo)
        self._is_kept = True
        return session_id

    def _write(self, db: Session, job: Job, found: Found, more: dict[str, object], *, is_demo: bool) -> int:
        before = db.exec(select(SessionRow).where(SessionRow.upload_id == job.upload_id)).first()
        row = before or SessionRow(
            upload_id=job.upload_id, owner_id=job.owner_id, zone_source='', is_demo=is_demo
        )
        row.sqlmodel_update(_columns(found.summary) | more)
        row.samples_id = self._samples.finish(db)
        row.line_id = self._line_id(db, job.owner_id, found)
        db.add(row)
        db.flush()
        self._add_laps(db, row, found.summary.laps)
        jobs.done(db, job.id, is_whole=found.is_whole)
        if before:
            _drop_what_is_left(db)
        assert row.id is not None
        return row.id

    def _seal_laps(self) -> None:
        seal(self._engine, self._loose)
        self._loose.clear()

    def discard(self) -> None:
        """Take back what `keep` did not take."""
        if self._is_kept:
            return
        for writer in (self._samples, self._line, *(writer for _, writer in self._laps)):
            if writer is not None:
                writer.discard()

    def _line_id(self, db: Session, owner_id: int, found: Found) -> int | None:
        if isinstance(found.line, NewLine) and self._line is not None:
            return courses.add_line(db, owner_id, found.line, self._line, found.summary.track)
        if isinstance(found.line, int):
            courses.name_place(db, found.line, found.summary.track)
            return found.line
        return None

    def _add_laps(self, db: Session, row: SessionRow, laps: Iterable[Lap]) -> None:
        """Write the laps; one that keeps its number keeps its row, so that its address stays."""
        assert row.id is not None
        before = {lap.number: lap for lap in db.exec(select(LapRow).where(LapRow.session_id == row.id))}
        ids = [lap.id for lap in before.values()]
        db.exec(delete(ProgressRow).where(col(ProgressRow.lap_id).in_(ids)))
        now = {lap.number: _lap_row(before.pop(lap.number, None), row.id, lap) for lap in laps}
        db.add_all(now.values())
        for gone in before.values():
            db.delete(gone)
        db.flush()
        for along, writer in self._laps:
            lap_id = now[along.number].id
            if lap_id is not None and row.line_id is not None:
                progress.add(db, lap_id, row.line_id, along, writer)


def _drop_what_is_left(db: Session) -> None:
    """A file read anew may leave a line and blobs that nobody refers to any more."""
    used = select(SessionRow.line_id).where(col(SessionRow.line_id).is_not(None))
    db.exec(delete(LineRow).where(col(LineRow.course_id).is_(None), col(LineRow.id).not_in(used)))
    drop_unreferred(db)


def _columns(summary: Summary) -> dict[str, object]:
    started_at = summary.started_at
    if started_at and started_at.tzinfo:
        started_at = started_at.astimezone(UTC).replace(tzinfo=None)
    same = ('format', 'device', 'track', 'vehicle', 'is_coarse', 'fix_rate_hz', 'tau_s')
    return {name: getattr(summary, name) for name in same} | {
        'started_at': started_at,
        'zone_source': summary.zone_source.value,
        'warnings': json.dumps(summary.warnings),
    }


def _lap_row(row: LapRow | None, session_id: int, lap: Lap) -> LapRow:
    measured = {name: getattr(lap, name) for name in LAP}
    measured |= {'kind': lap.kind.value, 'measured_by': lap.measured_by.value}
    number = {'session_id': session_id, 'number': lap.number}
    return LapRow.model_validate(number | measured) if row is None else row.sqlmodel_update(measured)
