"""The endpoints of the system that this one comes from: each is there, and is for whom it was."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.settings import Settings
from tests.conftest import HERE, running_house

pytestmark = pytest.mark.asyncio(loop_scope='module')

ENDPOINTS = """
POST   /auth/register         anybody
POST   /auth/login            anybody
POST   /auth/refresh          cookie
POST   /auth/logout           anybody
POST   /auth/admin/login      user
GET    /sessions/             user
POST   /sessions/             user
POST   /sessions/upload       user
GET    /sessions/{id}         seen
PATCH  /sessions/{id}         user
DELETE /sessions/{id}         user
GET    /laps/{id}             seen
GET    /laps/{id}/telemetry   seen
POST   /laps/compare          seen
GET    /cars/                 user
POST   /cars/                 user
PATCH  /cars/{id}             user
DELETE /cars/{id}             user
GET    /tracks/               anybody
GET    /tracks/{id}           seen
POST   /tracks/               user
GET    /leaderboard/          anybody
PATCH  /admin/tracks/{id}     user
GET    /admin/users           user
"""
ROWS = [tuple(line.split()) for line in ENDPOINTS.strip().splitlines()]
# What somebody without an account is answered: to come in first, that there is no such thing for him, or
# whatever the request itself deserves.
STATUSES = {'user': {401}, 'cookie': {401}, 'seen': {404}, 'anybody': {200, 204, 422}}
BODIES = {'/laps/compare': {'lap_ids': [1, 2]}}


@pytest_asyncio.fixture(scope='module', loop_scope='module')
async def club(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FastAPI]:
    data = tmp_path_factory.mktemp('club') / 'racetrace.db'
    settings = replace(Settings(data=data, workers=1, demo=False), mode=Mode.LAN)
    async with running_house(settings) as house:
        yield house


@pytest.mark.parametrize(('method', 'path', 'who'), ROWS)
async def test_an_endpoint_is_there_and_is_for_whom_it_was(
    club: FastAPI, method: str, path: str, who: str
) -> None:
    address = path.replace('{id}', '1')
    async with httpx.AsyncClient(transport=httpx.ASGITransport(club), base_url=f'{HERE}/api/v1') as client:
        answer = await client.request(method, address, json=BODIES.get(path))
    assert answer.status_code in STATUSES[who], answer.text
    assert 'There is no ' + method not in answer.text, 'it would be answered so where there is no endpoint'


async def test_every_endpoint_is_described(club: FastAPI) -> None:
    described = {
        (method.upper(), re.sub(r'{\w+}', '{id}', path.removeprefix('/api/v1')))
        for path, methods in club.openapi()['paths'].items()
        for method in methods
    }
    assert {(method, path) for method, path, _ in ROWS} <= described
