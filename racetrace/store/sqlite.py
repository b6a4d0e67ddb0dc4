"""The SQLite engine. Without these listeners concurrent updates are lost and foreign keys are not kept."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, event
from sqlmodel import create_engine

READ_ONLY: Final = 'read_only'
READING: Final[Mapping[str, Any]] = {READ_ONLY: True}
NO_SPACE: Final = frozenset({'SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE'})

PRAGMAS: Final = (
    'busy_timeout=10000',  # first: the others may have to wait for a lock
    'journal_mode=WAL',
    'synchronous=FULL',  # NORMAL may lose the last commits when the power goes: the trackside case
    f'journal_size_limit={16 << 20}',
)
SERVING: Final = (*PRAGMAS, 'foreign_keys=ON')
# auto_vacuum is heeded by a new file only, before its journal mode is set. It takes the write lock even
# where it changes nothing, so that in SERVING each new connection would wait for the writer.
MIGRATING: Final = ('auto_vacuum=INCREMENTAL', *PRAGMAS, 'foreign_keys=OFF')


def engine_on(data: Path, *, migrating: bool) -> Engine:
    engine = create_engine(f'sqlite:///{data}')

    @event.listens_for(engine, 'connect')
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin or commit: `begin` below does
        for pragma in MIGRATING if migrating else SERVING:
            connection.execute(f'PRAGMA {pragma}')

    @event.listens_for(engine, 'begin')
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: read-then-write under a plain BEGIN fails as "locked".
        read_only = connection.get_execution_options().get(READ_ONLY)
        connection.exec_driver_sql('BEGIN' if read_only else 'BEGIN IMMEDIATE')

    return engine
