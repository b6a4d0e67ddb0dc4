import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Engine

from racetrace.errors import StoreInUse, StoreNotUsable
from racetrace.store.claim import claimed
from racetrace.store.postgresql import CLAIM
from tests.postgres import Server

HOLD = """
import sys
from racetrace.settings.stated import store_of
from racetrace.store.claim import claimed
with claimed(store_of('', sys.argv[1]), 'http://127.0.0.1:1', lost=print):
    print('held', flush=True)
    sys.stdin.read()
"""


def never(error: StoreInUse) -> None:
    raise AssertionError(error)


def test_one_at_a_time_and_the_other_is_told_where(store: Path | str) -> None:
    with (
        claimed(store, 'http://127.0.0.1:8000', lost=never),
        pytest.raises(StoreInUse, match=r'It is at http://127\.0\.0\.1:8000') as told,
        claimed(store, '', lost=never),
    ):
        pass
    assert told.value.url == 'http://127.0.0.1:8000'
    with claimed(store, '', lost=never):
        pass


def test_a_claim_ends_with_its_process_however_that_ends(store: Path | str) -> None:
    command = [sys.executable, '-c', HOLD, str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == 'held\n'
        with pytest.raises(StoreInUse), claimed(store, '', lost=never):
            pass
        process.kill()
        process.wait()
    with claimed(store, '', lost=never):
        pass


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreNotUsable, match='No such file'),
        claimed(tmp_path / 'no' / 'r.db', '', lost=never),
    ):
        pass


def test_a_database_that_is_not_there_is_said_without_its_password() -> None:
    with (
        pytest.raises(StoreNotUsable, match=r'The database r on 127\.0\.0\.1 cannot be reached') as told,
        claimed('postgresql://ana:secret@127.0.0.1:1/r', '', lost=never),
    ):
        pass
    assert 'secret' not in str(told.value)


def test_an_address_that_is_odd_is_said_without_its_password() -> None:
    with (
        pytest.raises(StoreNotUsable, match='cannot be understood') as told,
        claimed('postgresql://a:secret@h:x/r', '', lost=never),
    ):
        pass
    assert 'secret' not in str(told.value)


@pytest.mark.parametrize('encoding', ['SQL_ASCII', 'LATIN1'])
def test_a_database_that_does_not_hold_every_name_is_said(postgres: Server, encoding: str) -> None:
    kept = f"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'"
    with (
        postgres.database('template0', kept) as address,
        pytest.raises(StoreNotUsable, match=f"keeps text as {encoding}.* ENCODING 'UTF8'"),
        claimed(address, '', lost=never),
    ):
        pass


# As the database does that is started anew.
CUT = """
SELECT pg_terminate_backend(pid) FROM pg_locks
WHERE locktype = 'advisory' AND objid = 2 AND granted AND pid <> pg_backend_pid()
"""
HOLDERS = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 2 AND granted"


@pytest.fixture
def beside(server_engine: Engine) -> Iterator[Connection]:
    """Somebody else in the same database."""
    options: dict[str, Any] = {'isolation_level': 'AUTOCOMMIT', 'postgresql_readonly': True}
    with server_engine.connect().execution_options(**options) as connection:
        yield connection


def holder(connection: Connection) -> int | None:
    return connection.exec_driver_sql(HOLDERS).scalar()


def test_a_claim_that_the_database_lost_is_taken_again(database: str, beside: Connection) -> None:
    with claimed(database, 'http://127.0.0.1:8000', lost=never, every_s=0.01):
        before = holder(beside)
        beside.exec_driver_sql(CUT)
        while (now := holder(beside)) in {None, before}:
            pass
        assert now is not None
        with (
            pytest.raises(StoreInUse, match=r'It is at http://127\.0\.0\.1:8000'),
            claimed(database, '', lost=never),
        ):
            pass


def test_whoever_lost_it_to_another_is_told(database: str, beside: Connection) -> None:
    told: Queue[StoreInUse] = Queue()
    with claimed(database, 'http://127.0.0.1:8000', lost=told.put, every_s=0.01):
        with ThreadPoolExecutor(1) as thread:
            waits = thread.submit(_waits_for_it, database)
            while not beside.exec_driver_sql('SELECT count(*) FROM pg_locks WHERE NOT granted').scalar_one():
                pass
            beside.exec_driver_sql(CUT)
            other = waits.result()
        assert 'Another RaceTrace' in str(told.get(timeout=60))
        other.close()


def _waits_for_it(database: str) -> Any:
    connection = psycopg.connect(database, autocommit=True)
    connection.execute(f'SELECT pg_advisory_lock({CLAIM})'.encode())
    return connection
