"""Uploads as nobody sends them who means well, over a real socket."""

import json
import os
import select
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.running_server import RunningServer, running_server

MIB = 1 << 20
LIMIT = 50 * MIB
TOO_LARGE = 'This is larger than the 50 MiB that RaceTrace takes.'
CHUNK = b'10000\r\n' + bytes(65_536) + b'\r\n'
AS_FORM = (
    b'Content-Type: multipart/form-data; boundary=b\r\n',
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n',
)


@dataclass(frozen=True, kw_only=True)
class Target:
    server: RunningServer
    folder: Path  # the working directory, with the store
    temporary: Path

    def connected(self, head: bytes, method: str = 'PUT') -> socket.socket:
        connection = socket.create_connection(('127.0.0.1', self.server.port), timeout=20)
        connection.sendall(
            f'{method} /api/v1/sessions/upload?name=x.csv HTTP/1.1\r\n'
            f'Host: 127.0.0.1:{self.server.port}\r\n'.encode()
            + head
        )
        return connection

    def chunks(self) -> int:
        with closing(sqlite3.connect(self.folder / 'racetrace.db')) as store:
            return int(store.execute('SELECT count(*) FROM chunk').fetchone()[0])

    def assert_unharmed(self) -> None:
        """It answers, keeps nothing of it, and has written no file."""
        deadline = time.monotonic() + 10
        while self.chunks():
            assert time.monotonic() < deadline, 'what was half received is still there'
        assert httpx.get(f'{self.server.url}/api/v1/health').status_code == 200
        assert not list(self.temporary.rglob('*'))


@pytest.fixture(scope='module')
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder, temporary = tmp_path_factory.mktemp('served'), tmp_path_factory.mktemp('temporary')
    with running_server(folder / 'racetrace.db', environ={'TMPDIR': str(temporary)}) as server:
        yield Target(server=server, folder=folder, temporary=temporary)


def answer(connection: socket.socket) -> tuple[int, str]:
    """Return status and sentence."""
    head, _, body = b''.join(iter(lambda: connection.recv(65_536), b'')).partition(b'\r\n\r\n')
    return int(head.split()[1]), str(json.loads(body)['detail'])


@pytest.mark.parametrize('method', ['PUT', 'POST'])
def test_60_mb_are_refused_by_their_length_before_they_are_sent(target: Target, method: str) -> None:
    begun = time.monotonic()
    head = b'Content-Length: %d\r\nConnection: close\r\n\r\n' % (60 * MIB)
    with target.connected(AS_FORM[0] + head, method) as connection:
        assert answer(connection) == (413, TOO_LARGE)
    assert time.monotonic() - begun < 2
    target.assert_unharmed()


@pytest.mark.parametrize('method', ['PUT', 'POST'])
def test_an_endless_body_is_refused_at_the_limit(target: Target, method: str) -> None:
    form, part = AS_FORM if method == 'POST' else (b'', b'')
    begun, sent = time.monotonic(), 0
    head = b'Transfer-Encoding: chunked\r\nConnection: close\r\n' + form + b'\r\n'
    first = b'%x\r\n%s\r\n' % (len(part), part) if part else b''
    # It answers and hangs up; what we are still sending may reach it too late, and then the answer is lost.
    with target.connected(head + first, method) as connection, suppress(ConnectionError):
        while not select.select([connection], [], [], 0)[0]:
            sent += 65_536
            assert sent < LIMIT + 64 * MIB, 'it goes on reading'  # the kernel holds up to 37 MiB of it
            assert sent % MIB or not list(target.temporary.rglob('*')), 'it is spooled'
            connection.sendall(CHUNK)
        assert answer(connection) == (413, TOO_LARGE)
    assert sent >= LIMIT
    assert time.monotonic() - begun < 20
    target.assert_unharmed()


@pytest.mark.parametrize('method', ['PUT', 'POST'])
def test_a_body_cut_off_in_the_middle_leaves_nothing(target: Target, method: str) -> None:
    form, part = AS_FORM if method == 'POST' else (b'', b'')
    head = form + b'Content-Length: %d\r\n\r\n' % (10 * MIB)
    with target.connected(head + part, method) as connection:
        connection.sendall(os.urandom(5 * MIB))
        deadline = time.monotonic() + 10
        while not target.chunks():
            assert time.monotonic() < deadline, 'nothing arrived'
    target.assert_unharmed()
    assert httpx.get(f'{target.server.url}/api/v1/jobs').json() == []


def test_a_length_that_is_none_is_refused(target: Target) -> None:
    for length in (b'-1', b'1e9', b'0x10', b'9' * 30, b'\xb2'):
        with target.connected(b'Content-Length: ' + length + b'\r\nConnection: close\r\n\r\n') as connection:
            assert connection.recv(12)[-3:] in {b'400', b'413'}, length
    target.assert_unharmed()


def test_no_name_becomes_a_file(tmp_path: Path) -> None:
    temporary = tmp_path / 'temporary'
    temporary.mkdir()
    names = ['../../x', '/abs', 'CON', 'a\u202egpj.csv', 'n' * 4096, 'nul\0', '..\\x', '']
    folder = tmp_path / 'a' / 'b'
    folder.mkdir(parents=True)
    with running_server(folder / 'racetrace.db', environ={'TMPDIR': str(temporary)}) as server:
        address = f'{server.url}/api/v1/sessions/upload'
        for number, name in enumerate(names):
            form = b'--b\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n%d\r\n--b--\r\n'
            kind = {'Content-Type': 'multipart/form-data; boundary=b'}
            sent = httpx.post(address, content=form % (name.encode(), number), headers=kind)
            assert sent.status_code == 202, name
        jobs = httpx.get(f'{server.url}/api/v1/jobs').json()
        assert [job['name'] for job in reversed(jobs)] == [name[-200:] or 'unnamed' for name in names]
        there = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob('*')}
    store = {f'a/b/racetrace.db{end}' for end in ('', '-wal', '-shm', '.lock', '-claim')}
    assert there - store <= {'a', 'a/b', 'temporary'}
