"""Two places that are one: what is of the first moves to the second, and can go back."""

import json
from collections.abc import Sequence

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from racetrace.errors import ChangeRefused, NotFound
from racetrace.store import places
from racetrace.store.database import writing
from racetrace.store.garage_rows import RaceEventRow
from racetrace.store.place_rows import CourseRow, PlaceRow
from racetrace.store.standing_rows import MergeRow


def merge(engine: Engine, place_id: int, into_id: int) -> None:
    """Move the courses of a place, with their sessions, and its events. Raises NotFound, ChangeRefused."""
    with writing(engine) as db:
        row, into = places.there(db, place_id), places.there(db, into_id)
        if row.id == into.id:
            raise ChangeRefused('These are the same place already.')
        assert row.id is not None
        assert into.id is not None
        courses = db.exec(select(CourseRow).where(CourseRow.place_id == row.id)).all()
        events = db.exec(select(RaceEventRow).where(RaceEventRow.place_id == row.id)).all()
        moved = {'courses': _move(courses, into.id), 'events': _move(events, into.id)}
        db.add(MergeRow(place_id=row.id, into_id=into.id, moved=json.dumps(moved)))
        row.merged_into = into.id


def undo(engine: Engine, place_id: int) -> None:
    """Give a place back what moved with its merging and is still where that put it. Raises NotFound."""
    with writing(engine) as db:
        row = db.get(PlaceRow, place_id) if 0 <= place_id < 2**31 else None
        last = select(MergeRow).where(MergeRow.place_id == place_id).order_by(col(MergeRow.id).desc())
        merged = db.exec(last).first()
        if row is None or merged is None or row.merged_into is None:
            raise NotFound('This place was not merged into another one.')
        there = {row.merged_into, *_after(db, row.merged_into)}
        moved = json.loads(merged.moved)
        courses = db.exec(select(CourseRow).where(col(CourseRow.id).in_(moved['courses']))).all()
        events = db.exec(select(RaceEventRow).where(col(RaceEventRow.id).in_(moved['events']))).all()
        _move([one for one in courses if one.place_id in there], place_id)
        _move([one for one in events if one.place_id in there], place_id)
        row.merged_into = None
        db.delete(merged)


def _after(db: Session, place_id: int) -> list[int]:
    """Return what a place became since."""
    found: list[int] = []
    row = db.get(PlaceRow, place_id)
    while row is not None and row.merged_into is not None and row.merged_into not in found:
        found.append(row.merged_into)
        row = db.get(PlaceRow, row.merged_into)
    return found


def _move(rows: Sequence[CourseRow | RaceEventRow], to_id: int) -> list[int]:
    for row in rows:
        row.place_id = to_id
    return [row.id for row in rows if row.id is not None]
