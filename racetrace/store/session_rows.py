"""The tables of what was driven: sessions, their laps, corrections, and where a lap was at what time."""

from pydantic import NaiveDatetime
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from racetrace.store.moment import now
from racetrace.store.uid import uid


class SessionRow(SQLModel, table=True):
    """What was driven: what a file says of it, what was found, and what a person wrote to it."""

    __tablename__ = 'session'
    __table_args__ = (
        Index('session_by_owner', 'owner_id', 'deleted_at', 'id'),
        Index('session_by_team', 'team_id', 'visibility', 'id'),
    )

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    owner_id: int = Field(foreign_key='user.id')
    upload_id: int | None = Field(default=None, foreign_key='upload.id', unique=True)  # None: made by hand
    name: str = ''
    notes: str = ''
    session_type: str = ''
    driver_name: str = ''
    car_name: str = ''
    car_id: int | None = Field(default=None, foreign_key='car.id', ondelete='SET NULL', index=True)
    event_id: int | None = Field(default=None, foreign_key='race_event.id', ondelete='SET NULL', index=True)
    team_id: int | None = Field(default=None, foreign_key='team.id', ondelete='SET NULL')
    visibility: str = 'private'  # racetrace.store.visible
    is_demo: bool = False
    format: str = ''
    device: str = ''
    started_at: NaiveDatetime | None = None
    zone_source: str
    track: str = ''
    vehicle: str = ''
    warnings: str = '[]'  # JSON: sentences
    reader_version: int = 0
    samples_id: str | None = Field(default=None, foreign_key='blob.id', index=True)
    line_id: int | None = Field(default=None, foreign_key='line_version.id', index=True)  # of its comparisons
    is_coarse: bool = False
    fix_rate_hz: float | None = None
    tau_s: float = 0.0
    lag_s: float | None = None
    lag_sharpness: float | None = None
    created_at: NaiveDatetime = Field(default_factory=now)
    deleted_at: NaiveDatetime | None = None


class LapRow(SQLModel, table=True):
    """A range of time of a session."""

    __tablename__ = 'lap'

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    session_id: int = Field(foreign_key='session.id', ondelete='CASCADE', index=True)
    number: int
    kind: str
    start_s: float
    end_s: float
    time_s: float | None = None
    measured_by: str
    resolution_ms: float
    length_m: float | None = None
    max_speed_mps: float | None = None
    excluded_reason: str = ''
    stated_time_s: float | None = None  # by logger or organiser, where we cut it elsewhere


class FormerLapRow(SQLModel, table=True):
    """A lap that a correction took away. Where it comes back it is the same one, with its address."""

    __tablename__ = 'former_lap'

    id: int | None = Field(default=None, primary_key=True)  # of the lap
    uid: str = Field(unique=True)
    session_id: int = Field(foreign_key='session.id', ondelete='CASCADE', index=True)
    start_s: float
    end_s: float


class CorrectionRow(SQLModel, table=True):
    """What a person knew better than the reader of a file; see racetrace.telemetry.corrections."""

    __tablename__ = 'correction'

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    session_id: int = Field(foreign_key='session.id', ondelete='CASCADE', index=True)
    kind: str
    at_s: float | None = None
    reason: str = ''
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    heading_deg: float | None = None
    course_id: int | None = Field(default=None, foreign_key='course.id', ondelete='CASCADE', index=True)
    line_id: int | None = Field(  # that a moved gate made
        default=None, foreign_key='line_version.id', ondelete='SET NULL', index=True
    )
    created_at: NaiveDatetime = Field(default_factory=now)


class ProgressRow(SQLModel, table=True):
    """A lap along a line, by a version of the algorithm; never changed."""

    __tablename__ = 'progress'
    __table_args__ = (UniqueConstraint('lap_id', 'line_id', 'algorithm', name='progress_once'),)

    id: int | None = Field(default=None, primary_key=True)
    lap_id: int = Field(foreign_key='lap.id', ondelete='CASCADE')
    line_id: int = Field(foreign_key='line_version.id', ondelete='CASCADE', index=True)
    algorithm: int
    method: str
    blob_id: str = Field(foreign_key='blob.id', index=True)
    gate_residual_ms: float | None = None
    splits: str  # JSON: seconds of the mini-sectors
