import json
import re
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlparse

import httpx
import pyotp
import pytest
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.settings import Settings
from tests.api.test_openapi import operations
from tests.conftest import running_house

PASSWORD = 'five red lights'
OWN = {'password': PASSWORD}


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[FastAPI]:
    async with running_house(replace(settings, mode=Mode.LAN)) as app:
        yield app


@pytest.fixture
async def ana(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """She is signed in."""
    await api.post('/auth/register', json={'name': 'ana', 'email': 'ana@club.example', **OWN})
    token = await log_in(api)
    api.headers['Authorization'] = f'Bearer {token.json()["access_token"]}'
    return api


async def log_in(api: httpx.AsyncClient, **more: str) -> httpx.Response:
    return await api.post('/auth/login', data={'username': 'ana', **OWN, **more})


async def test_she_says_what_she_likes_of_herself(ana: httpx.AsyncClient) -> None:
    me = (await ana.patch('/users/me', json={'display_name': 'Ana Ñ', 'about': 'Karts.'})).json()
    assert (me['display_name'], me['about']) == ('Ana Ñ', 'Karts.')
    bad: tuple[dict[str, Any], ...] = (
        {'role': 'admin'},
        {'display_name': 'a\u202eb'},
        {'display_name': 'x' * 81},
    )
    for changes in bad:
        assert (await ana.patch('/users/me', json=changes)).status_code == 422
    assert (await ana.get('/users/me')).json() == me


async def test_a_personal_token_does_what_it_is_for_and_no_more(ana: httpx.AsyncClient) -> None:
    wanted = {'name': 'reader', 'scopes': ['read'], **OWN}
    assert (await ana.post('/users/me/tokens', json={**wanted, 'password': 'wrong one'})).status_code == 401
    made = await ana.post('/users/me/tokens', json=wanted)
    assert made.status_code == 201
    reader = {'Authorization': f'Bearer {made.json()["token"]}'}
    assert (await ana.get('/users/me', headers=reader)).status_code == 200
    assert (await ana.patch('/users/me', json={'about': 'x'}, headers=reader)).status_code == 403
    listed = await ana.get('/users/me/tokens')
    assert made.json()['token'] not in listed.text
    assert [token['name'] for token in listed.json()] == ['reader']
    path = f'/users/me/tokens/{made.json()["id"]}'
    assert [(await ana.delete(path)).status_code for _ in range(2)] == [204, 404]
    assert (await ana.get('/users/me', headers=reader)).status_code == 401


async def test_what_is_not_hers_she_cannot_end(ana: httpx.AsyncClient) -> None:
    for path in ('tokens', 'browsers'):
        for number in (0, -1, 99, 2**70):
            assert (await ana.delete(f'/users/me/{path}/{number}')).status_code == 404


ODD_TOKENS: tuple[dict[str, Any], ...] = (
    {'scopes': []},
    {'scopes': ['root']},
    {'days': 0},
    {'days': 400},
    {'name': ' '},
)


async def test_an_odd_token_is_refused(ana: httpx.AsyncClient) -> None:
    wanted = {'name': 'reader', 'scopes': ['read'], **OWN}
    for bad in ODD_TOKENS:
        assert (await ana.post('/users/me/tokens', json=wanted | bad)).status_code == 422, bad


async def test_a_new_password_is_the_only_one_from_then_on(ana: httpx.AsyncClient) -> None:
    change = {'old': PASSWORD, 'new': 'six green flags'}
    assert (await ana.put('/users/me/password', json={**change, 'old': 'wrong one'})).status_code == 401
    assert (await ana.put('/users/me/password', json={**change, 'new': 'password1'})).status_code == 422
    assert (await ana.put('/users/me/password', json=change)).status_code == 204
    assert (await ana.get('/users/me')).status_code == 200
    assert (await log_in(ana)).status_code == 401
    assert (await log_in(ana, password='six green flags')).status_code == 200


async def test_a_new_address_takes_the_password(ana: httpx.AsyncClient) -> None:
    new = {'email': 'New@club.example', **OWN}
    assert (await ana.put('/users/me/email', json={**new, 'password': 'wrong one'})).status_code == 401
    assert (await ana.put('/users/me/email', json=new)).json()['email'] == 'new@club.example'


async def test_with_an_app_a_login_wants_its_code(ana: httpx.AsyncClient) -> None:
    address = (await ana.post('/users/me/app', json=OWN)).json()['address']
    app = pyotp.TOTP(parse_qs(urlparse(address).query)['secret'][0])
    assert (await ana.put('/users/me/app', json={'code': '000000'})).status_code == 401
    assert (await ana.put('/users/me/app', json={'code': app.now()})).status_code == 204
    wanted = await log_in(ana)
    assert (wanted.status_code, wanted.json()['wanted']) == (401, 'code')
    assert (await log_in(ana, otp=app.now())).status_code == 401  # it was used
    assert (await ana.post('/users/me/app/delete', json=OWN)).status_code == 204
    assert (await log_in(ana)).status_code == 200


async def test_all_that_is_hers_is_a_zip(ana: httpx.AsyncClient) -> None:
    export = await ana.get('/users/me/export')
    archive = zipfile.ZipFile(BytesIO(export.content))
    (user,) = json.loads(archive.read('user.json'))
    assert user['email'] == 'ana@club.example'
    assert 'attachment' in export.headers['content-disposition']


async def test_she_leaves_with_her_password_and_is_gone(ana: httpx.AsyncClient) -> None:
    assert (await ana.post('/users/me/delete', json={'password': 'wrong one'})).status_code == 401
    assert (await ana.post('/users/me/delete', json=OWN)).status_code == 204
    assert (await ana.get('/users/me')).status_code == 401
    assert (await log_in(ana)).status_code == 401


WAYS_IN_AND_OUT = {
    'register',
    'login',
    'firebase',
    'browser',
    'refresh',
    'logout',
    'reset',
    'verify',
    'forgotten',
}


async def test_nobody_gets_anything_without_signing_in(ana: httpx.AsyncClient, house: FastAPI) -> None:
    """Each operation on accounts, but those by which one gets in, or out."""
    del ana.headers['Authorization']
    asked = 0
    for where, operation in operations(house.openapi()).items():
        method, _, path = where.partition(' ')
        is_way = path.startswith('/auth') and path.rpartition('/')[2] in WAYS_IN_AND_OUT
        if not {'accounts', 'admin'} & set(operation['tags']) or (is_way and 'admin' not in path):
            continue
        address = re.sub(r'{\w+}', '1', path)
        answer = await ana.request(method, address, json=BODIES.get(f'{method} {address}'))
        assert answer.status_code == 401, (where, answer.text)
        asked += 1
    assert asked == 30


BODIES: dict[str, dict[str, Any]] = {
    'PATCH /users/me': {},
    'POST /users/me/delete': OWN,
    'PUT /users/me/email': {'email': 'a@b.example', **OWN},
    'PUT /users/me/password': {'old': PASSWORD, 'new': 'six green flags'},
    'POST /users/me/app': OWN,
    'PUT /users/me/app': {'code': '000000'},
    'POST /users/me/app/delete': OWN,
    'POST /users/me/tokens': {'name': 'a', 'scopes': ['read'], **OWN},
    'PATCH /admin/users/1': {},
    'POST /auth/admin/login': OWN,
}
