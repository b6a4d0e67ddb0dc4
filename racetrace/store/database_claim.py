"""The claim on a PostgreSQL store: a lock of one connection, which is named after where its holder is."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from racetrace.errors import StoreInUse, StoreNotUsable
from racetrace.store.database import open_engine
from racetrace.store.postgresql import CLAIM, OURS, called

HOLDER = text(
    'SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid) '
    "WHERE locktype = 'advisory' AND classid = :ours AND objid = 2 AND granted "
    'AND database = (SELECT oid FROM pg_database WHERE datname = current_database())'
)


@contextmanager
def claimed(data: str, url: str) -> Iterator[None]:
    """Hold the claim. Raises StoreInUse, and StoreNotUsable where there is no such database."""
    engine = open_engine(data).execution_options(isolation_level='AUTOCOMMIT', postgresql_readonly=True)
    try:
        with _connected(engine, data) as connection:
            name = f'{_computer()} {url}'
            connection.execute(text("SELECT set_config('application_name', :name, false)"), {'name': name})
            if not connection.exec_driver_sql(f'SELECT pg_try_advisory_lock({CLAIM})').scalar_one():
                raise StoreInUse(*_held(connection, data))
            yield
    finally:
        engine.dispose()  # closes the connection, which ends the lock


def _connected(engine: Engine, data: str) -> Connection:
    try:
        return engine.connect()
    except OperationalError as error:
        raise StoreNotUsable(f'The {called(data)} cannot be reached: {_reason(error)}.') from error


def _held(connection: Connection, data: str) -> tuple[str, str]:
    """Return a sentence on the holder, and where he is served as far as this computer can open it."""
    computer, _, url = (connection.execute(HOLDER, {'ours': OURS}).scalar() or '').partition(' ')
    if computer in {'', _computer()}:
        return f'Another RaceTrace works on the {called(data)}.', url
    return f'Another RaceTrace, on {computer}, works on the {called(data)}.', ''


def _computer() -> str:
    return socket.gethostname()[:20]  # PostgreSQL keeps 63 bytes of the name of a connection


def _reason(error: OperationalError) -> str:
    return str(error.orig).strip().splitlines()[-1].rstrip('.')[:300]
