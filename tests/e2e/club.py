"""A server with accounts, and people who did something there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.running_server import running_server
from tests.simulated_log import simulated_log

PASSWORD = 'five red lights'
API = '/api/v1'


@dataclass(frozen=True, kw_only=True)
class Club:
    url: str
    ana: httpx.Client  # its admin, who drove session 1 on track 1
    ben: httpx.Client  # who did nothing yet


@contextmanager
def club(folder: Path) -> Iterator[Club]:
    with running_server(folder / 'racetrace.db', environ={'RACETRACE_MODE': 'lan'}) as server:
        assert server.process.stdout is not None
        first = server.process.stdout.readline().strip().rpartition('first=')[2]
        with httpx.Client(base_url=server.url, timeout=60) as ana, httpx.Client(base_url=server.url) as ben:
            _register(ana, 'ana', first=first)
            _register(ben, 'ben')
            log = simulated_log()
            ask(ana, 'PUT', '/sessions/upload?name=kart.csv&wait=50', content=log)
            said = {'driver_name': 'Ana Alvarez'}
            ask(ana, 'PATCH', '/sessions/1', json=said)
            ask(ana, 'POST', '/auth/admin/login', json={'password': PASSWORD})
            ask(ana, 'PATCH', '/admin/tracks/1', json={'name': 'Mill Lane', 'is_published': True})
            yield Club(url=server.url, ana=ana, ben=ben)


def ask(person: httpx.Client, method: str, path: str, **given: Any) -> Any:
    answer = person.request(method, f'{API}{path}', **given)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


def _register(person: httpx.Client, name: str, **more: str) -> None:
    new = {'name': name, 'email': f'{name}@club.example', 'password': PASSWORD, **more}
    assert person.post('/register', data=new).status_code == 303
