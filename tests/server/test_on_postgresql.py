"""The program as a whole on a database of PostgreSQL: started, killed, and started again."""

import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from racetrace.store.database import open_engine
from racetrace.store.postgresql import CLAIM
from tests.running_server import LEFT_OUT, SCRIPT, RunningServer, running_server
from tests.simulated_log import simulated_log

OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'racetrace' AND pid <> pg_backend_pid()
"""


def uploaded(server: RunningServer) -> dict[str, object]:
    sent = httpx.put(
        f'{server.url}/api/v1/sessions/upload',
        params={'name': 'kart.csv', 'wait': 60},
        content=simulated_log(),
        timeout=70,
    )
    assert sent.status_code in {200, 201}, sent.text
    found = httpx.get(f'{server.url}/api/v1/sessions/{sent.json()["session_id"]}')
    session: dict[str, object] = found.raise_for_status().json()
    return session


def test_what_was_taken_in_is_there_after_a_kill(database: str) -> None:
    with running_server(database) as server:
        session = uploaded(server)
    with running_server(database) as server:
        assert httpx.get(f'{server.url}/api/v1/sessions/{session["id"]}').json() == session
        assert uploaded(server) == session, 'the same file is the same session'


def test_a_second_program_is_told_where_the_first_one_is(database: str) -> None:
    with running_server(database) as server:
        second = subprocess.run(
            [SCRIPT, 'serve', '--no-browser', '--data', database],
            check=False,
            capture_output=True,
            text=True,
            env={name: text for name, text in os.environ.items() if not name.startswith(LEFT_OUT)},
        )
        assert second.stdout == f'RaceTrace: {server.url}, where it is running already\n'
        assert (second.returncode, second.stderr) == (0, '')


@pytest.mark.parametrize(
    'address', ['postgresql://ana:secret@127.0.0.1:1/racetrace', 'mysql://ana:secret@127.0.0.1/racetrace']
)
def test_an_address_that_leads_nowhere_stops_the_start_in_a_sentence(address: str) -> None:
    done = subprocess.run([SCRIPT, 'serve', '--data', address], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.count('\n') == 1
    assert 'secret' not in done.stderr


def test_a_database_that_goes_away_is_said_and_found_again(database: str) -> None:
    """Every connection of the program is cut; what is asked next meets a new one."""
    engine = open_engine(database).execution_options(isolation_level='AUTOCOMMIT', postgresql_readonly=True)
    with running_server(database) as server:
        uploaded(server)
        with engine.connect() as connection:
            connection.exec_driver_sql(OTHERS)
        assert httpx.get(f'{server.url}/api/v1/sessions/').status_code == 200
    engine.dispose()


CLAIM_CUT = """
SELECT pg_terminate_backend(pid) FROM pg_locks
WHERE locktype = 'advisory' AND objid = 2 AND granted AND pid <> pg_backend_pid()
"""


def test_a_program_that_lost_its_claim_to_another_ends_with_a_sentence(database: str) -> None:
    """Two that both believe to be the only one would sweep away what the other is writing."""
    with running_server(database) as server, ThreadPoolExecutor(1) as thread:
        waits = thread.submit(_waits_for_the_claim, database)
        with psycopg.connect(database, autocommit=True) as beside:
            while beside.execute('SELECT count(*) FROM pg_locks WHERE NOT granted').fetchone() != (1,):
                pass
            beside.execute(CLAIM_CUT)
        with waits.result():
            assert server.process.wait(60) == -signal.SIGTERM


def _waits_for_the_claim(database: str) -> psycopg.Connection:
    connection = psycopg.connect(database, autocommit=True)
    connection.execute(f'SELECT pg_advisory_lock({CLAIM})'.encode())
    return connection
