"""What persons corrected of sessions: rows in, values out."""

from collections.abc import Sequence

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from racetrace.errors import CorrectedMeanwhile, NotFound
from racetrace.store import standings
from racetrace.store.database import by_id, reading, writing
from racetrace.store.place_rows import LineRow
from racetrace.store.session_rows import CorrectionRow, LapRow, SessionRow
from racetrace.telemetry.corrections import Correction, CorrectionKind

SAID = ('at_s', 'reason', 'latitude_deg', 'longitude_deg', 'heading_deg', 'course_id')


def of_session(engine: Engine, session_id: int) -> list[Correction]:
    """Return the corrections of a session in the order in which they were made."""
    with reading(engine) as db:
        return _values(db, session_id)


def of_upload(engine: Engine, upload_id: int) -> list[Correction]:
    """Return the corrections of what was made of a file before; none where nothing was."""
    with reading(engine) as db:
        session_id = db.exec(select(SessionRow.id).where(SessionRow.upload_id == upload_id)).first()
        return _values(db, session_id) if session_id is not None else []


def insist(db: Session, session_id: int | None, known: Sequence[Correction]) -> None:
    """Raise CorrectedMeanwhile where these are not the corrections of the session any more."""
    now = _values(db, session_id) if session_id is not None else []
    if [one.id for one in now] != [one.id for one in known]:
        raise CorrectedMeanwhile('This session was corrected while it was being read.')


def add(db: Session, session_id: int, new: Correction, line_id: int | None = None) -> int:
    said = {name: getattr(new, name) for name in SAID}
    row = CorrectionRow(session_id=session_id, kind=new.kind.value, line_id=line_id, **said)
    db.add(row)
    db.flush()
    assert row.id is not None
    return row.id


def remove(db: Session, session_id: int, correction_id: int) -> None:
    """Raises NotFound."""
    db.delete(_row(db, session_id, correction_id))
    db.flush()


def correction(engine: Engine, session_id: int, correction_id: int) -> Correction:
    """Raises NotFound."""
    with reading(engine) as db:
        return _value(_row(db, session_id, correction_id))


def line_without(db: Session, session_id: int, correction_id: int) -> int | None:
    """Return the line in force on the course of a moved gate, were it not moved; None: it moved none.

    It is the version that the newest other moved gate of the course made, else the first one.
    """
    row = _row(db, session_id, correction_id)
    line = db.get(LineRow, row.line_id) if row.line_id is not None else None
    if line is None or line.course_id is None:
        return None
    made = (
        select(CorrectionRow.line_id)
        .join(LineRow, col(LineRow.id) == col(CorrectionRow.line_id))
        .where(LineRow.course_id == line.course_id, CorrectionRow.id != row.id)
        .order_by(col(CorrectionRow.id).desc())
    )
    first = select(LineRow.id).where(LineRow.course_id == line.course_id).order_by(col(LineRow.id))
    return db.exec(made).first() or db.exec(first).first()


def without(engine: Engine, session_id: int, correction_id: int) -> int | None:
    """Return the line that `line_without` does."""
    with reading(engine) as db:
        return line_without(db, session_id, correction_id)


def exclude(engine: Engine, lap_id: int, reason: str) -> None:
    """Say why a lap does not count; without a reason it counts again."""
    with writing(engine) as db:
        lap = db.get_one(LapRow, lap_id)
        for row in _exclusions(db, lap.session_id):
            if row.at_s is not None and lap.start_s <= row.at_s < lap.end_s:
                db.delete(row)
        if reason:
            at_s = (lap.start_s + lap.end_s) / 2
            add(db, lap.session_id, Correction(kind=CorrectionKind.EXCLUDE, at_s=at_s, reason=reason))
        write_exclusions(db, lap.session_id)


def include(engine: Engine, session_id: int, correction_id: int) -> None:
    """Undo an exclusion. Raises NotFound."""
    with writing(engine) as db:
        remove(db, session_id, correction_id)
        write_exclusions(db, session_id)


def write_exclusions(db: Session, session_id: int) -> None:
    db.flush()
    said = _exclusions(db, session_id)
    for lap in db.exec(select(LapRow).where(LapRow.session_id == session_id)):
        reasons = [r.reason for r in said if r.at_s is not None and lap.start_s <= r.at_s < lap.end_s]
        lap.excluded_reason = reasons[-1] if reasons else ''
    standings.refresh(db, session_id)


def _exclusions(db: Session, session_id: int) -> Sequence[CorrectionRow]:
    mine = (CorrectionRow.session_id == session_id, CorrectionRow.kind == CorrectionKind.EXCLUDE.value)
    return db.exec(select(CorrectionRow).where(*mine).order_by(col(CorrectionRow.id))).all()


def _row(db: Session, session_id: int, correction_id: int) -> CorrectionRow:
    row = by_id(db, CorrectionRow, correction_id)
    if row is None or row.session_id != session_id:
        raise NotFound('There is no such correction: it was undone, perhaps in another window.')
    return row


def _values(db: Session, session_id: int) -> list[Correction]:
    mine = select(CorrectionRow).where(CorrectionRow.session_id == session_id)
    return [_value(row) for row in db.exec(mine.order_by(col(CorrectionRow.id)))]


def _value(row: CorrectionRow) -> Correction:
    said = {name: getattr(row, name) for name in SAID}
    return Correction(id=row.id or 0, kind=CorrectionKind(row.kind), made_at=row.created_at, **said)
