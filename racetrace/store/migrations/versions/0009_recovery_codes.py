"""Codes for who has lost the phone with the authenticator app."""

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import drop_empty

revision = '0009'
down_revision = '0008'


def upgrade() -> None:
    op.create_table(
        'recovery_code',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('user_id', sa.Integer, sa.ForeignKey('user.id', ondelete='CASCADE'), nullable=False),
        sa.Column('sha256', sa.String, nullable=False, unique=True),
        sa.Column('used_at', sa.DateTime),
    )
    op.create_index('ix_recovery_code_user_id', 'recovery_code', ['user_id'])


def downgrade() -> None:
    drop_empty('recovery_code')
