"""Keep what was read of a file: its parts while they come, and at the end all that makes them a session."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import Engine, exists
from sqlmodel import Session, col, delete, select

from racetrace.errors import CorrectedMeanwhile, NotFound
from racetrace.store import courses, jobs, official, progress, standings
from racetrace.store.blobs import CHUNK_BYTES, BlobWriter, drop_unreferred, seal, stored
from racetrace.store.corrections import add, insist, line_without, remove
from racetrace.store.database import by_id, writing
from racetrace.store.lap_rows import write_laps
from racetrace.store.place_rows import LineRow
from racetrace.store.session_rows import SessionRow
from racetrace.telemetry.corrections import Correction, CorrectionKind
from racetrace.telemetry.findings import Along, Found, NewLine
from racetrace.telemetry.job import Job
from racetrace.telemetry.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A correction that comes, or one that goes."""

    before: Sequence[Correction]  # those of the session until now
    new: Correction | None = None
    undone: Correction | None = None

    @property
    def after(self) -> list[Correction]:
        left = [one for one in self.before if self.undone is None or one.id != self.undone.id]
        return left if self.new is None else [*left, self.new]

    def write_before(self, db: Session, session_id: int) -> int | None:
        """Take back what goes. Return the line that is in force again, where that moved a gate."""
        if self.undone is None:
            return None
        line_id = line_without(db, session_id, self.undone.id)
        remove(db, session_id, self.undone.id)
        if line_id is not None:
            courses.put_in_force(db, line_id)
        return line_id

    def write_after(self, db: Session, session_id: int, line_id: int | None) -> None:
        if self.new is not None:
            add(db, session_id, self.new, line_id if self.new.kind is CorrectionKind.GATE else None)


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

    def keep(
        self,
        job: Job,
        found: Found,
        *,
        reader_version: int,
        is_demo: bool = False,
        corrections: Sequence[Correction] = (),
    ) -> int:
        """Make it a session, in one short transaction; again is the same as once. Return its id.

        Raises CorrectedMeanwhile where `corrections`, on which it rests, are not those in force any more.
        """
        self._samples.seal()
        self._seal_laps()
        if isinstance(found.line, NewLine):
            self._line = stored(self._engine, found.line.line)
        with writing(self._engine) as db:
            before = db.exec(select(SessionRow).where(SessionRow.upload_id == job.upload_id)).first()
            insist(db, before.id if before else None, corrections)
            _insist_on_line(db, found)
            session_id = self._write(
                db, before, job, found, {'reader_version': reader_version}, is_demo=is_demo
            )
        self._is_kept = True
        return session_id

    def keep_corrected(self, session_id: int, found: Found, change: Change) -> tuple[Job | None, list[Job]]:
        """Replace the laps of a session and what they lie on, and keep why, in one short transaction.

        Return what is owed from then on: the places of the laps that have none yet, and the readings of the
        other sessions on a course whose gate moved. Raises CorrectedMeanwhile as `keep` does, and NotFound.
        """
        self._seal_laps()
        if isinstance(found.line, NewLine):
            self._line = stored(self._engine, found.line.line)
        with writing(self._engine) as db:
            row = by_id(db, SessionRow, session_id)
            if row is None or row.deleted_at is not None:
                raise NotFound('There is no such session.')
            insist(db, session_id, change.before)
            in_force = change.write_before(db, session_id)
            _insist_on_line(db, found)
            self._lay(db, row, row.owner_id, found)
            change.write_after(db, session_id, row.line_id)
            moved_to = row.line_id if isinstance(found.line, NewLine) else in_force
            owed = jobs.owed_by_followers(db, moved_to) if moved_to else []
            is_whole = found.is_whole or row.upload_id is None
            rest = None if is_whole else jobs.place_the_rest(db, row.upload_id or 0)
            _drop_what_is_left(db)
        self._is_kept = True
        return rest, owed

    def _write(
        self,
        db: Session,
        before: SessionRow | None,
        job: Job,
        found: Found,
        more: dict[str, object],
        *,
        is_demo: bool,
    ) -> int:
        row = before or SessionRow(
            upload_id=job.upload_id, owner_id=job.owner_id, zone_source='', is_demo=is_demo
        )
        row.sqlmodel_update(_columns(found.summary) | more)
        row.samples_id = self._samples.finish(db)
        db.add(row)
        self._lay(db, row, job.owner_id, found)
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

    def _line_id(self, db: Session, row: SessionRow, owner_id: int, found: Found) -> int | None:
        if isinstance(found.line, NewLine) and self._line is not None:
            here = db.get(LineRow, row.line_id) if row.line_id is not None else None
            if here and _is_same(here, found.line):
                return here.id  # found once more, of the same laps
            return courses.add_line(db, owner_id, found.line, self._line, found.summary.track)
        if isinstance(found.line, int):
            courses.name_place(db, found.line, found.summary.track)
            return found.line
        return None

    def _lay(self, db: Session, row: SessionRow, owner_id: int, found: Found) -> None:
        """Lay a session on its line: that, its laps, and their progress along it."""
        row.line_id = self._line_id(db, row, owner_id, found)
        db.flush()
        assert row.id is not None
        laps = write_laps(db, row.id, found.summary.laps)
        official.apply(db, row.id)
        if row.line_id is not None:
            found_of = [(laps[along.number].id or 0, along, writer) for along, writer in self._laps]
            progress.add(db, row.line_id, found_of)
        standings.refresh(db, row.id)


def _is_same(row: LineRow, new: NewLine) -> bool:
    is_of_course = row.course_id is not None
    return row.is_current and row.version == new.version and is_of_course == new.is_decided


def _insist_on_line(db: Session, found: Found) -> None:
    if isinstance(found.line, int) and not courses.is_in_force(db, found.line):
        raise CorrectedMeanwhile('The line of this course was moved while its laps were being placed.')


def _drop_what_is_left(db: Session) -> None:
    """A file read anew may leave a line and blobs that nobody refers to any more."""
    is_used = exists().where(col(SessionRow.line_id) == col(LineRow.id))
    db.exec(delete(LineRow).where(col(LineRow.course_id).is_(None), ~is_used))
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
