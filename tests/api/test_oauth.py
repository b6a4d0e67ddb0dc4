"""To a provider and back as a browser goes: a real one of OpenID, and a double of GitHub."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from html import unescape
from re import search
from urllib.parse import urlsplit

import httpx
import pyotp
import pytest
from anyio.to_thread import run_sync
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.oauth import asking
from racetrace.settings import Settings
from racetrace.store import accounts
from racetrace.store.database import writing
from tests.conftest import HERE, running_house
from tests.oauth.github_double import GitHubDouble, github_double
from tests.oauth.openid_provider import ID, SECRET, OpenIDProvider, openid_provider

NEW = {'name': 'ana', 'email': 'ana@club.example', 'password': 'five red lights'}
BACK = f'{HERE}/login/google/callback'


@pytest.fixture(scope='module')
def google() -> Iterator[OpenIDProvider]:
    with openid_provider([BACK, 'https://club.example/login/google/callback']) as provider:
        yield provider


@pytest.fixture
def github() -> Iterator[GitHubDouble]:
    with github_double() as double:
        yield double


@pytest.fixture
def asked(
    settings: Settings, google: OpenIDProvider, github: GitHubDouble, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    monkeypatch.setattr(asking, 'PATIENCE_S', 60.0)  # a busy computer is no provider that is away
    return replace(
        settings,
        mode=Mode.LAN,
        google_id=ID,
        google_secret=SECRET,
        google_url=google.url,
        github_id=ID,
        github_secret=SECRET,
        github_url=github.url,
    )


@pytest.fixture
async def house(asked: Settings) -> AsyncIterator[FastAPI]:
    async with running_house(asked) as app:
        yield app


@pytest.fixture
async def web(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(house) as client:
        yield client


def browser(house: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE)


async def came_back(web: httpx.AsyncClient, google: OpenIDProvider, who: str = 'ana@club.example') -> str:
    """Go there, sign in, and return the address that one is sent back to."""
    start = await web.get('/login/google', params={'next': '/tracks'})
    assert start.status_code == 303
    return await run_sync(google.signed_in, start.headers['location'], who)


def at(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    return str(answer.headers['location'])


async def test_the_door_leads_to_those_that_are_configured(web: httpx.AsyncClient) -> None:
    page = (await web.get('/login?next=/compare%3Flaps%3D1')).text
    assert 'Continue with Google' in page
    assert 'Continue with GitHub' in page
    assert '/login/github?next=%2Fcompare%3Flaps%3D1' in page


async def test_nobody_is_offered_or_there_who_is_not_configured(settings: Settings) -> None:
    async with running_house(replace(settings, mode=Mode.LAN)) as house, browser(house) as web:
        assert 'Continue with' not in (await web.get('/login')).text
        assert (await web.get('/login/google')).status_code == 404


async def test_by_google_one_is_in_and_goes_on_to_where_one_wanted(
    web: httpx.AsyncClient, google: OpenIDProvider
) -> None:
    answer = await web.get(await came_back(web, google))
    assert at(answer) == '/tracks'
    assert (await web.get('/api/v1/users/me')).json()['email'] == 'ana@club.example'
    kept = {cookie.name for cookie in web.cookies.jar}
    assert kept == {'rt', 'rt_device'}, 'what belongs to the way there is gone'


async def test_by_github_one_is_in_too(web: httpx.AsyncClient, github: GitHubDouble) -> None:
    start = await web.get('/login/github')
    answer = await web.get(github.agree(at(start)))
    assert at(answer) == '/'
    assert (await web.get('/api/v1/users/me')).json()['name'] == 'ana'


async def test_the_cookie_of_the_way_is_for_no_script_and_for_ten_minutes(
    asked: Settings, google: OpenIDProvider
) -> None:
    async with running_house(replace(asked, address='https://club.example')) as house:
        transport = httpx.ASGITransport(house)
        async with httpx.AsyncClient(transport=transport, base_url='https://club.example') as web:
            start = await web.get('/login/google')
            assert 'redirect_uri=https%3A%2F%2Fclub.example%2Flogin%2Fgoogle%2Fcallback' in at(start)
            cookie = start.headers['set-cookie']
            assert cookie.startswith('__Host-rt_elsewhere=')
            for word in ('Secure', 'HttpOnly', 'SameSite=lax', 'Path=/', 'Max-Age=600'):
                assert word in cookie
            back = await run_sync(google.signed_in, at(start), 'ana@club.example')
            assert at(await web.get(back)) == '/'


@pytest.mark.parametrize('part', ['state', 'code', 'both missing'])
async def test_what_was_tampered_with_is_refused_in_a_sentence(
    web: httpx.AsyncClient, google: OpenIDProvider, part: str
) -> None:
    back = httpx.URL(await came_back(web, google))
    changed = '/login/google/callback' if part == 'both missing' else back.copy_set_param(part, 'x' * 43)
    answer = await web.get(changed)
    assert at(answer) == ('/login?why=refused' if part == 'code' else '/login?why=stale')
    assert 'Begin again.' in (await web.get(at(answer))).text
    assert (await web.get('/api/v1/users/me')).status_code == 401


async def test_another_browser_cannot_go_on_with_it_nor_this_one_twice(
    house: FastAPI, web: httpx.AsyncClient, google: OpenIDProvider
) -> None:
    back = await came_back(web, google)
    async with browser(house) as other:
        assert at(await other.get(back)) == '/login?why=stale'
        assert (await other.get('/login/google')).status_code == 303
        assert at(await other.get(back)) == '/login?why=stale', 'nor with a cookie of its own'
    kept = dict(web.cookies)
    assert at(await web.get(back)) == '/tracks'
    web.cookies.clear()
    web.cookies.update(kept)
    assert at(await web.get(back)) == '/login?why=stale'


async def test_who_says_no_there_is_back_at_the_door(web: httpx.AsyncClient) -> None:
    state = httpx.URL(at(await web.get('/login/github'))).params['state']
    answer = await web.get('/login/github/callback', params={'error': 'access_denied', 'state': state})
    assert at(answer) == '/login?why=refused'


async def test_a_provider_that_is_down_is_told(asked: Settings) -> None:
    down = replace(asked, google_url='http://127.0.0.1:1')
    async with running_house(down) as house, browser(house) as web:
        answer = await web.get('/login/google')
        assert at(answer) == '/login?why=away&next=%2F'
        assert 'does not answer as it should' in (await web.get(at(answer))).text


async def test_over_plain_http_from_another_computer_nobody_is_led_anywhere(house: FastAPI) -> None:
    transport = httpx.ASGITransport(house, client=('10.0.0.9', 1234))
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as web:
        assert at(await web.get('/login/google')) == '/login?why=plain&next=%2F'


async def test_an_account_with_the_same_unproved_address_is_no_way_in(
    house: FastAPI, web: httpx.AsyncClient, google: OpenIDProvider
) -> None:
    async with browser(house) as thief:
        await thief.post('/register', data=NEW)
    answer = await web.get(await came_back(web, google))
    assert at(answer) == '/login?why=link-first'
    assert 'add the other account on your own page' in (await web.get(at(answer))).text


async def test_on_ones_own_page_one_adds_a_way_in_and_removes_it(
    web: httpx.AsyncClient, github: GitHubDouble
) -> None:
    await web.post('/register', data=NEW)
    assert 'Add GitHub' in (await web.get('/me')).text
    assert at(await web.post('/me/link/github', data={'proof': 'wrong'})) == '/me?why=wrong'
    assert 'This is not your password' in (await web.get('/me?why=wrong')).text
    page = await web.post('/me/link/github', data={'proof': NEW['password']})
    found = search(r'url=([^"]+)"', page.text)
    assert found is not None
    assert at(await web.get(github.agree(unescape(found[1])))) == '/me'
    assert 'Remove GitHub ana@club.example' in (await web.get('/me')).text
    assert at(await web.post('/me/unlink', data={'identity': '1', 'proof': NEW['password']})) == '/me'
    assert 'Add GitHub' in (await web.get('/me')).text


async def test_a_program_is_told_the_ways_in_and_removes_one_of_two(
    web: httpx.AsyncClient, github: GitHubDouble
) -> None:
    await web.post('/register', data=NEW)
    page = await web.post('/me/link/github', data={'proof': NEW['password']})
    found = search(r'url=([^"]+)"', page.text)
    assert found is not None
    await web.get(github.agree(unescape(found[1])))
    mine = '/api/v1/users/me/identities'
    (identity,) = (await web.get(mine)).json()
    assert (identity['provider'], identity['shown']) == ('github', 'ana@club.example')
    for number, password, status in (
        (identity['id'], 'wrong', 401),
        (identity['id'] + 1, NEW['password'], 404),
        (identity['id'], NEW['password'], 204),
    ):
        answer = await web.post(f'{mine}/{number}/delete', json={'password': password})
        assert answer.status_code == status, answer.text
    assert (await web.get(mine)).json() == []


async def test_the_last_way_in_is_not_removed(web: httpx.AsyncClient, google: OpenIDProvider) -> None:
    await web.get(await came_back(web, google))
    assert at(await web.post('/me/unlink', data={'identity': '1'})) == '/me?why=last'
    assert 'the only way into your account' in (await web.get('/me?why=last')).text
    answer = await web.post('/api/v1/users/me/identities/1/delete', json={'password': ''})
    assert (answer.status_code, 'the only way into your account' in answer.text) == (409, True)


async def test_a_code_of_the_app_is_wanted_after_it(
    house: FastAPI, web: httpx.AsyncClient, google: OpenIDProvider
) -> None:
    await web.post('/register', data=NEW)
    offered = await web.post('/api/v1/users/me/app', json={'password': NEW['password']})
    app = pyotp.parse_uri(offered.json()['address'])
    assert isinstance(app, pyotp.TOTP)
    assert (await web.put('/api/v1/users/me/app', json={'code': app.now()})).is_success
    engine = house.state.instance.engine
    with writing(engine) as db:
        accounts.change(db, 2, email_verified=True, totp_step=0)  # a minute went by
    web.cookies.clear()
    assert at(await web.get(await came_back(web, google))) == '/login/code'
    assert (await web.get('/api/v1/users/me')).status_code == 401
    assert 'Code of your app' in (await web.get('/login/code')).text
    assert at(await web.post('/login/code', data={'otp': '000000'})) == '/login/code?why=code'
    assert at(await web.post('/login/code', data={'otp': app.now()})) == '/tracks'
    assert (await web.get('/api/v1/users/me')).json()['name'] == 'ana'


async def test_a_closed_house_says_so(asked: Settings, google: OpenIDProvider) -> None:
    async with running_house(replace(asked, registration=False)) as house, browser(house) as web:
        assert at(await web.get(await came_back(web, google))) == '/login?why=closed'
        assert 'Make an account' not in (await web.get('/login')).text
        assert at(await web.get('/register')) == '/login?why=closed'
        assert at(await web.post('/register', data=NEW)) == '/register?why=closed'


async def test_one_is_led_only_to_pages_of_ours(web: httpx.AsyncClient, google: OpenIDProvider) -> None:
    start = await web.get('/login/google', params={'next': 'https://evil.example/'})
    back = await run_sync(google.signed_in, at(start), 'ana@club.example')
    assert at(await web.get(back)) == '/'
    assert urlsplit(at(start)).netloc == urlsplit(google.url).netloc


async def test_what_a_page_of_others_starts_ends_where_it_began(web: httpx.AsyncClient) -> None:
    """A form of theirs adds no way into an account of ours."""
    await web.post('/register', data=NEW)
    foreign = {'Origin': 'https://evil.example', 'Sec-Fetch-Site': 'cross-site'}
    answer = await web.post('/me/link/google', data={'proof': NEW['password']}, headers=foreign)
    assert answer.status_code == 403
