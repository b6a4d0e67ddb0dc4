"""What the description of the API shows is so."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from racetrace.accounts.mode import Mode
from racetrace.api.examples import FIELDS
from racetrace.api.markdown import markdown
from racetrace.settings import Settings
from tests.api.contract import Contract
from tests.conftest import running_house
from tests.running_server import running_server
from tests.simulated_log import simulated_log

HOUSE = Path(__file__).parents[2]
EXAMPLE = HOUSE / 'docs' / 'example.py'


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[FastAPI]:
    async with running_house(replace(settings, mode=Mode.LAN)) as app:
        yield app


def shown(openapi: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    """Yield whatever JSON or form is sent or answered, and which of the two."""
    for path, methods in openapi['paths'].items():
        for method, operation in methods.items():
            good = [answer for status, answer in operation['responses'].items() if status < '300']
            for place in (operation.get('requestBody', {}), *good):
                for media_type, media in place.get('content', {}).items():
                    is_lines = 'ndjson' in media_type  # each of its own
                    if not is_lines and ('json' in media_type or 'urlencoded' in media_type):
                        yield f'{method} {path}', media, place in good


async def test_whatever_is_sent_or_answered_has_an_example_that_fits(house: FastAPI) -> None:
    openapi = house.openapi()
    contract = Contract(openapi)
    found = list(shown(openapi))
    assert len(found) > 80
    for where, media, is_answer in found:
        contract.hold(media['example'], media['schema'], where, is_whole=is_answer)


async def test_what_the_examples_send_is_taken(house: FastAPI) -> None:
    """A schema does not say all that a body has to be."""
    sent = {
        operation['operationId']: content['application/json']['example']
        for methods in house.openapi()['paths'].values()
        for operation in methods.values()
        if 'application/json' in (content := operation.get('requestBody', {}).get('content', {}))
    }
    taken = set()
    for route in _routes(house.router):
        if route.name in sent and route.body_field is not None:
            _, errors = route.body_field.validate(sent[route.name], {}, loc=('body',))
            assert not errors, (route.name, errors)
            taken.add(route.name)
    assert len(taken) > 20


def _routes(router: Any) -> Iterator[APIRoute]:
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, 'original_router'):
            yield from _routes(route.original_router)


async def test_every_field_that_is_given_an_example_is_one(house: FastAPI) -> None:
    schemas = house.openapi()['components']['schemas']
    known = {f'{name}.{field}' for name, one in schemas.items() for field in one.get('properties', ())}
    bare = {field.rpartition('.')[2] for field in known}
    assert [name for name in FIELDS if name not in known | bare] == []


async def test_the_page_in_docs_is_current(house: FastAPI) -> None:
    written = (HOUSE / 'docs' / 'API.md').read_text()
    assert written == markdown(house.openapi()) + '\n', 'run make docs'


def test_the_example_signs_in_uploads_compares_and_prints_the_corners(tmp_path: Path) -> None:
    assert len(EXAMPLE.read_text().splitlines()) <= 60
    log = tmp_path / 'kart.csv'
    log.write_bytes(simulated_log())
    with running_server(tmp_path / 'racetrace.db', environ={'RACETRACE_MODE': 'lan'}) as server:
        said = _run(log, server.url, 'nobody')
        assert (said.returncode, said.stderr.strip()) == (1, 'Name or password is wrong.')
        _register(server.url)
        done = _run(log, server.url, 'ana')
    assert done.returncode == 0, done.stderr
    first, head, *corners = done.stdout.splitlines()
    assert ' against lap ' in first
    assert head.split() == ['corner', 'lost', 's', '±', 's', 'min', 'km/h']
    assert len(corners) > 3
    assert all(abs(float(line.split()[1])) < 5 for line in corners)


def _run(log: Path, url: str, name: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(EXAMPLE), str(log), '--url', url, '--name', name]
    environ = {'RACETRACE_PASSWORD': 'five red lights', 'PYTHONIOENCODING': 'utf-8'}
    return subprocess.run(command, env=environ, check=False, capture_output=True, text=True)


def _register(url: str) -> None:
    new = {'name': 'ana', 'email': 'ana@club.example', 'password': 'five red lights'}
    httpx.post(f'{url}/api/v1/auth/register', json=new, timeout=60).raise_for_status()
