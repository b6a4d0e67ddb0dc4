"""What persons correct: moved gates, laps split, merged and excluded, chosen courses."""

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import refuse

revision = '0004'
down_revision = '0002'


def upgrade() -> None:
    op.add_column('lap', sa.Column('stated_time_s', sa.Float))
    for name, default in (('is_current', '1'), ('is_gate_given', '0')):
        op.add_column('line_version', sa.Column(name, sa.Boolean, nullable=False, server_default=default))
    op.create_table(
        'former_lap',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('uid', sa.String, nullable=False, unique=True),
        _session(),
        sa.Column('start_s', sa.Float, nullable=False),
        sa.Column('end_s', sa.Float, nullable=False),
    )
    op.create_index('ix_former_lap_session_id', 'former_lap', ['session_id'])
    op.create_table(
        'correction',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('uid', sa.String, nullable=False, unique=True),
        _session(),
        sa.Column('kind', sa.String, nullable=False),
        sa.Column('at_s', sa.Float),
        sa.Column('reason', sa.String, nullable=False),
        sa.Column('latitude_deg', sa.Float),
        sa.Column('longitude_deg', sa.Float),
        sa.Column('heading_deg', sa.Float),
        sa.Column('course_id', sa.Integer, sa.ForeignKey('course.id', ondelete='CASCADE')),
        sa.Column('line_id', sa.Integer, sa.ForeignKey('line_version.id', ondelete='SET NULL')),
        sa.Column('created_at', sa.DateTime, nullable=False),
    )
    for column in ('session_id', 'course_id', 'line_id'):
        op.create_index(f'ix_correction_{column}', 'correction', [column])


def downgrade() -> None:
    refuse()


def _session() -> sa.Column[int]:
    key = sa.ForeignKey('session.id', ondelete='CASCADE')
    return sa.Column('session_id', sa.Integer, key, nullable=False)
