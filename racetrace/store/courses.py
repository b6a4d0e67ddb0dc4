"""Places, courses and the lines of these: rows in, values out."""

import json
from dataclasses import replace

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from racetrace.store import visible
from racetrace.store.blobs import BlobWriter, read_blob
from racetrace.store.database import reading, writing
from racetrace.store.place_rows import CornerRow, CourseRow, GateRow, LineRow, PlaceRow
from racetrace.store.places import within
from racetrace.telemetry.comparison import Corner
from racetrace.telemetry.findings import KnownLine, NewLine

NEAR_KM = 10.0
MOST = 20


def near(engine: Engine, owner_id: int, latitude_deg: float, longitude_deg: float) -> list[KnownLine]:
    """Return the courses around a place that this user may see: his own, and those published."""
    wanted = (
        select(LineRow.id)
        .join(CourseRow, col(CourseRow.id) == col(LineRow.course_id))
        .join(PlaceRow, col(PlaceRow.id) == col(CourseRow.place_id))
        .where(visible.places(owner_id))
        .where(*within(latitude_deg, longitude_deg, NEAR_KM))
        .where(col(LineRow.is_current))
        .order_by(col(LineRow.id))
        .limit(MOST)
    )
    with reading(engine) as db:
        found = db.exec(wanted).all()
    return [line(engine, line_id) for line_id in found if line_id is not None]


def current_line(engine: Engine, course_id: int) -> int | None:
    current = (LineRow.course_id == course_id, col(LineRow.is_current))
    with reading(engine) as db:
        return db.exec(select(LineRow.id).where(*current)).first()


def line(engine: Engine, line_id: int) -> KnownLine:
    """Return a line with its corners."""
    with reading(engine) as db:
        row = db.get_one(LineRow, line_id)
        course = db.get(CourseRow, row.course_id) if row.course_id else None
        place = db.get_one(PlaceRow, course.place_id) if course else None
        corners = db.exec(
            select(CornerRow).where(CornerRow.line_id == line_id).order_by(col(CornerRow.number))
        ).all()
        name = place.name if place else ''
        known = tuple(_corner(corner) for corner in corners)
    return KnownLine(
        id=line_id,
        name=name,
        line=b''.join(read_blob(engine, row.blob_id)),
        corners=known,
        course_id=row.course_id,
        is_gate_given=row.is_gate_given,
    )


def add_line(db: Session, owner_id: int, new: NewLine, data: BlobWriter, name: str) -> int:
    """Keep the line of a new course, and the place around it; or a new version of a known course's line.

    Return the line's id.
    """
    course_id = new.course_id or (_add_course(db, owner_id, new, name) if new.is_decided else None)
    if new.course_id and (known := _of_version(db, new.course_id, new.version)):
        put_in_force(db, known)
        data.finish(db)
        return known
    row = LineRow(
        course_id=course_id,
        version=new.version,
        blob_id=data.finish(db),
        length_m=new.length_m,
        is_closed=new.is_closed,
        outline=json.dumps(new.outline),
        is_gate_given=new.is_gate_given,
    )
    db.add(row)
    db.flush()
    assert row.id is not None
    put_in_force(db, row.id)
    (left_lat, right_lat), (left_lon, right_lon) = new.gate_deg
    db.add(
        GateRow(
            line_id=row.id,
            kind='start',
            left_latitude_deg=left_lat,
            left_longitude_deg=left_lon,
            right_latitude_deg=right_lat,
            right_longitude_deg=right_lon,
        )
    )
    db.add_all(_corner_row(row.id, corner) for corner in new.corners)
    return row.id


def add_course(
    engine: Engine, owner_id: int, place_id: int, new: NewLine, data: BlobWriter, name: str
) -> None:
    """Add a course that nobody drove yet to a place."""
    with writing(engine) as db:
        is_first = db.exec(select(CourseRow).where(CourseRow.place_id == place_id)).first() is None
        course = CourseRow(owner_id=owner_id, place_id=place_id, name=name, is_default=is_first)
        db.add(course)
        db.flush()
        add_line(db, owner_id, replace(new, course_id=course.id), data, name)


def put_in_force(db: Session, line_id: int) -> None:
    """Make a version the one that sessions on its course are laid on."""
    row = db.get_one(LineRow, line_id)
    row.is_current = True
    others = (LineRow.course_id == row.course_id, LineRow.id != line_id, col(LineRow.is_current))
    for other in db.exec(select(LineRow).where(*others)) if row.course_id else ():
        other.is_current = False


def is_in_force(db: Session, line_id: int) -> bool:
    row = db.get(LineRow, line_id)
    return row is not None and row.is_current


def _of_version(db: Session, course_id: int, version: str) -> int | None:
    same = (LineRow.course_id == course_id, LineRow.version == version)
    return db.exec(select(LineRow.id).where(*same)).first()


def name_place(db: Session, line_id: int, name: str) -> None:
    """Call the place of a line as a file calls it, where it has no name yet."""
    row = db.get_one(LineRow, line_id)
    course = db.get(CourseRow, row.course_id) if row.course_id else None
    place = db.get_one(PlaceRow, course.place_id) if course else None
    if place is not None and not place.name:
        place.name = name


def _add_course(db: Session, owner_id: int, new: NewLine, name: str) -> int | None:
    place = PlaceRow(
        owner_id=owner_id, name=name, latitude_deg=new.latitude_deg, longitude_deg=new.longitude_deg
    )
    db.add(place)
    db.flush()
    assert place.id is not None
    course = CourseRow(owner_id=owner_id, place_id=place.id)
    db.add(course)
    db.flush()
    return course.id


def _corner_row(line_id: int, corner: Corner) -> CornerRow:
    return CornerRow(
        line_id=line_id,
        number=corner.number,
        start_m=corner.start_m,
        end_m=corner.end_m,
        apex_m=corner.apex_m,
        angle_deg=corner.angle_deg,
        section_start_m=corner.section_start_m,
        section_end_m=corner.section_end_m,
    )


def _corner(row: CornerRow) -> Corner:
    return Corner(
        number=row.number,
        start_m=row.start_m,
        end_m=row.end_m,
        apex_m=row.apex_m,
        angle_deg=row.angle_deg,
        section_start_m=row.section_start_m,
        section_end_m=row.section_end_m,
    )
