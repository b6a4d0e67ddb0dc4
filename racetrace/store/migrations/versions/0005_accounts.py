"""Accounts: what proves who somebody is, and who did what. The user of a laptop gets none of it."""

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import refuse

revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    _users()
    _sign_ins()
    _attempts()
    _entries()


def downgrade() -> None:
    refuse()


def _users() -> None:
    for name in ('email', 'password_hash', 'totp_secret'):
        op.add_column('user', sa.Column(name, sa.String))
    for name in ('display_name', 'about'):
        op.add_column('user', sa.Column(name, sa.String, nullable=False, server_default=''))
    for name in ('is_admin', 'is_locked', 'email_verified', 'totp_is_on'):
        op.add_column('user', sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column('user', sa.Column('totp_step', sa.Integer))
    op.add_column('user', sa.Column('deleted_at', sa.DateTime))
    op.create_index('ix_user_email', 'user', ['email'], unique=True)


def _sign_ins() -> None:
    op.create_table(
        'browser_session',
        _id(),
        _secret(),
        _user(),
        sa.Column('device_name', sa.String, nullable=False),
        *_times('created_at', 'seen_at', 'ends_at'),
        sa.Column('step_up_until', sa.DateTime),
    )
    op.create_index('ix_browser_session_user_id', 'browser_session', ['user_id'])
    op.create_table(
        'refresh_token',
        _id(),
        _secret(),
        sa.Column('family', sa.String, nullable=False),
        _user(),
        sa.Column(
            'parent_id', sa.Integer, sa.ForeignKey('refresh_token.id', ondelete='CASCADE'), unique=True
        ),
        *_times('created_at', 'ends_at'),
        sa.Column('used_at', sa.DateTime),
    )
    for column in ('family', 'user_id'):
        op.create_index(f'ix_refresh_token_{column}', 'refresh_token', [column])
    op.create_table(
        'personal_token',
        _id(),
        sa.Column('uid', sa.String, nullable=False, unique=True),
        _secret(),
        _user(),
        sa.Column('name', sa.String, nullable=False),
        sa.Column('scopes', sa.String, nullable=False),
        *_times('created_at', 'ends_at'),
        sa.Column('used_at', sa.DateTime),
    )
    op.create_index('ix_personal_token_user_id', 'personal_token', ['user_id'])
    op.create_table(
        'oauth_account',
        _id(),
        _user(),
        sa.Column('provider', sa.String, nullable=False),
        sa.Column('subject', sa.String, nullable=False),
        *_times('created_at'),
        sa.UniqueConstraint('provider', 'subject', name='oauth_account_once'),
    )
    op.create_index('ix_oauth_account_user_id', 'oauth_account', ['user_id'])


def _attempts() -> None:
    op.create_table('sign_in_failure', _id(), sa.Column('key', sa.String, nullable=False), *_times('at'))
    op.create_index('failure_by_key', 'sign_in_failure', ['key', 'at'])
    op.create_index('failure_by_time', 'sign_in_failure', ['at'])
    op.create_table(
        'device',
        _id(),
        _user(),
        sa.Column('sha256', sa.String, nullable=False),
        *_times('seen_at'),
        sa.UniqueConstraint('user_id', 'sha256', name='device_once'),
    )


def _entries() -> None:
    op.create_table(
        'one_time_link',
        _id(),
        sa.Column('purpose', sa.String, nullable=False),
        _secret(),
        _user(nullable=True),
        *_times('created_at', 'ends_at'),
        sa.Column('used_at', sa.DateTime),
    )
    op.create_index('ix_one_time_link_user_id', 'one_time_link', ['user_id'])
    op.create_table(
        'audit_entry',
        _id(),
        *_times('at'),
        sa.Column('who_id', sa.Integer),
        *(sa.Column(name, sa.String, nullable=False) for name in ('what', 'on_what', 'from_where')),
    )
    op.create_index('audit_by_time', 'audit_entry', ['at'])
    op.create_index('ix_audit_entry_who_id', 'audit_entry', ['who_id'])
    op.create_table(
        'kept_secret',
        sa.Column('name', sa.String, primary_key=True),
        sa.Column('value', sa.String, nullable=False),
    )


def _id() -> sa.Column[int]:
    return sa.Column('id', sa.Integer, primary_key=True)


def _secret() -> sa.Column[str]:
    return sa.Column('sha256', sa.String, nullable=False, unique=True)


def _user(*, nullable: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey('user.id', ondelete='CASCADE')
    return sa.Column('user_id', sa.Integer, key, nullable=nullable)


def _times(*names: str) -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(name, sa.DateTime, nullable=False) for name in names)
