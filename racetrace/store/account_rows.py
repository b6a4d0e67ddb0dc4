"""The tables of accounts: a user, and what signs him in. `racetrace.store.models` says what holds for all.

Of whatever proves something only its SHA-256 is kept: who reads the file cannot sign in with it.
"""

from pydantic import NaiveDatetime
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from racetrace.store.moment import now
from racetrace.store.uid import uid


class UserRow(SQLModel, table=True):
    """Who owns rows. Without sign-in there is one, which also holds the settings."""

    __tablename__ = 'user'

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    name: str = Field(unique=True)
    settings: str = '{}'  # JSON
    email: str | None = Field(default=None, unique=True, index=True)  # as racetrace.accounts.names folds it
    display_name: str = ''
    about: str = ''
    password_hash: str | None = None
    is_admin: bool = False
    is_locked: bool = False
    email_verified: bool = False
    totp_secret: str | None = None  # racetrace.accounts.sealed
    totp_is_on: bool = False  # a first code was right
    totp_step: int | None = None  # of the last code that was used
    created_at: NaiveDatetime = Field(default_factory=now)
    deleted_at: NaiveDatetime | None = None  # the row stays, without a name, for what others rely on


class BrowserSessionRow(SQLModel, table=True):
    """A browser that is signed in."""

    __tablename__ = 'browser_session'

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    user_id: int = Field(foreign_key='user.id', ondelete='CASCADE', index=True)
    device_name: str = ''
    created_at: NaiveDatetime
    seen_at: NaiveDatetime  # to a few minutes
    ends_at: NaiveDatetime
    step_up_until: NaiveDatetime | None = None  # until then an admin may act as one


class RefreshTokenRow(SQLModel, table=True):
    """A token that is exchanged once, for its child. All that came of one sign-in are a family."""

    __tablename__ = 'refresh_token'

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    family: str = Field(index=True)
    user_id: int = Field(foreign_key='user.id', ondelete='CASCADE', index=True)
    parent_id: int | None = Field(
        default=None, foreign_key='refresh_token.id', ondelete='CASCADE', unique=True
    )
    created_at: NaiveDatetime
    used_at: NaiveDatetime | None = None
    ends_at: NaiveDatetime  # of the whole family


class PersonalTokenRow(SQLModel, table=True):
    """What a program of somebody signs in with."""

    __tablename__ = 'personal_token'

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    sha256: str = Field(unique=True)
    user_id: int = Field(foreign_key='user.id', ondelete='CASCADE', index=True)
    name: str
    scopes: str  # words, with spaces between
    created_at: NaiveDatetime
    used_at: NaiveDatetime | None = None  # to a few minutes
    ends_at: NaiveDatetime


class FailureRow(SQLModel, table=True):
    """A sign-in that failed, counted under a key of racetrace.accounts.lockout."""

    __tablename__ = 'sign_in_failure'
    __table_args__ = (Index('failure_by_key', 'key', 'at'), Index('failure_by_time', 'at'))

    id: int | None = Field(default=None, primary_key=True)
    key: str
    at: NaiveDatetime


class DeviceRow(SQLModel, table=True):
    """A device that somebody signed in on: strangers cannot spoil its attempts."""

    __tablename__ = 'device'
    __table_args__ = (UniqueConstraint('user_id', 'sha256', name='device_once'),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key='user.id', ondelete='CASCADE')
    sha256: str
    seen_at: NaiveDatetime


class LinkRow(SQLModel, table=True):
    """A link that works once, for one purpose."""

    __tablename__ = 'one_time_link'

    id: int | None = Field(default=None, primary_key=True)
    purpose: str
    sha256: str = Field(unique=True)
    user_id: int | None = Field(default=None, foreign_key='user.id', ondelete='CASCADE', index=True)
    created_at: NaiveDatetime
    ends_at: NaiveDatetime
    used_at: NaiveDatetime | None = None


class OAuthAccountRow(SQLModel, table=True):
    """An account elsewhere by which somebody signs in here; never found by its e-mail address."""

    __tablename__ = 'oauth_account'
    __table_args__ = (UniqueConstraint('provider', 'subject', name='oauth_account_once'),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key='user.id', ondelete='CASCADE', index=True)
    provider: str
    subject: str
    shown: str = ''  # the address or the name there, when it was linked: to tell it from others
    created_at: NaiveDatetime


class OAuthAttemptRow(SQLModel, table=True):
    """A sign-in elsewhere, until it came back, or a code besides was given; a token that was used."""

    __tablename__ = 'oauth_attempt'

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)  # of what only the browser has
    provider: str
    onward: str  # the page of ours that it leads to
    linker_id: int | None = Field(  # who is signed in already, and adds it
        default=None, foreign_key='user.id', ondelete='CASCADE', index=True
    )
    used_at: NaiveDatetime | None = None  # when the browser came back
    user_id: int | None = Field(default=None, foreign_key='user.id', ondelete='CASCADE', index=True)
    subject: str = ''  # of whom it was proved; '' before
    shown: str = ''
    ends_at: NaiveDatetime


class AnswerRow(SQLModel, table=True):
    """What a request was answered that somebody may send again, under a key of theirs."""

    __tablename__ = 'idempotent_answer'
    __table_args__ = (UniqueConstraint('user_id', 'key_sha256', name='idempotent_answer_once'),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key='user.id', ondelete='CASCADE')
    key_sha256: str
    request_sha256: str
    status: int | None = None  # None: it is being worked on
    location: str = ''
    body: str = ''
    ends_at: NaiveDatetime


class RecoveryCodeRow(SQLModel, table=True):
    """A code in place of one of the app, good for once."""

    __tablename__ = 'recovery_code'

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key='user.id', ondelete='CASCADE', index=True)
    sha256: str = Field(unique=True)
    used_at: NaiveDatetime | None = None


class AuditRow(SQLModel, table=True):
    """Who did what; never changed, removed for its age alone.

    Not gone when its people are, so that it refers to no row.
    """

    __tablename__ = 'audit_entry'
    __table_args__ = (Index('audit_by_time', 'at'),)

    id: int | None = Field(default=None, primary_key=True)
    at: NaiveDatetime
    who_id: int | None = Field(default=None, index=True)  # None: nobody who is signed in
    what: str
    on_what: str
    from_where: str


class KeptSecretRow(SQLModel, table=True):
    """A secret that the instance made for itself, where nobody gave it one."""

    __tablename__ = 'kept_secret'

    name: str = Field(primary_key=True)
    value: str
