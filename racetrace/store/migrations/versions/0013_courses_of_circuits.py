"""Circuits say where they are, and which course of the track directory is driven there.

Of laps it is known whether the provider told them afterwards.
"""

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import demand_unused

revision = '0013'
down_revision = '0012'


def upgrade() -> None:
    with op.batch_alter_table('circuit') as batch:
        key = sa.ForeignKey('course.id', name='circuit_course_id', ondelete='SET NULL')
        batch.add_column(sa.Column('course_id', sa.Integer, key))
    op.add_column('circuit', sa.Column('latitude_deg', sa.Float))
    op.add_column('circuit', sa.Column('longitude_deg', sa.Float))
    recalled = sa.Column('is_recalled', sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column('timing_lap', recalled)
    op.create_index('ix_circuit_course_id', 'circuit', ['course_id'])


def downgrade() -> None:
    columns = ('course_id', 'latitude_deg', 'longitude_deg')
    demand_unused('circuit', *columns)
    op.drop_index('ix_circuit_course_id', 'circuit')
    with op.batch_alter_table('circuit') as batch:
        for name in columns:
            batch.drop_column(name)
    op.drop_column('timing_lap', 'is_recalled')
