"""Who is asked into a team; those who are in one stay."""

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import drop_empty

revision = '0014'
down_revision = '0013'


def upgrade() -> None:
    op.create_table(
        'team_invitation',
        _of('team_id', 'team.id', primary_key=True),
        _of('user_id', 'user.id', primary_key=True),
        sa.Column('role', sa.String, nullable=False),
        _of('by_id', 'user.id'),
        sa.Column('created_at', sa.DateTime, nullable=False),
    )
    op.create_index('ix_team_invitation_user_id', 'team_invitation', ['user_id'])


def downgrade() -> None:
    drop_empty('team_invitation')


def _of(name: str, other: str, *, primary_key: bool = False) -> sa.Column[int]:
    refers = sa.ForeignKey(other, ondelete='CASCADE')
    return sa.Column(name, sa.Integer, refers, primary_key=primary_key, nullable=False)
