"""Answers kept for a day, for who sends the same request again."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    op.create_table(
        'idempotent_answer',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('user_id', sa.Integer, sa.ForeignKey('user.id', ondelete='CASCADE'), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ('key_sha256', 'request_sha256')),
        sa.Column('status', sa.Integer),
        *(sa.Column(name, sa.String, nullable=False) for name in ('location', 'body')),
        sa.Column('ends_at', sa.DateTime, nullable=False),
        sa.UniqueConstraint('user_id', 'key_sha256', name='idempotent_answer_once'),
    )


def downgrade() -> None:
    op.drop_table('idempotent_answer')  # kept for a day only
