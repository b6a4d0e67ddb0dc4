"""Circuits and their feeds: frames as they came, and sessions, entries, laps and passings of them."""

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import drop_empty

revision = '0010'
down_revision = '0009'


def upgrade() -> None:
    _circuits()
    _feeds()
    _sessions()


def downgrade() -> None:
    for table in (
        'timing_passing', 'timing_lap', 'timing_entry', 'timing_session',
        'feed_analysis', 'feed_log', 'frame_block', 'circuit',
    ):  # fmt: skip
        drop_empty(table)


def _circuits() -> None:
    op.create_table(
        'circuit',
        _id(),
        sa.Column('uid', sa.String, nullable=False, unique=True),
        sa.Column('owner_id', sa.Integer, sa.ForeignKey('user.id'), nullable=False),
        *_texts('name', 'provider', 'page_url', 'address', 'labels', 'profile', 'visibility'),
        sa.Column('profile_version', sa.Integer, nullable=False),
        sa.Column('place_id', sa.Integer, sa.ForeignKey('place.id', ondelete='SET NULL')),
        sa.Column('is_followed', sa.Boolean, nullable=False),
        sa.Column('keep_days', sa.Integer, nullable=False),
        sa.Column('created_at', sa.DateTime, nullable=False),
        sa.Column('deleted_at', sa.DateTime),
    )
    op.create_index('circuit_by_owner', 'circuit', ['owner_id', 'deleted_at', 'id'])
    op.create_index('ix_circuit_place_id', 'circuit', ['place_id'])


def _feeds() -> None:
    op.create_table(
        'frame_block',
        _id(),
        _of('circuit'),
        *_moments('first_ms', 'last_ms'),
        sa.Column('count', sa.Integer, nullable=False),
        sa.Column('content', sa.LargeBinary, nullable=False),
    )
    op.create_index('frame_block_in_time', 'frame_block', ['circuit_id', 'first_ms'])
    op.create_table('feed_log', _id(), _of('circuit'), *_moments('at_ms'), *_texts('kind', 'message'))
    op.create_index('feed_log_by_circuit', 'feed_log', ['circuit_id', 'id'])
    op.create_table(
        'feed_analysis',
        _of('circuit', primary_key=True),
        *_moments('at_ms'),
        sa.Column('version', sa.Integer, nullable=False),
        *_texts('report'),
    )


def _sessions() -> None:
    op.create_table(
        'timing_session',
        _id(),
        sa.Column('uid', sa.String, nullable=False, unique=True),
        _of('circuit'),
        *_texts('kind', 'event', 'name', 'run', 'track', 'head'),
        sa.Column('length_m', sa.Integer),
        *_moments('started_ms', 'heard_ms'),
        sa.Column('is_ended', sa.Boolean, nullable=False),
    )
    op.create_index('timing_session_in_time', 'timing_session', ['circuit_id', 'started_ms'])
    op.create_table(
        'timing_entry',
        _id(),
        _of('timing_session', 'session_id'),
        *_texts('key', 'number', 'name', 'cells'),
        sa.Column('position', sa.Integer),
        sa.Column('laps', sa.Integer, nullable=False),
        sa.Column('best_ms', sa.Integer),
    )
    op.create_index('timing_entry_once', 'timing_entry', ['session_id', 'key'], unique=True)
    op.create_table(
        'timing_lap',
        _of('timing_entry', 'entry_id', primary_key=True),
        sa.Column('number', sa.Integer, primary_key=True),
        _of('timing_session', 'session_id'),
        *(sa.Column(name, sa.Integer) for name in ('ms', 'total_ms')),
        *_moments('at_ms'),
        *_texts('mark', 'driver'),
        sa.Column('is_pit', sa.Boolean, nullable=False),
    )
    op.create_index('timing_lap_in_time', 'timing_lap', ['session_id', 'at_ms'])
    op.create_table(
        'timing_passing',
        _id(),
        _of('timing_session', 'session_id'),
        *_texts('key'),
        sa.Column('line', sa.Integer, nullable=False),
        *_moments('at_ms'),
    )
    op.create_index('timing_passing_in_time', 'timing_passing', ['session_id', 'at_ms'])


def _id() -> sa.Column[int]:
    return sa.Column('id', sa.Integer, primary_key=True)


def _of(table: str, name: str = '', *, primary_key: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(f'{table}.id', ondelete='CASCADE')
    return sa.Column(name or f'{table}_id', sa.Integer, key, nullable=False, primary_key=primary_key)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _moments(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, nullable=False) for name in names]
