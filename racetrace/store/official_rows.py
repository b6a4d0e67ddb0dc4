"""The tables of official times: which entry of a feed a session was, and what its laps were before."""

from pydantic import NaiveDatetime
from sqlmodel import Field, SQLModel

from racetrace.store.moment import now


class OfficialLinkRow(SQLModel, table=True):
    """A session's owner said which entry it was, or that it was none of those that were offered.

    What is needed of the entry is copied: the feed's own rows may go.
    """

    __tablename__ = 'official_link'

    session_id: int = Field(primary_key=True, foreign_key='session.id', ondelete='CASCADE')
    timing_session_id: int | None = Field(
        default=None, foreign_key='timing_session.id', ondelete='SET NULL', index=True
    )
    is_declined: bool = False
    key: str = ''  # of the entry
    number: str = ''
    name: str = ''
    source: str = ''  # circuit and session
    offset_s: float = 0.0  # the logger's clock less the feed's
    spread_s: float = 0.0
    certainty: str = ''
    limit_ms: float = 0.0  # official times that are further off are not taken over
    laps: str = '[]'  # JSON: number, ms, and the end on the session's axis [s]
    created_at: NaiveDatetime = Field(default_factory=now)


class OfficialTimeRow(SQLModel, table=True):
    """An official time of a lap, and what the lap has without it."""

    __tablename__ = 'official_time'

    lap_id: int = Field(primary_key=True, foreign_key='lap.id', ondelete='CASCADE')
    session_id: int = Field(foreign_key='session.id', ondelete='CASCADE', index=True)
    number: int  # as the timekeepers count
    ms: int
    is_taken: bool  # the lap has it; else it is too far from what was logged
    own_time_s: float
    own_measured_by: str
    own_resolution_ms: float
