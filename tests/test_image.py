"""The image that `docker build -t racetrace .` made, in a real engine; skipped where there is none."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.running_server import free_port

HOUSE = Path(__file__).parents[1]
DEMO = HOUSE / 'data' / 'riverside.csv'
HARDENED = ('--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges:true', '--tmpfs', '/tmp')


def docker(*words: str, check: bool = True) -> str:
    done = subprocess.run(['docker', *words], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    name: str
    browser: httpx.Client

    def wait_until_ready(self) -> None:
        for _ in range(600):
            assert docker('inspect', self.name, '--format', '{{.State.Running}}') == 'true'
            try:
                self.browser.get('/health').raise_for_status()
            except httpx.TransportError:  # nobody listens yet behind the port that the engine holds open
                time.sleep(0.1)
            else:
                return
        raise TimeoutError(docker('logs', self.name))


@pytest.fixture(scope='module')
def container() -> Iterator[Container]:
    """RaceTrace as the README starts it, and as closed as docs/deploy has it."""
    if shutil.which('docker') is None or not docker('images', '--quiet', 'racetrace', check=False):
        pytest.skip('No Docker engine here has the image: run docker build -t racetrace .')
    name, port = f'racetrace-{uuid4().hex[:8]}', free_port()
    published = ('--publish', f'127.0.0.1:{port}:8000', '--volume', f'{name}:/data')
    docker('run', '--detach', '--name', name, *published, *HARDENED, 'racetrace')
    try:
        # Inside it has the port of the README, and answers to no other name.
        host = {'Host': '127.0.0.1:8000'}
        with httpx.Client(base_url=f'http://127.0.0.1:{port}/api/v1', headers=host, timeout=90) as browser:
            container = Container(name=name, browser=browser)
            container.wait_until_ready()
            yield container
    finally:
        docker('rm', '--force', '--volumes', name)
        docker('volume', 'rm', name)


def test_nothing_in_it_is_root(container: Container) -> None:
    lines = docker('top', container.name, '-eo', 'pid,uid').splitlines()
    assert {line.split()[1] for line in lines} == {'UID', '10001'}
    kept = docker('exec', container.name, 'stat', '--format', '%u', '/data', '/data/racetrace.db')
    assert kept.split() == ['10001', '10001']


def test_its_health_check_passes(container: Container) -> None:
    [_, *command] = docker(
        'inspect', container.name, '--format', '{{range .Config.Healthcheck.Test}}{{println .}}{{end}}'
    ).splitlines()
    docker('exec', container.name, *command)


def test_it_holds_the_program_and_nothing_else(container: Container) -> None:
    held = docker('exec', container.name, 'find', '/app', '-maxdepth', '1', '-printf', r'%f\n').splitlines()
    shipped = {'README.md', 'LICENSE', 'main.py', 'pyproject.toml', 'constraints.txt', '__pycache__'}
    assert set(held) == {'app', 'components', 'pages', 'data', 'racetrace'} | shipped
    assert not docker('exec', container.name, 'find', '/app', '-writable')


def test_what_is_handed_in_is_there_after_a_restart_and_it_ends_when_it_is_told_to(
    container: Container,
) -> None:
    log = DEMO.read_bytes()[:-20_000]  # the whole of it comes with the program
    files = {'file': ('shorter.csv', log)}
    answer = container.browser.post('/sessions/upload?wait=60', files=files)
    assert answer.status_code == 201, answer.text
    docker('stop', '--time', '20', container.name)
    assert docker('inspect', container.name, '--format', '{{.State.ExitCode}}') == '0', 'it was killed'
    docker('start', container.name)
    container.wait_until_ready()
    assert 'shorter.csv' in {session['file_name'] for session in container.browser.get('/sessions').json()}
