"""The tables of live timing: circuits and what their feeds sent, and what came of it."""

from pydantic import NaiveDatetime
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, false
from sqlmodel import Field, SQLModel

from racetrace.store.moment import now
from racetrace.store.uid import uid


def _ms() -> Column[int]:
    """Milliseconds since 1970: more than an integer of PostgreSQL holds."""
    return Column(BigInteger, nullable=False)


def _of(table: str, *, index: bool = False) -> Column[int]:
    return Column(Integer, ForeignKey(f'{table}.id', ondelete='CASCADE'), nullable=False, index=index)


def _course() -> Column[int]:
    """Named, so that a migration of it can be written of the models."""
    key = ForeignKey('course.id', name='circuit_course_id', ondelete='SET NULL')
    return Column(Integer, key, nullable=True, index=True)


class CircuitRow(SQLModel, table=True):
    """A venue with a timing feed, and how it is to be followed."""

    __tablename__ = 'circuit'
    __table_args__ = (Index('circuit_by_owner', 'owner_id', 'deleted_at', 'id'),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    owner_id: int = Field(foreign_key='user.id')
    name: str
    provider: str  # of racetrace.timing.providers
    page_url: str = ''  # where people see it
    address: str = ''  # where it comes from
    labels: str = '{}'  # JSON: what people called the columns, by c1 to c14
    profile: str = ''  # JSON: how a feed of no known protocol is read
    profile_version: int = 0
    visibility: str = 'private'
    place_id: int | None = Field(default=None, foreign_key='place.id', ondelete='SET NULL', index=True)
    course_id: int | None = Field(default=None, sa_column=_course())
    latitude_deg: float | None = None  # where it is, as far as somebody said
    longitude_deg: float | None = None
    is_followed: bool = False  # its feed is to run
    keep_days: int = 90  # raw frames, after which only what came of them stays
    created_at: NaiveDatetime = Field(default_factory=now)
    deleted_at: NaiveDatetime | None = None


class FrameBlockRow(SQLModel, table=True):
    """Frames as they came, in the order of receipt: lines of a recording, compressed."""

    __tablename__ = 'frame_block'
    __table_args__ = (Index('frame_block_in_time', 'circuit_id', 'first_ms'),)

    id: int | None = Field(default=None, primary_key=True)
    circuit_id: int = Field(sa_column=_of('circuit'))
    first_ms: int = Field(sa_column=_ms())
    last_ms: int = Field(sa_column=_ms())
    count: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class TimingSessionRow(SQLModel, table=True):
    """A session that a feed told of."""

    __tablename__ = 'timing_session'
    __table_args__ = (Index('timing_session_in_time', 'circuit_id', 'started_ms'),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    circuit_id: int = Field(sa_column=_of('circuit'))
    kind: str
    event: str = ''
    name: str = ''
    run: str = ''  # the provider's own number of it
    track: str = ''
    length_m: int | None = None
    started_ms: int = Field(sa_column=_ms())
    heard_ms: int = Field(sa_column=_ms())  # when anything was last said of it
    is_ended: bool = False
    head: str = '{}'  # JSON: racetrace.timing.shown.head


class TimingEntryRow(SQLModel, table=True):
    __tablename__ = 'timing_entry'
    __table_args__ = (Index('timing_entry_once', 'session_id', 'key', unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(sa_column=_of('timing_session'))
    key: str  # the provider's own
    position: int | None = None
    number: str = ''
    name: str = ''
    laps: int = 0
    best_ms: int | None = None
    cells: str = '{}'  # JSON: racetrace.timing.shown.row


class TimingLapRow(SQLModel, table=True):
    __tablename__ = 'timing_lap'
    __table_args__ = (Index('timing_lap_in_time', 'session_id', 'at_ms'),)

    entry_id: int = Field(
        sa_column=Column(Integer, ForeignKey('timing_entry.id', ondelete='CASCADE'), primary_key=True)
    )
    number: int = Field(primary_key=True)
    session_id: int = Field(sa_column=_of('timing_session'))
    ms: int | None = None
    mark: str = ''
    at_ms: int = Field(sa_column=_ms())  # when its end was received
    total_ms: int | None = None
    driver: str = ''
    is_pit: bool = False
    is_recalled: bool = Field(default=False, sa_column_kwargs={'server_default': false()})


class PassingRow(SQLModel, table=True):
    """A crossing of a timing line: 0 is start/finish."""

    __tablename__ = 'timing_passing'
    __table_args__ = (Index('timing_passing_in_time', 'session_id', 'at_ms'),)

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(sa_column=_of('timing_session'))
    key: str  # of the entry
    line: int
    at_ms: int = Field(sa_column=_ms())


class FeedLogRow(SQLModel, table=True):
    """A connection made, lost, or refused."""

    __tablename__ = 'feed_log'
    __table_args__ = (Index('feed_log_by_circuit', 'circuit_id', 'id'),)

    id: int | None = Field(default=None, primary_key=True)
    circuit_id: int = Field(sa_column=_of('circuit'))
    at_ms: int = Field(sa_column=_ms())
    kind: str
    message: str = ''


class FeedAnalysisRow(SQLModel, table=True):
    """What the newest analysis of a feed's format found: one of each circuit."""

    __tablename__ = 'feed_analysis'

    circuit_id: int = Field(
        sa_column=Column(Integer, ForeignKey('circuit.id', ondelete='CASCADE'), primary_key=True)
    )
    at_ms: int = Field(sa_column=_ms())
    version: int = 1
    report: str  # JSON


class FeedFormatRow(SQLModel, table=True):
    """A version of how a feed is read: its profile, and what people called its columns."""

    __tablename__ = 'feed_format'
    __table_args__ = (Index('feed_format_once', 'circuit_id', 'version', unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    circuit_id: int = Field(sa_column=_of('circuit'))
    version: int
    at_ms: int = Field(sa_column=_ms())
    who_id: int = Field(foreign_key='user.id')
    provider: str
    profile: str  # JSON, as in the circuit
    labels: str


class FeedSampleRow(SQLModel, table=True):
    """The frames that the newest analysis looked at: lines of a recording, compressed."""

    __tablename__ = 'feed_sample'

    circuit_id: int = Field(
        sa_column=Column(Integer, ForeignKey('circuit.id', ondelete='CASCADE'), primary_key=True)
    )
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
