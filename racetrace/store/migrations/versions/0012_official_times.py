"""Official times of sessions: which entry of a feed each was, and its laps as they were before."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import drop_empty

revision = '0012'
down_revision = '0011'


def upgrade() -> None:
    op.create_table(
        'official_link',
        sa.Column(
            'session_id', sa.Integer, sa.ForeignKey('session.id', ondelete='CASCADE'), primary_key=True
        ),
        sa.Column('timing_session_id', sa.Integer, sa.ForeignKey('timing_session.id', ondelete='SET NULL')),
        sa.Column('is_declined', sa.Boolean, nullable=False),
        *_columns(sa.String, 'key', 'number', 'name', 'source', 'certainty', 'laps'),
        *_columns(sa.Float, 'offset_s', 'spread_s', 'limit_ms'),
        sa.Column('created_at', sa.DateTime, nullable=False),
    )
    op.create_index('ix_official_link_timing_session_id', 'official_link', ['timing_session_id'])
    op.create_table(
        'official_time',
        sa.Column('lap_id', sa.Integer, sa.ForeignKey('lap.id', ondelete='CASCADE'), primary_key=True),
        sa.Column('session_id', sa.Integer, sa.ForeignKey('session.id', ondelete='CASCADE'), nullable=False),
        *_columns(sa.Integer, 'number', 'ms'),
        sa.Column('is_taken', sa.Boolean, nullable=False),
        *_columns(sa.Float, 'own_time_s', 'own_resolution_ms'),
        *_columns(sa.String, 'own_measured_by'),
    )
    op.create_index('ix_official_time_session_id', 'official_time', ['session_id'])


def downgrade() -> None:
    for table in ('official_time', 'official_link'):
        drop_empty(table)


def _columns(kind: type[sa.types.TypeEngine[Any]], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]
