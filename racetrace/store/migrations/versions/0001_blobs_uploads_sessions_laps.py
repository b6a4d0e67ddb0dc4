"""Blobs in chunks, the uploads that refer to them, the sessions read from these, and their laps."""

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import refuse

revision = '0001'
down_revision = None


def upgrade() -> None:
    op.create_table(
        'blob',
        sa.Column('id', sa.String, primary_key=True),
        sa.Column('sha256', sa.String, unique=True),
        sa.Column('size', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.CheckConstraint('size >= 0', name='blob_size_not_negative'),
    )
    op.create_table(
        'chunk',
        sa.Column('blob_id', sa.String, sa.ForeignKey('blob.id', ondelete='CASCADE'), primary_key=True),
        sa.Column('number', sa.Integer, primary_key=True),
        sa.Column('data', sa.LargeBinary, nullable=False),
    )
    op.create_table(
        'upload',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('name', sa.String, nullable=False),
        sa.Column('state', sa.String, nullable=False),
        sa.Column('refusal', sa.String, nullable=False),
        sa.Column('raw_id', sa.String, sa.ForeignKey('blob.id'), nullable=False, unique=True),
    )
    op.create_table(
        'session',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('upload_id', sa.Integer, sa.ForeignKey('upload.id'), nullable=False, unique=True),
        sa.Column('format', sa.String, nullable=False),
        sa.Column('device', sa.String, nullable=False),
        sa.Column('started_at', sa.DateTime),
        sa.Column('zone_source', sa.String, nullable=False),
        sa.Column('track', sa.String, nullable=False),
        sa.Column('vehicle', sa.String, nullable=False),
        sa.Column('warnings', sa.String, nullable=False),
    )
    op.create_table(
        'lap',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('session_id', sa.Integer, sa.ForeignKey('session.id', ondelete='CASCADE'), nullable=False),
        sa.Column('number', sa.Integer, nullable=False),
        sa.Column('kind', sa.String, nullable=False),
        sa.Column('start_s', sa.Float, nullable=False),
        sa.Column('end_s', sa.Float, nullable=False),
        sa.Column('time_s', sa.Float),
        sa.Column('measured_by', sa.String, nullable=False),
        sa.Column('resolution_ms', sa.Float, nullable=False),
        sa.Column('length_m', sa.Float),
        sa.Column('max_speed_mps', sa.Float),
        sa.Column('excluded_reason', sa.String, nullable=False),
    )


def downgrade() -> None:
    refuse()
