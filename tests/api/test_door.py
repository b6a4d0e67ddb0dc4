from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.accounts.tokens import Secret
from racetrace.api.door import here
from racetrace.settings import Settings
from racetrace.store import links
from racetrace.store.database import writing
from racetrace.store.links import Purpose
from tests.conftest import HERE, running_house

FORM = {'username': 'ana', 'password': 'five red lights'}
NEW = {'name': 'ana', 'email': 'ana@club.example', 'password': 'five red lights'}


@pytest.fixture
async def house(settings: Settings, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[FastAPI]:
    async with running_house(replace(settings, mode=Mode.LAN)) as app:
        app.state.shown = capsys.readouterr().out
        yield app


@pytest.fixture
async def web(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser: it keeps cookies, and goes where it is led."""
    transport = httpx.ASGITransport(house)
    async with httpx.AsyncClient(transport=transport, base_url=HERE, follow_redirects=True) as client:
        yield client


def at(answer: httpx.Response) -> str:
    return answer.url.raw_path.decode()


async def test_who_is_not_signed_in_is_led_to_the_door_and_from_there_to_the_page(
    web: httpx.AsyncClient,
) -> None:
    assert at(await web.get('/compare?laps=1,2')) == '/login?next=%2Fcompare%3Flaps%3D1%2C2'
    await web.post('/register', data=NEW)
    web.cookies.clear()
    answer = await web.post('/login', data=FORM | {'onward': '/compare?laps=1,2'})
    assert at(answer) == '/compare?laps=1,2'


async def test_an_account_is_made_and_one_is_in(web: httpx.AsyncClient) -> None:
    answer = await web.post('/register', data=NEW)
    assert (at(answer), answer.status_code) == ('/', 200)
    me = await web.get('/me')
    assert 'ana@club.example' in me.text
    assert (await web.get('/api/v1/users/me')).json()['name'] == 'ana'
    assert at(await web.get('/login')) == '/', 'who is in has no business at the door'


async def test_what_is_wrong_is_said_in_a_sentence_of_ours(web: httpx.AsyncClient) -> None:
    wrong = await web.post('/login', data=FORM)
    assert at(wrong) == '/login?why=wrong&next=%2F'
    assert 'Name or password is wrong.' in wrong.text
    weak = await web.post('/register', data=NEW | {'password': 'racetrace'})
    assert 'Take a longer password' in weak.text
    forged = await web.get('/login?why=Call+0900+now')
    assert '0900' not in forged.text


async def test_signing_out_ends_it_here_or_everywhere(house: FastAPI, web: httpx.AsyncClient) -> None:
    await web.post('/register', data=NEW)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as phone:
        await phone.post('/login', data=FORM)
        await web.post('/logout')
        assert at(await web.get('/me')) == '/login?next=%2Fme'
        assert (await phone.get('/me')).status_code == 200
        await phone.post('/logout', data={'everywhere': '1'})
        assert (await phone.get('/me')).status_code == 303


async def test_the_link_of_the_terminal_makes_the_first_admin_once(
    house: FastAPI, web: httpx.AsyncClient
) -> None:
    first = house.state.shown.partition('first=')[2].strip()
    await web.post('/register', data=NEW | {'first': first})
    assert 'admin' in (await web.get('/me')).text
    web.cookies.clear()
    again = await web.post('/register', data=NEW | {'name': 'ben', 'email': 'b@club.example', 'first': first})
    assert 'This link works no longer' in again.text


async def test_by_a_link_of_an_admin_one_sets_a_new_password(house: FastAPI, web: httpx.AsyncClient) -> None:
    await web.post('/register', data=NEW)
    made = (await web.get('/api/v1/users/me')).json()['id']
    with writing(house.state.instance.engine) as db:
        secret, now = Secret.fresh('rtl_'), house.state.instance.clock()
        links.add(db, Purpose.RESET, secret.sha256, now=now, ends_at=now + timedelta(hours=1), user_id=made)
    web.cookies.clear()
    weak = await web.post('/reset', data={'link': secret.text, 'password': 'racetrace'})
    assert 'Take a longer password' in weak.text
    assert secret.text in weak.text, 'it is handed on: it still works'
    done = await web.post('/reset', data={'link': secret.text, 'password': 'six blue lights on'})
    assert at(done) == '/login'
    assert at(await web.post('/login', data=FORM | {'password': 'six blue lights on'})) == '/'


@pytest.mark.parametrize(
    'onward', ['//evil.example', '/\\evil.example', 'https://evil.example', '', 'javascript:1', '/a\r\nb: c']
)
def test_one_goes_on_to_pages_of_ours_only(onward: str) -> None:
    assert here(onward) == '/'


async def test_a_page_sees_only_what_its_own_account_owns(house: FastAPI, web: httpx.AsyncClient) -> None:
    await web.post('/register', data=NEW)
    made = (await web.post('/api/v1/sessions/', json={'name': 'Private test'})).json()
    assert 'Private test' in (await web.get(f'/sessions/{made["id"]}')).text
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as other:
        await other.post('/register', data=NEW | {'name': 'ben', 'email': 'b@club.example'})
        seen = await other.get(f'/sessions/{made["id"]}')
        assert seen.status_code == 404
        assert 'Private test' not in seen.text


async def test_what_is_public_is_looked_at_by_others_and_changed_by_nobody_else(
    house: FastAPI, web: httpx.AsyncClient
) -> None:
    await web.post('/register', data=NEW)
    made = (await web.post('/api/v1/sessions/', json={'name': 'Open day'})).json()
    shown = await web.patch(f'/api/v1/sessions/{made["id"]}', json={'visibility': 'public'})
    assert shown.is_success
    assert 'Delete session' in (await web.get(f'/sessions/{made["id"]}')).text
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as other:
        await other.post('/register', data=NEW | {'name': 'ben', 'email': 'b@club.example'})
        seen = (await other.get(f'/sessions/{made["id"]}')).text
        assert 'Open day' in seen
        assert 'Delete session' not in seen
        assert (await other.delete(f'/api/v1/sessions/{made["id"]}')).status_code in {403, 404}


async def test_on_a_laptop_there_is_no_door(settings: Settings) -> None:
    async with (
        running_house(settings) as app,
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as client,
    ):
        assert (await client.get('/login')).status_code == 404
        assert (await client.get('/me')).status_code == 404
        assert (await client.get('/')).status_code == 200
