"""The claim on a PostgreSQL store: a lock of one connection, which is named after where its holder is."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from racetrace.errors import StoreInUse, StoreNotUsable
from racetrace.store.database import open_engine
from racetrace.store.postgresql import CLAIM, ENCODING, OURS, called

HOLDER = text(
    'SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid) '
    "WHERE locktype = 'advisory' AND classid = :ours AND objid = 2 AND granted "
    'AND database = (SELECT oid FROM pg_database WHERE datname = current_database())'
)
HELD = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = :ours AND objid = 2 AND granted "
    'AND pid = pg_backend_pid()'
)


@contextmanager
def claimed(data: str, url: str, lost: Callable[[StoreInUse], None], every_s: float) -> Iterator[None]:
    """Hold the claim. Raises StoreInUse, and StoreNotUsable where there is no such database."""
    engine = open_engine(data).execution_options(isolation_level='AUTOCOMMIT', postgresql_readonly=True)
    claim = _Claim(engine=engine, data=data, name=f'{_computer()} {url}')
    ends = Event()
    watch = Thread(target=_watch, args=(claim, ends, lost, every_s), name='claim', daemon=True)
    try:
        _insist(claim)
        watch.start()
        yield
    finally:
        ends.set()
        if watch.is_alive():
            watch.join()
        claim.leave()
        engine.dispose()  # closes the connection, which ends the lock


@dataclass(kw_only=True)
class _Claim:
    engine: Engine
    data: str
    name: str  # of its connection
    connection: Connection | None = None

    def take(self) -> None:
        """Raises StoreInUse, and OperationalError where the database does not answer."""
        self.leave()
        self.connection = connection = self.engine.connect()
        connection.execute(text("SELECT set_config('application_name', :name, false)"), {'name': self.name})
        if not connection.exec_driver_sql(f'SELECT pg_try_advisory_lock({CLAIM})').scalar_one():
            raise StoreInUse(*_held(connection, self.data))

    def is_held(self) -> bool:
        """Return whether the connection lives, and the lock with it."""
        try:
            assert self.connection is not None
            return bool(self.connection.execute(HELD, {'ours': OURS}).scalar_one())
        except OperationalError:
            return False

    def leave(self) -> None:
        if self.connection is not None:
            self.connection.invalidate()  # closed, not kept for the next one: it may hold the lock
            self.connection.close()
            self.connection = None


def _insist(claim: _Claim) -> None:
    """Raises StoreInUse, and StoreNotUsable for a database that does not answer, or cannot hold all text."""
    try:
        claim.take()
    except OperationalError as error:
        raise StoreNotUsable(f'The {called(claim.data)} cannot be reached: {_reason(error)}.') from error
    assert claim.connection is not None
    encoding = claim.connection.exec_driver_sql('SHOW server_encoding').scalar_one()
    if encoding != ENCODING:
        raise StoreNotUsable(
            f'The {called(claim.data)} keeps text as {encoding}, which does not hold every name. '
            f"Make one with ENCODING '{ENCODING}' TEMPLATE template0."
        )


def _watch(claim: _Claim, ends: Event, lost: Callable[[StoreInUse], None], every_s: float) -> None:
    while not ends.wait(every_s):
        if claim.is_held():
            continue
        try:
            claim.take()
        except OperationalError:
            claim.leave()  # it is starting: whoever asks for something is told so meanwhile
        except StoreInUse as error:
            return lost(error)
    return None


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
