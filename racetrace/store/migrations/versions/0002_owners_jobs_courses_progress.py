"""Rows get owners and uids; jobs, places, courses and progress come.

Sessions are read again from their files, for nothing was kept of their samples until now.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from racetrace.store.downgrades import refuse
from racetrace.store.uid import uid

revision = '0002'
down_revision = '0001'

OWNER = 1
NOW = datetime.now(UTC).strftime('%Y-%m-%d %H:%M:%S')


def upgrade() -> None:
    _users()
    op.add_column('blob', sa.Column('encoding', sa.String, nullable=False, server_default=''))
    for table in ('lap', 'session', 'upload'):
        op.rename_table(table, f'{table}_before')
    _uploads()
    _courses()
    _sessions()
    _copy()
    for table in ('lap', 'session', 'upload'):
        op.drop_table(f'{table}_before')


def downgrade() -> None:
    refuse()


def _users() -> None:
    op.create_table(
        'user',
        *_id(),
        sa.Column('name', sa.String, nullable=False, unique=True),
        sa.Column('settings', sa.String, nullable=False),
        _created_at(),
    )
    # Its number is left to the database, which counts on from there: it is 1, that of OWNER.
    op.get_bind().execute(
        sa.text("INSERT INTO \"user\" (uid, name, settings, created_at) VALUES (:uid, 'local', '{}', :now)"),
        {'uid': uid(), 'now': NOW},
    )


def _uploads() -> None:
    op.create_table(
        'upload',
        *_id(),
        _owner(),
        sa.Column('name', sa.String, nullable=False),
        sa.Column('raw_id', sa.String, sa.ForeignKey('blob.id'), nullable=False),
        _created_at(),
        sa.UniqueConstraint('owner_id', 'raw_id', name='upload_once'),
    )
    op.create_index('ix_upload_raw_id', 'upload', ['raw_id'])
    op.create_table(
        'job',
        *_id(),
        _owner(),
        sa.Column('upload_id', sa.Integer, sa.ForeignKey('upload.id', ondelete='CASCADE'), nullable=False),
        sa.Column('state', sa.String, nullable=False),
        sa.Column('attempts', sa.Integer, nullable=False),
        sa.Column('sentence', sa.String, nullable=False),
        _created_at(),
        sa.Column('ended_at', sa.DateTime),
    )
    op.create_index('job_by_state', 'job', ['state'])
    op.create_index('ix_job_upload_id', 'job', ['upload_id'])


def _courses() -> None:
    op.create_table(
        'place',
        *_id(),
        _owner(),
        sa.Column('name', sa.String, nullable=False),
        sa.Column('country', sa.String, nullable=False),
        sa.Column('city', sa.String, nullable=False),
        sa.Column('latitude_deg', sa.Float, nullable=False),
        sa.Column('longitude_deg', sa.Float, nullable=False),
        sa.Column('is_published', sa.Boolean, nullable=False),
        _created_at(),
    )
    op.create_index('place_by_latitude', 'place', ['latitude_deg'])
    op.create_table(
        'course',
        *_id(),
        _owner(),
        sa.Column('place_id', sa.Integer, sa.ForeignKey('place.id', ondelete='CASCADE'), nullable=False),
        sa.Column('name', sa.String, nullable=False),
        sa.Column('is_default', sa.Boolean, nullable=False),
        sa.Column('sectors', sa.Integer, nullable=False),
        _created_at(),
    )
    op.create_index('ix_course_place_id', 'course', ['place_id'])
    op.create_table(
        'line_version',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('course_id', sa.Integer, sa.ForeignKey('course.id', ondelete='CASCADE')),
        sa.Column('version', sa.String, nullable=False),
        sa.Column('blob_id', sa.String, sa.ForeignKey('blob.id'), nullable=False),
        sa.Column('length_m', sa.Float, nullable=False),
        sa.Column('is_closed', sa.Boolean, nullable=False),
        sa.Column('outline', sa.String, nullable=False),
        _created_at(),
    )
    for column in ('course_id', 'version', 'blob_id'):
        op.create_index(f'ix_line_version_{column}', 'line_version', [column])
    op.create_table(
        'gate',
        sa.Column('id', sa.Integer, primary_key=True),
        _line('CASCADE'),
        sa.Column('kind', sa.String, nullable=False),
        *(
            sa.Column(f'{side}_{axis}_deg', sa.Float, nullable=False)
            for side in ('left', 'right')
            for axis in ('latitude', 'longitude')
        ),
    )
    op.create_index('ix_gate_line_id', 'gate', ['line_id'])
    metres = ('start_m', 'end_m', 'apex_m', 'angle_deg', 'section_start_m', 'section_end_m')
    op.create_table(
        'corner',
        sa.Column('id', sa.Integer, primary_key=True),
        _line('CASCADE'),
        sa.Column('number', sa.Integer, nullable=False),
        *(sa.Column(name, sa.Float, nullable=False) for name in metres),
    )
    op.create_index('ix_corner_line_id', 'corner', ['line_id'])


def _sessions() -> None:
    words = ('name', 'notes', 'session_type', 'driver_name', 'car_name', 'visibility')
    read = ('format', 'device', 'zone_source', 'track', 'vehicle', 'warnings')
    op.create_table(
        'session',
        *_id(),
        _owner(),
        sa.Column('upload_id', sa.Integer, sa.ForeignKey('upload.id'), unique=True),
        *(sa.Column(name, sa.String, nullable=False) for name in words),
        sa.Column('is_demo', sa.Boolean, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in read),
        sa.Column('started_at', sa.DateTime),
        sa.Column('reader_version', sa.Integer, nullable=False),
        sa.Column('samples_id', sa.String, sa.ForeignKey('blob.id')),
        sa.Column('line_id', sa.Integer, sa.ForeignKey('line_version.id')),
        sa.Column('is_coarse', sa.Boolean, nullable=False),
        sa.Column('fix_rate_hz', sa.Float),
        sa.Column('tau_s', sa.Float, nullable=False),
        sa.Column('lag_s', sa.Float),
        sa.Column('lag_sharpness', sa.Float),
        _created_at(),
        sa.Column('deleted_at', sa.DateTime),
    )
    op.create_index('session_by_owner', 'session', ['owner_id', 'deleted_at', 'id'])
    for column in ('samples_id', 'line_id'):
        op.create_index(f'ix_session_{column}', 'session', [column])
    op.create_table(
        'lap',
        *_id(),
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
    op.create_index('ix_lap_session_id', 'lap', ['session_id'])
    op.create_table(
        'progress',
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('lap_id', sa.Integer, sa.ForeignKey('lap.id', ondelete='CASCADE'), nullable=False),
        _line('CASCADE'),
        sa.Column('algorithm', sa.Integer, nullable=False),
        sa.Column('method', sa.String, nullable=False),
        sa.Column('blob_id', sa.String, sa.ForeignKey('blob.id'), nullable=False),
        sa.Column('gate_residual_ms', sa.Float),
        sa.Column('splits', sa.String, nullable=False),
        sa.UniqueConstraint('lap_id', 'line_id', 'algorithm', name='progress_once'),
    )
    for column in ('line_id', 'blob_id'):
        op.create_index(f'ix_progress_{column}', 'progress', [column])


def _copy() -> None:
    """Bring the rows over; every file is owed another reading, but for those that were refused."""
    db = op.get_bind()
    for row in db.execute(sa.text('SELECT * FROM upload_before')).mappings().all():
        facts = {**row, 'uid': uid(), 'job_uid': uid(), 'owner': OWNER, 'now': NOW}
        facts['job_state'] = 'failed' if row['state'] == 'refused' else 'waiting'
        db.execute(sa.text('INSERT INTO upload VALUES (:id, :uid, :owner, :name, :raw_id, :now)'), facts)
        db.execute(
            sa.text(
                'INSERT INTO job (uid, owner_id, upload_id, state, attempts, sentence, created_at) '
                'VALUES (:job_uid, :owner, :id, :job_state, 0, :refusal, :now)'
            ),
            facts,
        )
    read = 'id, upload_id, format, device, started_at, zone_source, track, vehicle, warnings'
    for row in db.execute(sa.text(f'SELECT {read} FROM session_before')).mappings().all():
        db.execute(
            sa.text(
                f'INSERT INTO session ({read}, uid, owner_id, name, notes, session_type, driver_name, '
                'car_name, visibility, is_demo, reader_version, is_coarse, tau_s, created_at) VALUES '
                '(:id, :upload_id, :format, :device, :started_at, :zone_source, :track, :vehicle, '
                ':warnings, :uid, '
                ":owner, '', '', '', '', '', 'private', :no, 0, :no, 0, :now)"
            ),
            {**row, 'uid': uid(), 'owner': OWNER, 'no': False, 'now': NOW},
        )
    measured = (
        'id, session_id, number, kind, start_s, end_s, time_s, measured_by, resolution_ms, length_m, '
        'max_speed_mps, excluded_reason'
    )
    for row in db.execute(sa.text(f'SELECT {measured} FROM lap_before')).mappings().all():
        values = ', '.join(f':{name}' for name in measured.split(', '))
        db.execute(
            sa.text(f'INSERT INTO lap ({measured}, uid) VALUES ({values}, :uid)'), {**row, 'uid': uid()}
        )
    for table in ('upload', 'session', 'lap') if db.dialect.name == 'postgresql' else ():
        # It counts on from what it gave out itself, not from the numbers that came along.
        last = f"pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table})"
        db.execute(sa.text(f'SELECT setval({last})'))


def _id() -> tuple[sa.Column[int], sa.Column[str]]:
    return (
        sa.Column('id', sa.Integer, primary_key=True),
        sa.Column('uid', sa.String, nullable=False, unique=True),
    )


def _owner() -> sa.Column[int]:
    return sa.Column('owner_id', sa.Integer, sa.ForeignKey('user.id'), nullable=False)


def _line(on_delete: str) -> sa.Column[int]:
    return sa.Column(
        'line_id', sa.Integer, sa.ForeignKey('line_version.id', ondelete=on_delete), nullable=False
    )


def _created_at() -> sa.Column[object]:
    return sa.Column('created_at', sa.DateTime, nullable=False)
