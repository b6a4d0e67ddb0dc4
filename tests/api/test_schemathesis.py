"""What /openapi.json says, asked by a program that believes it, and by one that tries what it forbids.

The same questions each time, a few thousand of them for each kind of visitor; a longer run is
`st --config-file tests/api/schemathesis.toml run http://127.0.0.1:8000/openapi.json --checks all`.
"""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.running_server import SCRIPT, RunningServer, running_server
from tests.simulated_log import simulated_log

PASSWORD: Final = 'five red lights'
CONFIG: Final = Path(__file__).with_name('schemathesis.toml')
# What would sign out whoever asks: from then on everything is refused, and nothing is tried.
LEFT_OUT: Final = ('/api/v1/auth/logout/everywhere', '/api/v1/auth/browser')
OPTIONS: Final = ('--checks', 'all', '--phases', 'coverage,fuzzing', '--max-examples', '2', '--seed', '1')


@pytest.fixture(scope='module')
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp('asked') / 'racetrace.db'
    with running_server(data, environ={'RACETRACE_MODE': 'lan'}) as found:
        yield found


@pytest.fixture(scope='module')
def tokens(server: RunningServer) -> dict[str, str]:
    assert server.process.stdout is not None
    first = server.process.stdout.readline().strip().partition('first=')[2]
    with httpx.Client(base_url=f'{server.url}/api/v1', timeout=60) as api:
        found = {'admin': _signed_in(api, 'admin', first_admin=first), 'user': _signed_in(api, 'user')}
        for token in found.values():
            _drive(api, _bearer(token))
            _follow(api, _bearer(token))
        stepped_up = api.post(
            '/auth/admin/login', json={'password': PASSWORD}, headers=_bearer(found['admin'])
        )
    return {'anonymous': '', **found, 'admin': stepped_up.json()['access_token']}


def _drive(api: httpx.Client, shown: dict[str, str]) -> None:
    sent = api.put('/sessions/upload?name=kart.csv&wait=60', content=simulated_log(), headers=shown)
    public = {'visibility': 'public'}
    api.patch(f'/sessions/{sent.json()["id"]}', json=public, headers=shown).raise_for_status()


def _follow(api: httpx.Client, shown: dict[str, str]) -> None:
    """A circuit that all may see, with a race that is simulated; what it tells is kept."""
    said = {'name': 'Kart track', 'provider': 'demo', 'visibility': 'public'}
    one = f'/circuits/{api.post("/circuits/", json=said, headers=shown).raise_for_status().json()["id"]}'
    api.put(f'{one}/feed', headers=shown).raise_for_status()
    deadline = time.monotonic() + 30
    while not api.get(f'{one}/sessions', headers=shown).json():
        assert time.monotonic() < deadline, 'nothing of the race was kept'


def _signed_in(api: httpx.Client, name: str, **more: str) -> str:
    new = {'name': name, 'email': f'{name}@club.example', 'password': PASSWORD, **more}
    api.post('/auth/register', json=new).raise_for_status()
    answer = api.post('/auth/login', data={'username': name, 'password': PASSWORD})
    return str(answer.json()['access_token'])


def _bearer(token: str) -> dict[str, str]:
    return {'Authorization': f'Bearer {token}'} if token else {}


@pytest.mark.parametrize('who', ['anonymous', 'user', 'admin'])
def test_every_answer_is_as_the_description_says(
    server: RunningServer, tokens: dict[str, str], who: str, tmp_path: Path
) -> None:
    left_out = [part for path in LEFT_OUT for part in ('--exclude-path', path)]
    shown = [part for name, text in _bearer(tokens[who]).items() for part in ('--header', f'{name}: {text}')]
    patience = ('--max-response-time', '60', '--request-timeout', '60', '--no-color')
    asked = subprocess.run(
        [
            SCRIPT.with_name('st'),
            f'--config-file={CONFIG}',
            'run',
            f'{server.url}/openapi.json',
            *(*OPTIONS, *left_out, *shown, *patience),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stdout[-8000:]
