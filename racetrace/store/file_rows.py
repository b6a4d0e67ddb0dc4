"""The tables of what was handed in: bytes in chunks, the files that they were, and the work on them."""

from typing import Any

from pydantic import NaiveDatetime
from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from racetrace.store.moment import now
from racetrace.store.uid import uid
from racetrace.telemetry.job import JobState

SIZE: Any = BigInteger().with_variant(Integer(), 'sqlite')  # bytes: a file may have more than 2 GiB of them


class BlobRow(SQLModel, table=True):
    """Some bytes. Without `sha256` they are still arriving, and nothing may refer to them."""

    __tablename__ = 'blob'
    __table_args__ = (CheckConstraint('size >= 0', name='blob_size_not_negative'),)

    id: str = Field(primary_key=True)
    sha256: str | None = Field(default=None, unique=True)  # of the bytes as they were handed in
    size: int = Field(default=0, sa_type=SIZE)  # of these
    encoding: str = ''  # of the chunks: '' or 'zstd'


class ChunkRow(SQLModel, table=True):
    """At most 1 MiB of a blob, written in a transaction of its own."""

    __tablename__ = 'chunk'

    blob_id: str = Field(primary_key=True, foreign_key='blob.id', ondelete='CASCADE')
    number: int = Field(primary_key=True)
    data: bytes


class UploadRow(SQLModel, table=True):
    """A file handed in. Its sha256 is its blob's."""

    __tablename__ = 'upload'
    __table_args__ = (UniqueConstraint('owner_id', 'raw_id', name='upload_once'),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    owner_id: int = Field(foreign_key='user.id')
    name: str
    raw_id: str = Field(foreign_key='blob.id', index=True)
    created_at: NaiveDatetime = Field(default_factory=now)


class JobRow(SQLModel, table=True):
    """Work that is owed, whatever happens, until it says done or failed."""

    __tablename__ = 'job'
    __table_args__ = (Index('job_by_state', 'state'),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=uid, unique=True)
    owner_id: int = Field(foreign_key='user.id')
    upload_id: int = Field(foreign_key='upload.id', ondelete='CASCADE', index=True)
    state: str = JobState.WAITING
    attempts: int = 0  # begun
    sentence: str = ''  # why it failed
    created_at: NaiveDatetime = Field(default_factory=now)
    ended_at: NaiveDatetime | None = None
