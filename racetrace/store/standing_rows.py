"""The tables that the leaderboard and the track directory are read from."""

from pydantic import NaiveDatetime
from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from racetrace.store.moment import now


class StandingRow(SQLModel, table=True):
    """A lap of a public session on a course: its fastest, and faster ones that are held back.

    Written with the session, so that a page of the leaderboard costs what it shows and not what was driven.
    """

    __tablename__ = 'standing'
    __table_args__ = (
        Index('standing_of_course', 'course_id', 'is_best', 'time_s', 'id'),
        Index('standing_of_driver', 'course_id', 'driver', 'car', 'time_s'),
    )

    id: int | None = Field(default=None, primary_key=True)
    course_id: int = Field(foreign_key='course.id', ondelete='CASCADE')
    session_id: int = Field(foreign_key='session.id', ondelete='CASCADE', index=True)
    lap_id: int = Field(foreign_key='lap.id', ondelete='CASCADE', unique=True)
    driver: str  # equal for laps of one driver
    car: str  # equal for laps in one car
    category: str = ''  # of the car
    measured_by: str
    time_s: float
    driven_at: NaiveDatetime
    held: str = Field(default='', index=True)  # a sentence on why; '' when it counts
    is_freed: bool = False  # by an admin, for good
    is_best: bool = False  # of this driver in this car


class MergeRow(SQLModel, table=True):
    """A place that was found to be another one, and what moved there with it."""

    __tablename__ = 'place_merge'

    id: int | None = Field(default=None, primary_key=True)
    place_id: int = Field(foreign_key='place.id', ondelete='CASCADE', index=True)
    into_id: int = Field(foreign_key='place.id', ondelete='CASCADE', index=True)
    moved: str  # JSON: the ids of courses and events
    created_at: NaiveDatetime = Field(default_factory=now)
