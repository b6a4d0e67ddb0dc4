"""A PostgreSQL server of the tests' own: started once a run on a Unix socket, and gone with it.

Each test that wants one gets a database of its own, a copy of one that was migrated once. PostgreSQL 15 is
the oldest that will do.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import psycopg
import pytest

from racetrace.store.migrate import migrate

WHO: Final = 'postgres'  # the server refuses to be run by root
TEMPLATE: Final = 'migrated'
# What is lost with the machine is made anew: a commit need not wait for the disk.
CARELESS: Final = ('fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off')


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    folder: Path  # of its socket
    numbers: Iterator[int]

    def address(self, name: str) -> str:
        return f'postgresql://{WHO}@/{name}?host={self.folder}'

    def run(self, statement: str) -> None:
        with psycopg.connect(self.address('postgres'), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, template: str = TEMPLATE, kept: str = '') -> Iterator[str]:
        """Yield the address of a copy; `kept` says how, where it is not as the template is."""
        name = f'test_{next(self.numbers)}'
        self.run(f'CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY {kept}')  # 35 ms; WAL_LOG 57
        yield self.address(name)
        self.run(f'DROP DATABASE {name} WITH (FORCE)')


@pytest.fixture(scope='session')
def postgres() -> Iterator[Server]:
    with started() as server:
        yield server


@contextmanager
def started() -> Iterator[Server]:
    """Run a server, on which there is a migrated database to copy."""
    programs = _programs()
    folder = Path(mkdtemp(prefix='rt-pg-'))  # not pytest's: the path of a socket has 107 letters at most
    if _is_root():
        shutil.chown(folder, WHO)
    data = folder / 'data'
    control = [f'{programs}/pg_ctl', '--pgdata', str(data), '--silent', '--wait']
    settings = ' '.join(f'-c {setting}' for setting in ("listen_addresses=''", *CARELESS))
    try:
        _as_who([f'{programs}/initdb', '-D', str(data), '-U', WHO, '-A', 'trust', '-E', 'UTF8', '--no-sync'])
        options = f'-k {folder} {settings}'
        _as_who([*control, '--log', str(folder / 'log'), '--options', options, 'start'])
        try:
            server = Server(folder=folder, numbers=count())
            server.run(f'CREATE DATABASE {TEMPLATE}')
            migrate(server.address(TEMPLATE))
            yield server
        finally:
            _as_who([*control, '--mode', 'immediate', 'stop'])
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """Return the folder of the server's programs; skip where there is none, but never in CI."""
    on_path = shutil.which('pg_ctl')
    found = [Path(on_path).resolve().parent] if on_path else sorted(Path('/usr/lib/postgresql').glob('*/bin'))
    if not found:
        (pytest.fail if os.environ.get('CI') in {'1', 'true'} else pytest.skip)(
            'PostgreSQL is not installed: run apt install postgresql.'
        )
    return found[-1]


def _is_root() -> bool:
    return os.name == 'posix' and os.geteuid() == 0


def _as_who(command: list[str]) -> None:
    """Run it as somebody whom the server accepts, in a folder that he may enter."""
    who = WHO if _is_root() else None
    done = subprocess.run(
        command, user=who, group=who, cwd='/', check=False, text=True, capture_output='start' not in command
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    """The address of a migrated database of its own."""
    with postgres.database() as address:
        yield address
