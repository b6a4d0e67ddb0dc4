"""Files made to harm, sent to a running server: a sentence for each, and nothing else comes of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.running_server import RunningServer, running_server
from tests.simulated_log import simulated_log
from tests.telemetry.formats import test_read_log as reader

UPLOAD = '/api/v1/sessions/upload'
TAKEN_MIB = 50


def table(test: Callable[..., None]) -> list[tuple[Any, str]]:
    """Return the cases with which the reader itself is tested, and what it says to each."""
    (mark,) = getattr(test, 'pytestmark')  # noqa: B009, as no type knows of it
    return list(mark.args[1])


FILES: list[tuple[Any, str]] = [
    *table(reader.test_what_is_no_log_is_named),
    *table(reader.test_a_file_made_to_be_too_much_is_refused_at_once),
]


@dataclass(frozen=True, kw_only=True)
class House:
    server: RunningServer
    data: Path
    temporary: Path

    def left(self) -> set[str]:
        """Return what lies beside the data file and where a program puts what it will not keep."""
        beside = {path.name for path in self.data.parent.iterdir()}
        return (beside | {path.name for path in self.temporary.rglob('*')}) - {self.temporary.name}


@pytest.fixture(scope='module')
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp('hostile')
    temporary = folder / 'temporary'
    temporary.mkdir()
    data = folder / 'racetrace.db'
    with running_server(data, environ={'TMPDIR': str(temporary)}) as server:
        yield House(server=server, data=data, temporary=temporary)


@pytest.mark.parametrize(('file', 'says'), FILES, ids=[says for _, says in FILES])
def test_it_is_refused_in_a_sentence_and_harms_nobody(house: House, file: Any, says: str) -> None:
    workers = {worker.pid for worker in house.server.workers()}
    before = house.left()
    raw = file() if callable(file) else file
    url = house.server.url
    answer = httpx.put(f'{url}{UPLOAD}', params={'name': 'log.csv', 'wait': 30}, content=raw, timeout=60)
    told = answer.json()
    if len(raw) > TAKEN_MIB << 20:
        assert (answer.status_code, 'job_url' in told) == (413, False)
        assert told['detail'].endswith(f'larger than the {TAKEN_MIB} MiB that RaceTrace takes.')
    else:
        assert answer.status_code == 422
        assert re.search(says, told['detail'])
    if raw and len(raw) <= TAKEN_MIB << 20:  # of nothing, nothing is kept
        job = httpx.get(url + told['job_url']).json()
        assert (job['status'], job['sentence'], job['session_id']) == ('failed', told['detail'], None)
    assert httpx.get(f'{url}/api/v1/health').json()['status'] == 'ok'
    assert {worker.pid for worker in house.server.workers()} == workers
    assert house.left() == before


def test_an_honest_file_is_taken_as_if_nothing_had_been(house: House) -> None:
    url = f'{house.server.url}{UPLOAD}?name=kart.csv&wait=30'
    answer = httpx.put(url, content=simulated_log(), timeout=60)
    assert answer.status_code == 201
    assert {name for name in house.left() if not name.startswith(house.data.name)} == set()
