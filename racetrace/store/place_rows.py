"""The tables of where people drive: places, their courses, the lines and gates of these, and corners."""

from pydantic import NaiveDatetime
from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from racetrace.store.moment import now
from racetrace.store.uid import uid


class PlaceRow(SQLModel, table=True):
    """Where there are courses; seen by its owner only until it is published."""

    __tablename__ = 'place'
    __table_args__ = (
        Index('place_by_latitude', 'latitude_deg'),
        Index('place_by_name', 'is_published', 'name', 'id'),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    owner_id: int = Field(foreign_key='user.id')
    name: str = ''
    country: str = ''
    city: str = ''
    latitude_deg: float
    longitude_deg: float
    is_published: bool = False
    is_protected: bool = False  # nobody but an admin changes it
    merged_into: int | None = Field(default=None, foreign_key='place.id', ondelete='SET NULL', index=True)
    created_at: NaiveDatetime = Field(default_factory=now)


class CourseRow(SQLModel, table=True):
    """A directed path of a place."""

    __tablename__ = 'course'

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    owner_id: int = Field(foreign_key='user.id')
    place_id: int = Field(foreign_key='place.id', ondelete='CASCADE', index=True)
    name: str = ''
    is_default: bool = True
    sectors: int = 0
    created_at: NaiveDatetime = Field(default_factory=now)


class LineRow(SQLModel, table=True):
    """A version of a course's reference line. Without a course it serves one session only.

    Nothing of it ever changes, but for which version is the current one.
    """

    __tablename__ = 'line_version'

    id: int | None = Field(default=None, primary_key=True)
    course_id: int | None = Field(default=None, foreign_key='course.id', ondelete='CASCADE', index=True)
    version: str = Field(index=True)  # Line.version
    blob_id: str = Field(foreign_key='blob.id', index=True)
    length_m: float
    is_closed: bool
    outline: str  # JSON: points in a box of 100 by 100
    is_current: bool = True  # the one version of its course that sessions are laid on
    is_gate_given: bool = False  # a person set its start
    created_at: NaiveDatetime = Field(default_factory=now)


class GateRow(SQLModel, table=True):
    """A line in the plane across a course, from its left end to its right one."""

    __tablename__ = 'gate'

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key='line_version.id', ondelete='CASCADE', index=True)
    kind: str  # 'start', 'finish' or 'sector'; a closed course has its start only
    left_latitude_deg: float
    left_longitude_deg: float
    right_latitude_deg: float
    right_longitude_deg: float


class CornerRow(SQLModel, table=True):
    """A corner, in metres along a line that never changes."""

    __tablename__ = 'corner'

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key='line_version.id', ondelete='CASCADE', index=True)
    number: int
    start_m: float
    end_m: float
    apex_m: float
    angle_deg: float
    section_start_m: float
    section_end_m: float
