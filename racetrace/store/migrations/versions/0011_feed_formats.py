"""How feeds of no known kind were said to be read, each version of it; and the frames that this rests on."""

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import drop_empty

revision = '0011'
down_revision = '0010'


def upgrade() -> None:
    op.create_table(
        'feed_format',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('circuit_id', sa.Integer, sa.ForeignKey('circuit.id', ondelete='CASCADE'), nullable=False),
        sa.Column('version', sa.Integer, nullable=False),
        sa.Column('at_ms', sa.BigInteger, nullable=False),
        sa.Column('who_id', sa.Integer, sa.ForeignKey('user.id'), nullable=False),
        sa.Column('provider', sa.String, nullable=False),
        sa.Column('profile', sa.String, nullable=False),
        sa.Column('labels', sa.String, nullable=False),
    )
    op.create_index('feed_format_once', 'feed_format', ['circuit_id', 'version'], unique=True)
    op.create_table(
        'feed_sample',
        sa.Column(
            'circuit_id', sa.Integer, sa.ForeignKey('circuit.id', ondelete='CASCADE'), primary_key=True
        ),
        sa.Column('content', sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    drop_empty('feed_format')
    op.drop_table('feed_sample')  # what the feed says can be heard again
