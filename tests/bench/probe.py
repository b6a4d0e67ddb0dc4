"""The same small request again and again, while something else goes on."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.client import HTTPConnection
from threading import Event
from time import perf_counter
from types import MappingProxyType, TracebackType
from typing import Final, Self

import numpy as np

LEAST: Final = 20  # waits, for what is over soon


class Question:
    """A request over a connection that stays open."""

    def __init__(
        self,
        port: int,
        method: str,
        path: str,
        status: HTTPStatus,
        host: str = '',
        body: bytes | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._connection = HTTPConnection('127.0.0.1', port, timeout=60)
        self._what = method, path, body
        self._headers = {'Host': host or f'127.0.0.1:{port}', 'Content-Type': 'application/json'}
        self._headers |= headers
        self._status = status

    def ask(self) -> None:
        self._connection.request(*self._what, headers=self._headers)
        answer = self._connection.getresponse()
        said = answer.read()
        if answer.status != self._status:
            raise ValueError(f'{self._what[:2]} was answered with {answer.status}: {said[:300]!r}')

    def close(self) -> None:
        self._connection.close()


def loop_turn(port: int) -> Question:
    """Ask by a name that is not ours: the guard refuses that in the event loop, without store or thread."""
    return Question(port, 'GET', '/', HTTPStatus.MISDIRECTED_REQUEST, host='elsewhere')


def small_write(port: int, session_id: int) -> Question:
    path = f'/api/v1/sessions/{session_id}'
    return Question(port, 'PATCH', path, HTTPStatus.OK, body=b'{"notes": "Wet."}')


class Probe:
    """Asks at a fixed pace while it is entered; a wait counts from when its question was due."""

    def __init__(self, question: Question, every_s: float) -> None:
        self._question = question
        self._every_s = every_s
        self._ended = Event()
        self._pool = ThreadPoolExecutor(1)
        self._waits_s: list[float] = []

    @property
    def p99_ms(self) -> float:
        return float(np.percentile(self._waits_s, 99)) * 1e3

    def __enter__(self) -> Self:
        self._question.ask()  # connected, and what is loaded once is loaded
        self._asking = self._pool.submit(self._run)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._ended.set()
        self._pool.shutdown()
        self._question.close()
        self._asking.result()

    def _run(self) -> None:
        due_s = perf_counter()
        while not self._ended.wait(max(0.0, due_s - perf_counter())) or len(self._waits_s) < LEAST:
            self._question.ask()
            self._waits_s.append(perf_counter() - due_s)
            due_s += self._every_s
