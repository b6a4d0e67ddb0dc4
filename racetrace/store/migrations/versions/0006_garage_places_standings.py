"""Cars, events, teams and shares; places that are protected and merged; what a leaderboard is read from."""

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import refuse

revision = '0006'
down_revision = '0005'


def upgrade() -> None:
    _garage()
    _places()
    _sessions()
    _shares()
    _standings()


def downgrade() -> None:
    refuse()


def _garage() -> None:
    op.create_table(
        'car',
        *_id(),
        sa.Column('owner_id', sa.Integer, sa.ForeignKey('user.id'), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ('make', 'model', 'category', 'drivetrain')),
        sa.Column('year', sa.Integer),
        sa.Column('power_hp', sa.Float),
        sa.Column('weight_kg', sa.Float),
        sa.Column('engine_cc', sa.Integer),
        sa.Column('notes', sa.String, nullable=False),
        _created_at(),
        sa.Column('deleted_at', sa.DateTime),
    )
    op.create_index('car_by_owner', 'car', ['owner_id', 'deleted_at', 'id'])
    op.create_table(
        'race_event',
        *_id(),
        sa.Column('owner_id', sa.Integer, sa.ForeignKey('user.id'), nullable=False),
        sa.Column('name', sa.String, nullable=False),
        sa.Column('starts_on', sa.Date),
        sa.Column('ends_on', sa.Date),
        sa.Column('place_id', sa.Integer, sa.ForeignKey('place.id', ondelete='SET NULL')),
        sa.Column('notes', sa.String, nullable=False),
        _created_at(),
    )
    _index('race_event', 'owner_id', 'place_id')
    op.create_table('team', *_id(), sa.Column('name', sa.String, nullable=False), _created_at())
    op.create_table(
        'team_member',
        sa.Column('team_id', sa.Integer, sa.ForeignKey('team.id', ondelete='CASCADE'), primary_key=True),
        sa.Column('user_id', sa.Integer, sa.ForeignKey('user.id', ondelete='CASCADE'), primary_key=True),
        sa.Column('role', sa.String, nullable=False),
        _created_at(),
    )
    _index('team_member', 'user_id')


def _places() -> None:
    op.add_column('place', sa.Column('is_protected', sa.Boolean, nullable=False, server_default=sa.false()))
    _refer('place', merged_into='place.id')
    _index('place', 'merged_into')
    op.create_index('place_by_name', 'place', ['is_published', 'name', 'id'])
    op.create_table(
        'place_merge',
        sa.Column('id', sa.Integer, primary_key=True),
        _to('place_id', 'place.id'),
        _to('into_id', 'place.id'),
        sa.Column('moved', sa.String, nullable=False),
        _created_at(),
    )
    _index('place_merge', 'place_id', 'into_id')


def _sessions() -> None:
    _refer('session', car_id='car.id', event_id='race_event.id', team_id='team.id')
    _index('session', 'car_id', 'event_id')
    op.create_index('session_by_team', 'session', ['team_id', 'visibility', 'id'])


def _shares() -> None:
    op.create_table(
        'share',
        *_id(),
        _to('session_id', 'session.id'),
        sa.Column('secret_sha256', sa.String, nullable=False, unique=True),
        sa.Column('scope', sa.String, nullable=False),
        sa.Column('ends_at', sa.DateTime),
        sa.Column('revoked_at', sa.DateTime),
        _created_at(),
    )
    _index('share', 'session_id')


def _standings() -> None:
    op.create_table(
        'standing',
        sa.Column('id', sa.Integer, primary_key=True),
        _to('course_id', 'course.id'),
        _to('session_id', 'session.id'),
        sa.Column(
            'lap_id', sa.Integer, sa.ForeignKey('lap.id', ondelete='CASCADE'), nullable=False, unique=True
        ),
        *(
            sa.Column(name, sa.String, nullable=False)
            for name in ('driver', 'car', 'category', 'measured_by')
        ),
        sa.Column('time_s', sa.Float, nullable=False),
        sa.Column('driven_at', sa.DateTime, nullable=False),
        sa.Column('held', sa.String, nullable=False),
        sa.Column('is_freed', sa.Boolean, nullable=False),
        sa.Column('is_best', sa.Boolean, nullable=False),
    )
    op.create_index('standing_of_course', 'standing', ['course_id', 'is_best', 'time_s', 'id'])
    op.create_index('standing_of_driver', 'standing', ['course_id', 'driver', 'car', 'time_s'])
    _index('standing', 'session_id', 'held')


def _id() -> tuple[sa.Column[int], sa.Column[str]]:
    return (
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('uid', sa.String, nullable=False, unique=True),
    )


def _to(column: str, target: str) -> sa.Column[int]:
    return sa.Column(column, sa.Integer, sa.ForeignKey(target, ondelete='CASCADE'), nullable=False)


def _refer(table: str, **targets: str) -> None:
    """Add references; SQLite makes the table anew for it."""
    with op.batch_alter_table(table) as batch:
        for column, target in targets.items():
            key = sa.ForeignKey(target, name=f'{table}_{column}', ondelete='SET NULL')
            batch.add_column(sa.Column(column, sa.Integer, key))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f'ix_{table}_{column}', table, [column])


def _created_at() -> sa.Column[object]:
    return sa.Column('created_at', sa.DateTime, nullable=False)
