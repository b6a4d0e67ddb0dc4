import re
import sqlite3
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Run
from tests.running_server import running_server


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / 'racetrace.db'


def count(data: Path, table: str) -> int:
    connection = sqlite3.connect(data)
    try:
        return int(connection.execute(f'SELECT count(*) FROM {table}').fetchone()[0])
    finally:
        connection.close()


def test_files_are_taken_into_a_store(run: Run, log: Path, data: Path) -> None:
    done = run('import', log, '--data', data)
    assert (done.returncode, done.stderr) == (0, '')
    assert done.stdout.startswith('kart.csv: session 1, 3 timed laps, best 0:')
    assert (count(data, 'session'), count(data, 'lap'), count(data, 'progress')) == (1, 5, 3)
    assert run('import', log, '--data', data).stdout == done.stdout, 'the same file is the same session'
    assert count(data, 'session') == 1


def test_what_cannot_be_read_is_said_in_a_sentence(run: Run, data: Path, tmp_path: Path) -> None:
    cat = tmp_path / 'cat.jpg'
    cat.write_bytes(b'\xff\xd8\xff\xe0')
    for file in (cat, tmp_path / 'nobody.csv', tmp_path):
        done = run('import', file, '--data', data)
        assert (done.returncode, done.stdout) == (1, '')
        assert file.name in done.stderr
        assert done.stderr.count('\n') == 1


def test_a_running_racetrace_is_handed_the_file(run: Run, log: Path, data: Path) -> None:
    with running_server(data) as server:
        done = run('import', log, '--data', data)
        assert done.stdout == f'kart.csv: session 1, at {server.url}\n'
        assert run('reread', '--data', data).returncode == 1
        cat = data.with_name('cat.jpg')
        cat.write_bytes(b'\xff\xd8\xff\xe0')
        refused = run('import', cat, '--data', data)
        assert (refused.returncode, refused.stdout) == (1, '')
        assert 'cat.jpg: ' in refused.stderr


def test_a_second_start_leads_to_the_first(run: Run, data: Path) -> None:
    with running_server(data) as server:
        done = run('serve', '--data', data, '--no-browser')
        assert (done.returncode, done.stdout) == (
            0,
            f'RaceTrace: {server.url}, where it is running already\n',
        )


def test_the_demo_comes_back_when_it_is_asked_for(run: Run, data: Path) -> None:
    done = run('seed', '--data', data)
    assert 'Riverside' in done.stdout
    assert '7 timed laps' in done.stdout


def test_an_admin_is_seeded_once_with_a_password_that_nobody_else_knows(run: Run, data: Path) -> None:
    done = run('seed', '--data', data, '--admin', 'ana@club.example')
    assert (done.returncode, done.stderr) == (0, '')
    found = re.search('^ana: admin, password ([^ ]{43}) ', done.stdout, re.MULTILINE)
    assert found
    form = {'username': 'ana', 'password': found[1]}
    with running_server(data, environ={'RACETRACE_MODE': 'lan'}) as server:
        answer = httpx.post(f'{server.url}/api/v1/auth/login', data=form).json()
        client = httpx.Client(
            base_url=f'{server.url}/api/v1', headers={'Authorization': f'Bearer {answer["access_token"]}'}
        )
        with client:
            assert client.get('/users/me').json()['role'] == 'admin'
            [session] = client.get('/sessions/').json()
    assert 'Riverside' in session['track'] + session['name']
    again = run('seed', '--data', data, '--admin', 'bob@club.example')
    assert (again.returncode, again.stdout) == (1, '')
    assert 'There is an admin already' in again.stderr
    assert (found[1].encode() in data.read_bytes(), count(data, 'user')) == (False, 1)


def test_everything_is_derived_anew_from_the_files(run: Run, log: Path, data: Path) -> None:
    before = run('import', log, '--data', data)
    done = run('reread', '--data', data)
    assert done.stdout == before.stdout
    assert (count(data, 'session'), count(data, 'job')) == (1, 2)
