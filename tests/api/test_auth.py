import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from statistics import median
from time import process_time

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jwt

from racetrace.accounts.environment import Environment
from racetrace.accounts.mode import Mode
from racetrace.accounts.tokens import Access, access_token, signing_key
from racetrace.settings import Settings
from tests.api.conftest import believing
from tests.api.test_openapi import operations
from tests.conftest import HERE, running_house

PASSWORD = 'five red lights'
SECRET = 'thirty-two characters and no less'
ANA = {'name': 'ana', 'email': 'ana@club.example', 'password': PASSWORD}
FORM = {'username': 'ana', 'password': PASSWORD}


@pytest.fixture
async def house(settings: Settings, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[FastAPI]:
    async with running_house(replace(settings, mode=Mode.SERVER, secret=SECRET)) as app:
        app.state.shown = capsys.readouterr().out
        yield app


@pytest.fixture
def first_admin(house: FastAPI) -> str:
    """What the terminal shows."""
    return str(house.state.shown).partition('first=')[2].strip()


def from_address(house: FastAPI, address: str, base: str = HERE) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(house, client=(address, 50000))
    return httpx.AsyncClient(transport=transport, base_url=f'{base}/api/v1')


async def signed_in(api: httpx.AsyncClient, form: dict[str, str] = FORM) -> dict[str, str]:
    """Return the header of who has signed in."""
    await api.post('/auth/register', json=ANA)
    answer = await api.post('/auth/login', data=form)
    assert answer.status_code == 200, answer.text
    return {'Authorization': f'Bearer {answer.json()["access_token"]}'}


async def test_in_testing_an_access_token_works_for_an_hour(settings: Settings) -> None:
    testing = replace(settings, mode=Mode.LAN, environment=Environment.TESTING)
    async with running_house(testing) as house, from_address(house, '127.0.0.1') as api:
        await api.post('/auth/register', json=ANA)
        assert (await api.post('/auth/login', data=FORM)).json()['expires_in'] == 3600


async def test_a_registered_person_signs_in_and_is_known(api: httpx.AsyncClient) -> None:
    made = await api.post('/auth/register', json=ANA)
    assert (made.status_code, made.json()['role'], made.json()['name']) == (201, 'user', 'ana')
    assert 'password' not in made.text
    login = await api.post('/auth/login', data=FORM | {'grant_type': 'password'})
    assert login.json().keys() == {'access_token', 'token_type', 'expires_in'}
    assert (login.json()['token_type'], login.json()['expires_in']) == ('bearer', 900)
    assert login.headers['cache-control'] == 'no-store'
    me = await api.get('/users/me', headers={'Authorization': f'bearer {login.json()["access_token"]}'})
    assert me.json() == made.json()


async def test_no_script_reads_the_cookies(api: httpx.AsyncClient) -> None:
    await api.post('/auth/register', json=ANA)
    login = await api.post('/auth/login', data=FORM)
    refresh, device = sorted(login.headers.get_list('set-cookie'), reverse=True)
    for cookie, name in ((refresh, 'rt_refresh='), (device, 'rt_device=')):
        assert cookie.startswith(name)
        assert {'HttpOnly', 'Path=/', 'SameSite=strict'} <= set(cookie.split('; '))
    assert login.json()['access_token'] not in refresh


async def test_a_browser_keeps_a_session_that_ends_when_it_signs_out(api: httpx.AsyncClient) -> None:
    await api.post('/auth/register', json=ANA)
    login = await api.post('/auth/browser', data=FORM)
    assert (login.status_code, login.content) == (204, b'')
    assert 'rt_refresh' not in api.cookies
    assert (await api.get('/users/me')).json()['name'] == 'ana'
    kept = api.cookies['rt']
    (here,) = (await api.get('/users/me/browsers')).json()
    assert here['is_this']
    assert (await api.post('/auth/admin/login', json={'password': PASSWORD})).status_code == 403
    assert (await api.delete('/auth/browser')).status_code == 204
    assert (await api.get('/users/me', headers={'Cookie': f'rt={kept}'})).status_code == 401


async def test_a_bad_token_is_not_made_good_by_a_cookie(api: httpx.AsyncClient) -> None:
    await api.post('/auth/register', json=ANA)
    await api.post('/auth/browser', data=FORM)
    assert (await api.get('/users/me')).status_code == 200
    assert (await api.get('/users/me', headers={'Authorization': 'Bearer x'})).status_code == 401


async def test_over_tls_the_cookies_are_of_this_host_alone(house: FastAPI) -> None:
    async with from_address(house, '10.0.0.7', 'https://127.0.0.1:8000') as api:
        await api.post('/auth/register', json=ANA)
        login = await api.post('/auth/login', data=FORM)
        names = {cookie.partition('=')[0] for cookie in login.headers.get_list('set-cookie')}
        assert names == {'__Host-rt_refresh', '__Host-rt_device'}
        assert all('; Secure' in cookie for cookie in login.headers.get_list('set-cookie'))
        assert (await api.post('/auth/refresh')).status_code == 200
        await api.post('/auth/browser', data=FORM)
        assert (await api.get('/users/me')).status_code == 200
        session = api.cookies['__Host-rt']
    async with from_address(house, '10.0.0.7', 'https://127.0.0.1:8000') as other:
        other.cookies.set('rt', session)  # as a page over plain http could set it
        assert (await other.get('/users/me')).status_code == 401


async def test_over_plain_http_no_password_is_taken_from_another_computer(house: FastAPI) -> None:
    async with from_address(house, '10.0.0.7') as api:
        for answer in (await api.post('/auth/register', json=ANA), await api.post('/auth/login', data=FORM)):
            assert answer.status_code == 403
            assert 'Use https' in answer.json()['detail']


def key_of(secret: str = SECRET) -> object:
    return signing_key(secret)


def forged(claims: dict[str, object], secret: str = SECRET) -> str:
    key = signing_key(secret)
    ours = jwt.decode(access_token(key, Access(user_id=2, family='f'), now_s=0), key, ['HS256']).claims
    return jwt.encode({'alg': 'HS256'}, {**ours, **claims}, key, algorithms=['HS256'])


async def test_every_token_that_is_not_in_force_is_refused(api: httpx.AsyncClient) -> None:
    header = await signed_in(api)
    good = header['Authorization'].removeprefix('Bearer ')
    claims = jwt.decode(good, signing_key(SECRET), ['HS256']).claims
    head, body, signature = good.split('.')
    none = 'eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0'  # {"alg":"none","typ":"JWT"}
    bad = {
        'alg none': f'{none}.{body}.',
        'alg none, signed': f'{none}.{body}.{signature}',
        'no signature': f'{head}.{body}.',
        'another key': forged(claims, 'another secret of as many characters'),
        'expired': forged({**claims, 'exp': claims['iat'] - 61}),
        'another audience': forged({**claims, 'aud': 'other'}),
        'another type': forged({**claims, 'typ': 'refresh'}),
        'another family': forged({**claims, 'sid': 'other'}),
        'somebody else': forged({**claims, 'sub': '1'}),
        'nobody': forged({**claims, 'sub': str(2**70)}),
        'refresh as access': api.cookies['rt_refresh'],
        'personal, guessed': 'rtp_guessed',
        'nothing': '',
    }
    for what, token in bad.items():
        answer = await api.get('/users/me', headers={'Authorization': f'Bearer {token}'})
        assert answer.status_code == 401, what
        assert answer.headers['www-authenticate'] == 'Bearer'
        assert answer.headers['content-type'] == 'application/problem+json'
    assert (await api.get('/users/me')).status_code == 401
    assert (await api.get('/users/me', headers={'Authorization': 'Basic YTpi'})).status_code == 401
    assert (await api.get('/users/me', headers=header)).status_code == 200


async def test_an_access_token_refreshes_nothing(api: httpx.AsyncClient) -> None:
    header = await signed_in(api)
    api.cookies.set('rt_refresh', header['Authorization'].removeprefix('Bearer '))
    assert (await api.post('/auth/refresh')).status_code == 401


async def test_of_eight_refreshes_at_once_one_gets_a_token(api: httpx.AsyncClient) -> None:
    await signed_in(api)
    cookie = {'Cookie': f'rt_refresh={api.cookies["rt_refresh"]}'}
    answers = await asyncio.gather(*(api.post('/auth/refresh', headers=cookie) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + 7 * [409]
    assert sum('set-cookie' in answer.headers for answer in answers) == 1


async def test_a_replay_ends_the_whole_family(api: httpx.AsyncClient) -> None:
    header = await signed_in(api)
    stolen = {'Cookie': f'rt_refresh={api.cookies["rt_refresh"]}'}
    for _ in range(2):
        assert (await api.post('/auth/refresh')).status_code == 200
    assert (await api.post('/auth/refresh', headers=stolen)).status_code == 401
    assert (await api.post('/auth/refresh')).status_code == 401
    assert (await api.get('/users/me', headers=header)).status_code == 401


async def test_signing_out_takes_the_cookie_and_what_it_was_good_for(api: httpx.AsyncClient) -> None:
    header = await signed_in(api)
    kept = api.cookies['rt_refresh']
    assert (await api.post('/auth/logout')).status_code == 204
    assert 'rt_refresh' not in api.cookies
    again = await api.post('/auth/refresh', headers={'Cookie': f'rt_refresh={kept}'})
    assert again.status_code == 401
    assert (await api.get('/users/me', headers=header)).status_code == 401
    assert (await api.post('/auth/logout')).status_code == 204


async def test_another_page_cannot_use_the_cookie(api: httpx.AsyncClient) -> None:
    await signed_in(api)
    for path in ('/auth/refresh', '/auth/logout', '/auth/login', '/auth/firebase', '/auth/browser'):
        foreign = {'Origin': 'https://evil.example', 'Sec-Fetch-Site': 'cross-site'}
        assert (await api.post(path, headers=foreign)).status_code == 403
    assert (await api.post('/auth/refresh')).status_code == 200


@pytest.mark.usefixtures('as_shipped')
async def test_a_stranger_and_a_wrong_password_get_the_same_answer(house: FastAPI) -> None:
    took: dict[str, list[float]] = {'ana': [], 'nobody': []}
    bodies = set()
    async with from_address(house, '127.0.0.1') as api:
        await api.post('/auth/register', json=ANA)
    for i in range(15):
        for name, times in took.items():
            async with from_address(house, f'127.0.1.{i}') as api:
                start_s = process_time()
                answer = await api.post('/auth/login', data={'username': name, 'password': 'wrong password'})
                times.append(process_time() - start_s)
                bodies.add((answer.status_code, answer.text))
    assert len(bodies) == 1
    assert median(took['nobody']) == pytest.approx(median(took['ana']), rel=0.2)


async def test_a_thousand_guesses_from_thirty_places_and_the_known_device_gets_in(house: FastAPI) -> None:
    async with from_address(house, '127.0.0.1') as owner:
        await owner.post('/auth/register', json=ANA)
        await owner.post('/auth/login', data=FORM)
        guess = {'username': 'ana', 'password': 'wrong password'}
        through = 0
        for i in range(30):
            async with from_address(house, f'127.0.1.{i}') as stranger:
                for _ in range(34):
                    through += (answer := await stranger.post('/auth/login', data=guess)).status_code == 401
                assert answer.status_code == 429
                assert 0 < int(answer.headers['retry-after']) <= 900
        assert through == 50
        assert (await owner.post('/auth/login', data=FORM)).status_code == 200
        async with from_address(house, '127.0.2.1') as elsewhere:
            assert (await elsewhere.post('/auth/login', data=FORM)).status_code == 429


ODD_FORMS = (
    b'',
    b'username=ana',
    b'username=%00&password=%00',
    b'username=%ff%fe&password=%ff',
    b'username=' + b'x' * 301 + b'&password=y',
    b'username=ana&password=' + b'x' * 301,
    b'username=ana&password=x&grant_type=client_credentials',
    b'username=ana&username=ben&password=x&password=y',
    b'&'.join(b'a%d=1' % i for i in range(2000)),
)


async def test_an_odd_form_is_a_sentence(api: httpx.AsyncClient) -> None:
    kind = {'Content-Type': 'application/x-www-form-urlencoded'}
    for body in ODD_FORMS:
        answer = await api.post('/auth/login', content=body, headers=kind)
        assert answer.status_code in {400, 401, 422}, body[:40]
        assert answer.json()['detail']


ODD: tuple[object, ...] = (
    {},
    [],
    {**ANA, 'is_admin': True},
    {**ANA, 'name': 7},
    {**ANA, 'email': 'x' * 301},
    {**ANA, 'name': '\0\0'},
    {**ANA, 'password': 'password123'},
    {**ANA, 'first_admin': 'guessed'},
)


async def test_an_odd_registration_is_refused(api: httpx.AsyncClient) -> None:
    for body in ODD:
        answer = await api.post('/auth/register', json=body)
        assert (answer.status_code, bool(answer.json()['detail'])) == (422, True), body
    assert (await api.post('/auth/register', json=ANA)).status_code == 201


async def test_a_name_is_taken_once(api: httpx.AsyncClient) -> None:
    await api.post('/auth/register', json=ANA)
    assert (await api.post('/auth/register', json={**ANA, 'email': 'other@b.example'})).status_code == 409


async def test_the_first_admin_locks_a_person_out_at_once(api: httpx.AsyncClient, first_admin: str) -> None:
    ana = await signed_in(api)
    root = {'name': 'root1', 'email': 'root@club.example', 'password': PASSWORD, 'first_admin': first_admin}
    assert (await api.post('/auth/register', json=root)).json()['role'] == 'admin'
    login = await api.post('/auth/login', data={'username': 'root1', 'password': PASSWORD})
    plain = {'Authorization': f'Bearer {login.json()["access_token"]}'}
    refused = await api.get('/admin/users', headers=plain)
    assert (refused.status_code, refused.json()['wanted']) == (403, 'step-up')
    assert (await api.get('/admin/users', headers=ana)).status_code == 403
    wrong = await api.post('/auth/admin/login', json={'password': 'wrong password'}, headers=plain)
    assert wrong.status_code == 401
    assert (await api.post('/auth/admin/login', json={'password': PASSWORD}, headers=ana)).status_code == 403
    stepped_up = await api.post('/auth/admin/login', json={'password': PASSWORD}, headers=plain)
    assert stepped_up.json()['expires_in'] == timedelta(hours=2).total_seconds()
    admin = {'Authorization': f'Bearer {stepped_up.json()["access_token"]}'}
    users = (await api.get('/admin/users', headers=admin)).json()
    assert [user['name'] for user in users] == ['root1', 'ana']
    path = f'/admin/users/{users[1]["id"]}'
    assert (await api.patch(path, json={'is_locked': True}, headers=admin)).status_code == 204
    assert (await api.get('/users/me', headers=ana)).status_code == 401
    assert (await api.post('/auth/login', data=FORM)).status_code == 403
    assert (await api.patch(path, json={'is_locked': False}, headers=admin)).status_code == 204
    link = (await api.post(f'{path}/reset', headers=admin)).json()['link']
    reset = {'link': link, 'password': 'six green flags'}
    assert (await api.post('/auth/password/reset', json=reset)).status_code == 204
    assert (await api.post('/auth/password/reset', json=reset)).status_code == 422
    await signed_in(api, FORM | {'password': 'six green flags'})
    verify = {'link': (await api.post(f'{path}/verify', headers=admin)).json()['link']}
    assert [(await api.post('/auth/email/verify', json=verify)).status_code for _ in range(2)] == [204, 422]
    assert (await api.delete(f'{path}/app', headers=admin)).status_code == 204
    audit = (await api.get('/admin/audit', headers=admin, params={'limit': 3})).json()
    assert [entry['what'] for entry in audit] == ['remove app', 'verify e-mail', 'make verify link']
    assert audit[0]['from_where'] == '127.0.0.1'


async def test_every_operation_is_described_under_one_name(house: FastAPI) -> None:
    found = operations(house.openapi())
    names = [operation['operationId'] for operation in found.values()]
    assert len(set(names)) == len(names)
    for where, operation in found.items():
        bad = {status: answer for status, answer in operation['responses'].items() if status >= '400'}
        assert {'403', '421', '500'} <= bad.keys(), where
        assert all(list(answer['content']) == ['application/problem+json'] for answer in bad.values()), where


async def test_on_a_laptop_there_is_nothing_to_sign_in_to(settings: Settings) -> None:
    async with running_house(settings) as laptop, believing(laptop) as api:
        for path in ('/auth/login', '/auth/firebase', '/auth/register', '/auth/refresh'):
            assert (await api.post(path)).status_code == 404
        assert (await api.get('/users/me')).status_code == 404


async def test_an_admin_in_a_browser_needs_no_token(api: httpx.AsyncClient, first_admin: str) -> None:
    root = {'name': 'root1', 'email': 'root@club.example', 'password': PASSWORD, 'first_admin': first_admin}
    await api.post('/auth/register', json=root)
    await api.post('/auth/browser', data={'username': 'root1', 'password': PASSWORD})
    assert (await api.get('/admin/users')).status_code == 403
    stepped_up = await api.post('/auth/admin/login', json={'password': PASSWORD})
    assert stepped_up.json()['access_token'] is None
    assert (await api.get('/admin/users')).status_code == 200
