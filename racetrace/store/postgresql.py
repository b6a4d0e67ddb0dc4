"""The PostgreSQL engine: one writer at a time, as on SQLite, and readers that see one moment."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlmodel import create_engine

from racetrace.errors import StoreNotUsable

READING: Final[Mapping[str, Any]] = {'isolation_level': 'REPEATABLE READ', 'postgresql_readonly': True}
NO_SPACE: Final = frozenset({'53100'})
AWAY: Final = frozenset(
    {'57P01', '57P02', '57P03', '53300'}
)  # going down, crashed, coming up, full of others

# Advisory locks, two numbers each, of one database: the first says whose they are.
OURS: Final = int.from_bytes(b'Race')
WRITER: Final = f'{OURS}, 1'
CLAIM: Final = f'{OURS}, 2'
PATIENCE: Final = '-c lock_timeout=10000'  # milliseconds; as long as SQLite's busy_timeout
ENCODING: Final = 'UTF8'  # the only one that holds every name


def engine_on(url: str) -> Engine:
    """Raises StoreNotUsable where the driver is not installed, or the address cannot be understood."""
    try:
        engine = create_engine(
            address(url),
            isolation_level='READ COMMITTED',
            pool_pre_ping=True,  # a server that was started anew is met with a new connection
            pool_size=10,
            max_overflow=30,  # a writer that waits holds one, and must not keep readers out
            connect_args={
                'connect_timeout': 10,
                'options': PATIENCE,
                'application_name': 'racetrace',
                'client_encoding': ENCODING,
            },
        )
    except ModuleNotFoundError as error:
        raise StoreNotUsable('A PostgreSQL store needs psycopg: install racetrace[server].') from error

    ended = [0]  # how often: what was out at that time comes back to a pool that nobody asks any more

    @event.listens_for(engine, 'engine_disposed')
    def end(_: Engine) -> None:
        ended[0] += 1

    @event.listens_for(engine, 'connect')
    def prepare(connection: Any, record: Any) -> None:
        record.info['since'] = ended[0]
        connection.adapters.register_dumper(str, _without_nul())

    @event.listens_for(engine, 'checkin')
    def take_back(connection: Any, record: Any) -> None:
        if connection is not None and record.info.get('since') != ended[0]:
            connection.close()

    @event.listens_for(engine, 'begin')
    def begin(connection: Connection) -> None:
        # Whoever writes holds this lock to the end of his transaction, so that nobody reads what he is about
        # to replace. Each statement after it sees what was committed before it was got: under REPEATABLE READ
        # the lock itself would fix the moment, and what others wrote while it was waited for would be lost.
        if not connection.get_execution_options().get('postgresql_readonly'):
            connection.exec_driver_sql(f'SELECT pg_advisory_xact_lock({WRITER})')

    return engine


def address(url: str) -> URL:
    """Return the address with our driver. Raises StoreNotUsable."""
    try:
        return make_url(url).set(drivername='postgresql+psycopg')
    except (ArgumentError, ValueError) as error:
        raise StoreNotUsable(
            'The address of the database cannot be understood: write postgresql://user:password@host/name.'
        ) from error


def called(url: str) -> str:
    """Return the database as it may be shown: without user and password."""
    parts = address(url)
    return f'database {parts.database or ""} on {parts.host or parts.query.get("host") or "this computer"}'


def _without_nul() -> type[Any]:
    """PostgreSQL holds no NUL in a text, and files and programs may bring one: it is written as U+FFFD."""
    from psycopg.types.string import StrDumperUnknown

    class WithoutNul(StrDumperUnknown):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace('\0', '\N{REPLACEMENT CHARACTER}'))

    return WithoutNul
