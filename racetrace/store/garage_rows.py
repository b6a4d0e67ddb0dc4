"""The tables around sessions: cars, events, teams and their members, and what is shared by a link."""

from datetime import date

from pydantic import NaiveDatetime
from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from racetrace.store.moment import now
from racetrace.store.uid import uid


class CarRow(SQLModel, table=True):
    """What was driven. Its sessions keep it when it is deleted: it is only out of sight."""

    __tablename__ = 'car'
    __table_args__ = (Index('car_by_owner', 'owner_id', 'deleted_at', 'id'),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    owner_id: int = Field(foreign_key='user.id')
    make: str = ''
    model: str = ''
    year: int | None = None
    category: str = ''
    drivetrain: str = ''
    power_hp: float | None = None
    weight_kg: float | None = None
    engine_cc: int | None = None
    notes: str = ''
    created_at: NaiveDatetime = Field(default_factory=now)
    deleted_at: NaiveDatetime | None = None


class RaceEventRow(SQLModel, table=True):
    """A race weekend or a test day."""

    __tablename__ = 'race_event'

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    owner_id: int = Field(foreign_key='user.id', index=True)
    name: str
    starts_on: date | None = None
    ends_on: date | None = None
    place_id: int | None = Field(default=None, foreign_key='place.id', ondelete='SET NULL', index=True)
    notes: str = ''
    created_at: NaiveDatetime = Field(default_factory=now)


class TeamRow(SQLModel, table=True):
    """People who drive together, and see what is shared with them."""

    __tablename__ = 'team'

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    name: str
    created_at: NaiveDatetime = Field(default_factory=now)


class MemberRow(SQLModel, table=True):
    """Somebody in a team: 'member', 'coach' or 'manager'."""

    __tablename__ = 'team_member'

    team_id: int = Field(primary_key=True, foreign_key='team.id', ondelete='CASCADE')
    user_id: int = Field(primary_key=True, foreign_key='user.id', ondelete='CASCADE', index=True)
    role: str
    created_at: NaiveDatetime = Field(default_factory=now)


class InvitationRow(SQLModel, table=True):
    """Somebody who is asked into a team, and has not answered yet."""

    __tablename__ = 'team_invitation'

    team_id: int = Field(primary_key=True, foreign_key='team.id', ondelete='CASCADE')
    user_id: int = Field(primary_key=True, foreign_key='user.id', ondelete='CASCADE', index=True)
    role: str
    by_id: int = Field(foreign_key='user.id', ondelete='CASCADE')
    created_at: NaiveDatetime = Field(default_factory=now)


class ShareRow(SQLModel, table=True):
    """A link to a session. Of its secret only the hash is kept: whoever reads this row cannot use it."""

    __tablename__ = 'share'

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    session_id: int = Field(foreign_key='session.id', ondelete='CASCADE', index=True)
    secret_sha256: str = Field(unique=True)
    scope: str  # what it opens: 'view', or 'file' for the file too
    ends_at: NaiveDatetime | None = None
    revoked_at: NaiveDatetime | None = None
    created_at: NaiveDatetime = Field(default_factory=now)
