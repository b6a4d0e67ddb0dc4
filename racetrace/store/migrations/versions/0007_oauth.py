"""Sign-in with an account elsewhere: attempts, and what a linked account is shown as."""

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import refuse

revision = '0007'
down_revision = '0006'


def upgrade() -> None:
    op.add_column('oauth_account', sa.Column('shown', sa.String, nullable=False, server_default=''))
    op.create_table(
        'oauth_attempt',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('sha256', sa.String, nullable=False, unique=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ('provider', 'onward', 'subject', 'shown')),
        *(
            sa.Column(name, sa.Integer, sa.ForeignKey('user.id', ondelete='CASCADE'))
            for name in ('linker_id', 'user_id')
        ),
        sa.Column('used_at', sa.DateTime),
        sa.Column('ends_at', sa.DateTime, nullable=False),
    )
    for column in ('linker_id', 'user_id'):
        op.create_index(f'ix_oauth_attempt_{column}', 'oauth_attempt', [column])


def downgrade() -> None:
    refuse()
