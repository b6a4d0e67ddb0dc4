"""What who looks at a page feels while others sign in: eight at once by password, without a pause."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, sleep
from typing import Final
from urllib.parse import urlencode

import httpx
import numpy as np

from racetrace.accounts.mode import Mode
from racetrace.services.instance import Instance
from racetrace.services.register import NewAccount, register
from racetrace.services.viewer import Caller
from racetrace.store.migrate import migrate
from tests.bench.contest import Asked, Trial
from tests.bench.probe import Question
from tests.running_server import running_server

PASSWORD: Final = 'five red lights'
AT_ONCE: Final = 8
SIGN_INS: Final = 160
PAGES: Final = 30  # of one who is signed in, and opens
EVERY_S: Final = 0.15  # another
PATH: Final = '/api/v1/auth/login'
FORM: Final = {'Content-Type': 'application/x-www-form-urlencoded'}


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Trial]:
    data, many = folder / 'racetrace.db', max(5 * AT_ONCE, round(SIGN_INS * share))
    _people(data, AT_ONCE + 1)
    with running_server(data, environ={'RACETRACE_MODE': 'lan'}) as server:
        entered = httpx.post(f'{server.url}/login', data={'username': 'person0', 'password': PASSWORD})
        cookie = '; '.join(f'{name}={value}' for name, value in entered.cookies.items())
        page = Question(server.port, 'GET', '/', HTTPStatus.OK, headers={'Cookie': cookie})
        page.ask()

        def ours() -> tuple[float, ...]:
            start_s = perf_counter()
            with ThreadPoolExecutor(AT_ONCE) as threads:
                each = [threads.submit(_sign_in, server.port, i + 1, many // AT_ONCE) for i in range(AT_ONCE)]
                met_ms = _p95_ms(page, lambda: not all(one.done() for one in each))
                for one in each:
                    one.result()
            return met_ms, met_ms, (perf_counter() - start_s) / many * 1e3

        def theirs() -> tuple[float, ...]:
            left = islice(cycle([True]), PAGES)
            idle_ms = _p95_ms(page, lambda: next(left, False))
            return idle_ms, idle_ms, 1e3 / 25

        yield Trial(asked=_asked(), ours=ours, theirs=theirs, is_slow=True)
        page.close()


def _people(data: Path, count: int) -> None:
    migrate(data)
    instance = Instance.at(data, workers=1, max_upload_bytes=1 << 20, mode=Mode.LAN)
    for i in range(count):
        new = NewAccount(name=f'person{i}', email=f'person{i}@club.example', password=PASSWORD)
        register(instance, Caller(address=f'10.0.0.{i}'), new)
    instance.engine.dispose()


def _sign_in(port: int, number: int, times: int) -> None:
    body = urlencode({'username': f'person{number}', 'password': PASSWORD}).encode()
    question = Question(port, 'POST', PATH, HTTPStatus.OK, body=body, headers=FORM)
    for _ in range(times):
        question.ask()
    question.close()


def _p95_ms(page: Question, goes_on: Callable[[], bool]) -> float:
    waits_s = []
    while goes_on():
        start_s = perf_counter()
        page.ask()
        waits_s.append(perf_counter() - start_s)
        sleep(max(0.0, EVERY_S - waits_s[-1]))
    return float(np.percentile(waits_s, 95)) * 1e3


def _asked() -> tuple[Asked, ...]:
    task = f'p95 of the first page while {AT_ONCE} at once sign in by password'
    peer = 'the same while nobody does'
    return (
        Asked(name='sign_in_pages', task=task, peer=peer, unit='ms', limit=300, limit_of='ours'),
        Asked(name='sign_in_pages_idle', task=task, peer=peer, unit='ms', limit=3, limit_of='ratio'),
        Asked(
            name='sign_in_each',
            task='time for each of these sign-ins over HTTP, pages meanwhile',
            peer='25 a second',
            unit='ms',
            limit=40,
            limit_of='ours',
        ),
    )
