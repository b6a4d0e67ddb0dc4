"""No space left: said in a sentence, nothing lost, and over when there is space again."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from tests.running_server import RunningServer, running_server
from tests.simulated_log import simulated_log

ROOM = 300_000  # bytes


@contextmanager
def no_space(server: RunningServer, data: Path) -> Iterator[None]:
    """Let no file of the server grow: writes fail as they do on a full disk."""
    process = psutil.Process(server.process.pid)
    before = process.rlimit(psutil.RLIMIT_FSIZE)
    largest = max(path.stat().st_size for path in data.parent.iterdir())
    process.rlimit(psutil.RLIMIT_FSIZE, (largest + ROOM, before[1]))
    try:
        yield
    finally:
        process.rlimit(psutil.RLIMIT_FSIZE, before)


def send(server: RunningServer, raw: bytes, name: str, wait: int) -> httpx.Response:
    address = f'{server.url}/api/v1/sessions/upload'
    return httpx.put(address, params={'name': name, 'wait': wait}, content=raw, timeout=60)


@pytest.mark.skipif(sys.platform != 'linux', reason='only Linux limits another process')
def test_a_full_disk_refuses_in_a_sentence_and_reading_goes_on(tmp_path: Path) -> None:
    data = tmp_path / 'racetrace.db'
    with running_server(data) as server:
        assert send(server, simulated_log(), 'first.csv', 30).status_code == 201
        with no_space(server, data):
            refused = send(server, os.urandom(3_000_000), 'large.bin', 0)
            assert refused.status_code == 507
            assert refused.json()['detail'].startswith('The disk is full: nothing of this was kept.')
            for path in ('/', '/sessions/1', '/api/v1/sessions', '/api/v1/laps/2/telemetry'):
                assert httpx.get(server.url + path).status_code == 200
        assert send(server, simulated_log(seed=9), 'second.csv', 30).status_code == 201
        names = {job['name'] for job in httpx.get(f'{server.url}/api/v1/jobs').json()}
    assert names == {'first.csv', 'second.csv'}
