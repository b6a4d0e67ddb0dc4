"""The sessions that feeds told of, with their entries, laps and passings."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Engine, delete, func, insert, update
from sqlmodel import Session, col, select

from racetrace.errors import NotFound
from racetrace.store.database import MOST_ID, by_id, reading, writing
from racetrace.store.timing_rows import PassingRow, TimingEntryRow, TimingLapRow, TimingSessionRow
from racetrace.timing.board import Board
from racetrace.timing.entry import Entry, LapDone
from racetrace.timing.shown import head, rows


@dataclass(slots=True)
class Keeping:
    """What is stored of a board already, so that keeping it again writes only what is new."""

    session_id: int | None = None
    entry_ids: dict[str, int] = field(default_factory=dict)  # by key
    laps: dict[str, int] = field(default_factory=dict)  # how many are stored, by key
    cells: dict[str, str] = field(default_factory=dict)
    is_ended: bool = False


class EntryTold(NamedTuple):
    key: str
    columns: dict[str, Any]
    first: int  # the index of the first of these laps
    laps: Sequence[LapDone]
    withdrawn_after: int | None  # timekeepers took back the laps after this number


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is to be stored of a board: taken from it in the event loop, for a thread to write."""

    started_ms: int
    columns: dict[str, Any]
    entries: Sequence[EntryTold]
    passings: Sequence[tuple[str, int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingSession:
    id: int
    uid: str
    circuit_id: int
    kind: str
    event: str
    name: str
    run: str
    track: str
    length_m: int | None
    started_ms: int
    heard_ms: int
    is_ended: bool


def told(board: Board, keeping: Keeping) -> Told:
    """Take from a board what is new of it; each of its passings, and each withdrawal, is told once."""
    passings = [board.passings.popleft() for _ in range(len(board.passings))]
    entries = [_entry_told(board.entries[cells['key']], cells, keeping) for cells in rows(board)]
    names = ('kind', 'event', 'name', 'run', 'track', 'length_m', 'heard_ms')
    columns = {name: getattr(board, name) for name in names} | {'head': json.dumps(head(board))}
    return Told(started_ms=board.started_ms, columns=columns, entries=entries, passings=passings)


def keep(engine: Engine, circuit_id: int, told: Told, keeping: Keeping, *, is_ended: bool = False) -> None:
    """Store what a board told, again and again while its session runs. What comes too late is left out."""
    if keeping.is_ended:
        return
    with writing(engine) as db:
        row = _session(db, circuit_id, told, keeping)
        row.sqlmodel_update(told.columns | {'is_ended': is_ended})
        for entry in told.entries:
            _entry(db, row.id or 0, entry, keeping)
        if told.passings:
            passings = [
                {'session_id': row.id, 'key': key, 'line': n, 'at_ms': at} for key, n, at in told.passings
            ]
            db.execute(insert(PassingRow), passings)
    for entry in told.entries:
        keeping.cells[entry.key] = entry.columns['cells']
        keeping.laps[entry.key] = max(keeping.laps.get(entry.key, 0), entry.first + len(entry.laps))
    keeping.is_ended = is_ended


def resumed(engine: Engine, circuit_id: int, started_ms: int) -> Keeping:
    """Return what is stored of a board that was made anew from the frames, after the process had ended."""
    mine = (
        col(TimingSessionRow.circuit_id) == circuit_id,
        col(TimingSessionRow.started_ms) == started_ms,
    )
    with reading(engine) as db:
        row = db.exec(select(TimingSessionRow).where(*mine)).first()
        if row is None or row.id is None:
            return Keeping()
        of_it = col(TimingEntryRow.session_id) == row.id
        ids = {one.key: one.id or 0 for one in db.exec(select(TimingEntryRow).where(of_it))}
        counts = select(TimingLapRow.entry_id, func.count()).where(col(TimingLapRow.session_id) == row.id)
        laps = dict(db.exec(counts.group_by(col(TimingLapRow.entry_id))).all())
    return Keeping(row.id, ids, {key: laps.get(entry_id, 0) for key, entry_id in ids.items()})


def of_circuit(
    engine: Engine, circuit_id: int, most: int, before_id: int | None = None
) -> list[TimingSession]:
    """Return its sessions, the newest first; those before another, for the next page."""
    wanted = select(TimingSessionRow).where(col(TimingSessionRow.circuit_id) == circuit_id)
    if before_id is not None:
        wanted = wanted.where(col(TimingSessionRow.id) < min(before_id, MOST_ID))
    with reading(engine) as db:
        return [_value(row) for row in db.exec(wanted.order_by(col(TimingSessionRow.id).desc()).limit(most))]


def session(engine: Engine, session_id: int) -> TimingSession:
    """Raises NotFound."""
    with reading(engine) as db:
        return _value(_there(db, session_id))


def board(engine: Engine, session_id: int) -> dict[str, Any]:
    """Return the board as it was last kept, in the shape of a snapshot. Raises NotFound."""
    with reading(engine) as db:
        row = _there(db, session_id)
        entries = db.exec(select(TimingEntryRow).where(col(TimingEntryRow.session_id) == session_id)).all()
    cells = [json.loads(one.cells) for one in entries]
    cells.sort(key=lambda one: (one['is_gone'], one['position'] or len(cells) + 1))
    return {'seq': 0, 'head': json.loads(row.head), 'order': [one['key'] for one in cells], 'rows': cells}


def laps(engine: Engine, session_id: int, key: str | None = None) -> list[dict[str, Any]]:
    """Return the laps of a session, or of one of its entries, in the order in which they ended."""
    wanted = (
        select(TimingLapRow, TimingEntryRow.key)
        .join(TimingEntryRow, col(TimingEntryRow.id) == col(TimingLapRow.entry_id))
        .where(col(TimingLapRow.session_id) == session_id)
    )
    if key is not None:
        wanted = wanted.where(col(TimingEntryRow.key) == key)
    in_time = col(TimingLapRow.at_ms), col(TimingLapRow.entry_id), col(TimingLapRow.number)
    with reading(engine) as db:
        found = db.exec(wanted.order_by(*in_time)).all()
    names = ('number', 'ms', 'mark', 'at_ms', 'total_ms', 'driver', 'is_pit', 'is_recalled')
    return [{'key': its} | {name: getattr(lap, name) for name in names} for lap, its in found]


def running(engine: Engine, circuit_id: int, since_ms: int = 0) -> int | None:
    """Return when the session began that was not seen to end, in ms; None: there is none heard of since."""
    mine = col(TimingSessionRow.circuit_id) == circuit_id, col(TimingSessionRow.is_ended).is_(False)
    lately = col(TimingSessionRow.heard_ms) >= since_ms
    with reading(engine) as db:
        return db.exec(select(func.max(TimingSessionRow.started_ms)).where(*mine, lately)).one()


def end_all(engine: Engine, circuit_id: int) -> None:
    """Mark the sessions of a circuit as ended: another one runs now."""
    mine = col(TimingSessionRow.circuit_id) == circuit_id, col(TimingSessionRow.is_ended).is_(False)
    with writing(engine) as db:
        db.exec(update(TimingSessionRow).where(*mine).values(is_ended=True))


def _session(db: Session, circuit_id: int, told: Told, keeping: Keeping) -> TimingSessionRow:
    if keeping.session_id is not None and (row := db.get(TimingSessionRow, keeping.session_id)) is not None:
        return row
    row = TimingSessionRow(circuit_id=circuit_id, started_ms=told.started_ms, **told.columns)
    db.add(row)
    db.flush()
    keeping.session_id = row.id
    return row


def _entry_told(entry: Entry, cells: dict[str, Any], keeping: Keeping) -> EntryTold:
    known, withdrawn_after = keeping.laps.get(entry.key, 0), entry.withdrawn_to
    entry.withdrawn_to = None
    if withdrawn_after is not None:  # other laps may have their numbers by now
        known = min(known, sum(one.number <= withdrawn_after for one in entry.done))
    elif known > len(entry.done):
        withdrawn_after = entry.done[-1].number if entry.done else 0
    first = min(known, len(entry.done))
    columns = {
        'position': entry.position,
        'number': entry.number,
        'name': entry.name or entry.driver,
        'laps': entry.laps_done,
        'best_ms': entry.best,
        'cells': json.dumps(cells),
    }
    return EntryTold(entry.key, columns, first, entry.done[first:], withdrawn_after)


def _entry(db: Session, session_id: int, told: EntryTold, keeping: Keeping) -> None:
    if keeping.cells.get(told.key) == told.columns['cells'] and told.withdrawn_after is None:
        return
    entry_id = keeping.entry_ids.get(told.key)
    if entry_id is None:
        row = TimingEntryRow(session_id=session_id, key=told.key, **told.columns)
        db.add(row)
        db.flush()
        entry_id = keeping.entry_ids[told.key] = row.id or 0
    else:
        db.exec(update(TimingEntryRow).where(col(TimingEntryRow.id) == entry_id).values(**told.columns))
    if told.withdrawn_after is not None:
        taken_back = col(TimingLapRow.entry_id) == entry_id, col(TimingLapRow.number) > told.withdrawn_after
        db.exec(delete(TimingLapRow).where(*taken_back))
        keeping.laps[told.key] = told.first
    known = keeping.laps.get(told.key, 0)
    new = told.laps[max(0, known - told.first) :]
    if new:
        its = {'entry_id': entry_id, 'session_id': session_id}
        db.execute(insert(TimingLapRow), [its | lap._asdict() for lap in new])


def _there(db: Session, session_id: int) -> TimingSessionRow:
    row = by_id(db, TimingSessionRow, session_id)
    if row is None:
        raise NotFound('There is no such session.')
    return row


def _value(row: TimingSessionRow) -> TimingSession:
    return TimingSession(**{name: getattr(row, name) for name in TimingSession.__slots__})
