"""Programs that sign in by an ID token of Firebase; Google's keys are on a real socket beside."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from re import search
from typing import Any
from uuid import uuid4

import httpx
import pyotp
import pytest
import pytest_asyncio
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.oauth import asking
from racetrace.oauth.firebase import MOST_CHARACTERS, Firebase
from racetrace.oauth.keys import Keys
from racetrace.settings import Settings
from racetrace.store import accounts
from racetrace.store.database import writing
from tests.api.conftest import believing
from tests.conftest import HERE, running_house
from tests.live.twins.firestore import FirestoreTwin
from tests.oauth.firebase_double import PROJECT, FirebaseDouble, claims, firebase_double, token

pytestmark = pytest.mark.asyncio(loop_scope='module')

PASSWORD = 'five red lights'


@pytest.fixture(scope='module')
def google() -> Iterator[FirebaseDouble]:
    with firebase_double() as double, pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, 'PATIENCE_S', 60.0)  # a busy computer is no provider that is away
        yield double


@pytest.fixture(scope='module')
def asked(tmp_path_factory: pytest.TempPathFactory, google: FirebaseDouble) -> Settings:
    data = tmp_path_factory.mktemp('firebase') / 'racetrace.db'
    named = Settings(data=data, workers=1, demo=False, mode=Mode.LAN)
    return replace(named, firebase_project=PROJECT, firebase_keys=google.url)


@pytest_asyncio.fixture(scope='module', loop_scope='module')
async def house(asked: Settings) -> AsyncIterator[FastAPI]:
    """One for the tests of this module: in each there is somebody else."""
    async with running_house(asked) as app:
        yield app


@pytest_asyncio.fixture(loop_scope='module')
async def api(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with believing(house) as client:
        yield client


@pytest.fixture
def who() -> str:
    return f'ana-{uuid4().hex[:8]}'


def signed(who: str, **changes: Any) -> str:
    """Return another token of the same person each time."""
    said = {'sub': who, 'email': f'{who}@club.example', 'name': who, 'jti': uuid4().hex}
    return token(claims(**said | changes))


async def exchanged(api: httpx.AsyncClient, text: str, **more: str) -> httpx.Response:
    return await api.post('/auth/firebase', json={'id_token': text, **more})


async def refused(api: httpx.AsyncClient, status: int, text: str) -> str:
    """Return the sentence."""
    answer = await exchanged(api, text)
    assert answer.status_code == status, answer.text
    return str(answer.json()['detail'])


def bearer(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 200, answer.text
    return {'Authorization': f'Bearer {answer.json()["access_token"]}'}


async def me(api: httpx.AsyncClient, answer: httpx.Response) -> dict[str, Any]:
    found: dict[str, Any] = (await api.get('/users/me', headers=bearer(answer))).raise_for_status().json()
    return found


async def registered(api: httpx.AsyncClient, who: str) -> int:
    new = {'name': who, 'email': f'{who}@club.example', 'password': PASSWORD}
    return int((await api.post('/auth/register', json=new)).raise_for_status().json()['id'])


async def by_password(api: httpx.AsyncClient, who: str) -> httpx.Response:
    return await api.post('/auth/login', data={'username': who, 'password': PASSWORD})


def change(house: FastAPI, user_id: int, **values: Any) -> None:
    with writing(house.state.instance.engine) as db:
        accounts.change(db, user_id, **values)


@contextmanager
def changed(house: FastAPI, **parts: Any) -> Iterator[None]:
    """Let the instance be another one in this."""
    before = house.state.instance
    house.state.instance = replace(before, **parts)
    yield
    house.state.instance = before


async def test_it_answers_as_to_a_password(api: httpx.AsyncClient, who: str) -> None:
    answer = await exchanged(api, signed(who))
    assert answer.json().keys() == {'access_token', 'token_type', 'expires_in'}
    assert (answer.json()['token_type'], answer.json()['expires_in']) == ('bearer', 900)
    assert answer.headers['cache-control'] == 'no-store'
    assert set(api.cookies) == {'rt_refresh', 'rt_device'}
    account = await me(api, answer)
    assert (account['name'], account['email']) == (who, f'{who}@club.example')
    assert (account['email_verified'], account['role']) == (True, 'user')
    assert await me(api, await api.post('/auth/refresh')) == account


async def test_it_is_the_same_person_next_time_whatever_became_of_the_address(
    api: httpx.AsyncClient, who: str
) -> None:
    account = await me(api, await exchanged(api, signed(who)))
    for changes in ({'email': 'other@new.example', 'email_verified': False}, {'email': None, 'name': 'A'}):
        assert await me(api, await exchanged(api, signed(who, **changes))) == account
    other = await me(api, await exchanged(api, signed(f'{who}-2')))
    assert other['id'] != account['id']


async def test_the_token_of_firebase_itself_opens_nothing(api: httpx.AsyncClient, who: str) -> None:
    text = signed(who)
    shown = {'Authorization': f'Bearer {text}'}
    for _ in range(2):
        assert (await api.get('/users/me', headers=shown)).status_code == 401
        assert (await api.get('/circuits/', headers=shown)).status_code == 401, 'nor what nobody may see'
        assert (await exchanged(api, signed(who))).status_code == 200


async def test_a_token_is_exchanged_once_also_after_signing_out_everywhere(
    api: httpx.AsyncClient, who: str
) -> None:
    text = signed(who)
    shown = bearer(await exchanged(api, text))
    assert await refused(api, 401, text) == 'This token was used already. Ask for another.'
    assert (await api.post('/auth/logout/everywhere', headers=shown)).status_code == 204
    assert (await api.get('/users/me', headers=shown)).status_code == 401
    assert (await api.post('/auth/refresh')).status_code == 401
    assert 'used already' in await refused(api, 401, text)
    assert (await exchanged(api, signed(who))).status_code == 200


async def test_an_account_is_found_by_an_address_that_both_sides_have_proved(
    house: FastAPI, api: httpx.AsyncClient, who: str
) -> None:
    made = await registered(api, who)
    assert 'see on your own page how to prove it' in await refused(api, 409, signed(who))
    change(house, made, email_verified=True)
    for is_verified in (False, None, 'true'):
        assert 'Prove it there first' in await refused(api, 403, signed(who, email_verified=is_verified))
    shown = bearer(await by_password(api, who))
    assert (await api.get('/users/me/identities', headers=shown)).json() == []
    assert (await me(api, await exchanged(api, signed(who))))['id'] == made
    (identity,) = (await api.get('/users/me/identities', headers=shown)).json()
    assert (identity['provider'], identity['shown']) == ('firebase', f'{who}@club.example')
    moved = signed(who, email='other@new.example', email_verified=False)
    assert (await me(api, await exchanged(api, moved)))['id'] == made


async def test_who_is_anonymous_there_is_nobody_here(api: httpx.AsyncClient, who: str) -> None:
    anonymous = {'identities': {}, 'sign_in_provider': 'anonymous'}
    assert 'Who is anonymous in the app' in await refused(
        api, 403, signed(who, email=None, firebase=anonymous)
    )


async def test_who_is_locked_stays_out(house: FastAPI, api: httpx.AsyncClient, who: str) -> None:
    answer = await exchanged(api, signed(who))
    change(house, (await me(api, answer))['id'], is_locked=True)
    assert 'This account is locked' in await refused(api, 403, signed(who))
    assert (await api.get('/users/me', headers=bearer(answer))).status_code == 401
    assert (await api.post('/auth/refresh')).status_code == 401


async def test_the_code_of_an_app_is_wanted_besides_with_the_same_token(
    house: FastAPI, api: httpx.AsyncClient, who: str
) -> None:
    made = await registered(api, who)
    shown = bearer(await by_password(api, who))
    offered = await api.post('/users/me/app', json={'password': PASSWORD}, headers=shown)
    app = pyotp.parse_uri(offered.json()['address'])
    assert isinstance(app, pyotp.TOTP)
    assert (await api.put('/users/me/app', json={'code': app.now()}, headers=shown)).is_success
    change(house, made, email_verified=True, totp_step=0)  # a minute went by
    text = signed(who)
    for code in ('', '000000'):
        answer = await exchanged(api, text, code=code)
        assert (answer.status_code, answer.json()['wanted']) == (401, 'code')
    assert (await api.get('/users/me/identities', headers=shown)).json() == []
    assert (await me(api, await exchanged(api, text, code=app.now())))['id'] == made
    assert 'used already' in await refused(api, 401, text)


async def test_a_closed_house_makes_no_account_but_lets_in_who_has_one(
    house: FastAPI, api: httpx.AsyncClient, who: str
) -> None:
    account = await me(api, await exchanged(api, signed(who)))
    with changed(house, registration=False):
        assert await me(api, await exchanged(api, signed(who))) == account
        assert 'Nobody can make an account here' in await refused(api, 403, signed(f'{who}-2'))


async def test_a_token_of_another_project_is_refused(api: httpx.AsyncClient, who: str) -> None:
    other = {'iss': 'https://securetoken.google.com/another', 'aud': 'another'}
    assert 'Ask Firebase for another' in await refused(api, 401, signed(who, **other))


@pytest.mark.parametrize(
    'body',
    [
        {},
        {'id_token': 'x' * (MOST_CHARACTERS + 1)},
        {'id_token': None},
        {'id_token': ['x']},
        {'id_token': 'x', 'code': 'x' * 301},
        {'id_token': 'x', 'more': 1},
    ],
    ids=lambda body: str(body)[:40],
)
async def test_what_is_no_request_is_told_so(api: httpx.AsyncClient, body: dict[str, Any]) -> None:
    answer = await api.post('/auth/firebase', json=body)
    assert answer.status_code == 422
    assert answer.headers['content-type'] == 'application/problem+json'


async def test_without_googles_keys_it_is_said_so_and_a_password_does(
    house: FastAPI, api: httpx.AsyncClient, who: str
) -> None:
    with changed(house, firebase=Firebase(project=PROJECT, keys=Keys('http://127.0.0.1:1/keys'))):
        for _ in range(2):
            assert 'or sign in with a password' in await refused(api, 502, signed(who))
    await registered(api, who)
    assert (await by_password(api, who)).status_code == 200


async def test_too_many_that_are_worth_nothing_are_told_to_wait(
    api: httpx.AsyncClient, house: FastAPI, who: str
) -> None:
    transport = httpx.ASGITransport(house, client=('127.0.0.2', 1234))
    async with httpx.AsyncClient(transport=transport, base_url=f'{HERE}/api/v1') as other:
        for _ in range(60):
            assert (await exchanged(other, 'x')).status_code == 401
        answer = await exchanged(other, signed(who))
        assert (answer.status_code, 'retry-after' in answer.headers) == (429, True)
    assert (await exchanged(api, signed(who))).status_code == 200


async def test_an_app_without_a_jar_of_cookies_stays_signed_in(house: FastAPI, who: str) -> None:
    """As docs/FLUTTER.md does it."""
    transport = httpx.ASGITransport(house, client=('10.0.0.9', 1234))

    async def post(path: str, **said: Any) -> tuple[str, str]:
        async with httpx.AsyncClient(transport=transport, base_url='https://127.0.0.1:8000') as app:
            answer = await app.post(f'/api/v1/auth{path}', **said)
        found = search('__Host-rt_refresh=([^;,]+)', answer.headers['set-cookie'])
        assert found is not None
        return answer.json()['access_token'], found[1]

    access, secret = await post('/firebase', json={'id_token': signed(who)})
    for _ in range(2):
        access, secret = await post('/refresh', headers={'Cookie': f'__Host-rt_refresh={secret}'})
    async with httpx.AsyncClient(transport=transport, base_url='https://127.0.0.1:8000') as app:
        known = await app.get('/api/v1/users/me', headers={'Authorization': f'Bearer {access}'})
    assert known.json()['name'] == who


async def test_over_plain_http_from_another_computer_no_token_is_taken(house: FastAPI, who: str) -> None:
    transport = httpx.ASGITransport(house, client=('10.0.0.9', 1234))
    async with httpx.AsyncClient(transport=transport, base_url=f'{HERE}/api/v1') as api:
        assert 'Use https' in await refused(api, 403, signed(who))


async def test_who_has_just_come_in_sets_a_password_and_removes_the_way_in(
    house: FastAPI, api: httpx.AsyncClient, who: str
) -> None:
    shown = bearer(await exchanged(api, signed(who)))
    (identity,) = (await api.get('/users/me/identities', headers=shown)).json()
    path = f'/users/me/identities/{identity["id"]}/delete'
    last = await api.post(path, json={'password': ''}, headers=shown)
    assert (last.status_code, 'the only way into your account' in last.text) == (409, True)
    made = await api.put('/users/me/password', json={'old': '', 'new': PASSWORD}, headers=shown)
    assert made.status_code == 204, made.text
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as browser:
        await browser.post('/login', data={'username': who, 'password': PASSWORD})
        page = (await browser.get('/me')).text
        assert f'Remove Firebase {who}@club.example' in page
        assert 'Add Firebase' not in page, 'no browser is led there'
        gone = await browser.post('/me/unlink', data={'identity': str(identity['id']), 'proof': PASSWORD})
        assert gone.headers['location'] == '/me'
        assert 'Firebase' not in (await browser.get('/me')).text


async def test_there_is_none_where_no_project_is_named(
    house: FastAPI, api: httpx.AsyncClient, who: str
) -> None:
    with changed(house, firebase=None):
        assert 'this RaceTrace is of no Firebase project' in await refused(api, 404, signed(who))


async def test_the_project_may_be_that_of_the_credentials(asked: Settings, tmp_path: Path, who: str) -> None:
    async with FirestoreTwin() as twin:
        file = twin.credentials(tmp_path)
    karts = {'iss': 'https://securetoken.google.com/karts', 'aud': 'karts'}
    by_file = replace(asked, data=tmp_path / 'r.db', firebase_project='', firebase_credentials=file)
    async with running_house(by_file) as house, believing(house) as api:
        assert (await exchanged(api, signed(who, **karts))).status_code == 200
        await refused(api, 401, signed(who))


async def test_on_ones_own_laptop_there_is_no_such_thing(asked: Settings, tmp_path: Path, who: str) -> None:
    local = replace(asked, data=tmp_path / 'r.db', mode=Mode.LOCAL)
    async with running_house(local) as house, believing(house) as api:
        assert await refused(api, 404, signed(who)) == 'There is no POST /api/v1/auth/firebase.'
        assert house.state.instance.firebase is None
