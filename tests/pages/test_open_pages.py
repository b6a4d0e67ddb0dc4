"""What somebody may see no longer leaves the pages that are open, and soon."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from nicegui import Client, core
from nicegui.testing import User

from pages import open_pages
from racetrace.accounts.mode import Mode
from racetrace.services import administer
from racetrace.services.viewer import LOCAL
from racetrace.settings import Settings
from racetrace.store.moment import now
from tests.api.imported import imported
from tests.conftest import HERE, running_house

SOON_S = 2.0
PASSWORD = 'five red lights'


@dataclass(kw_only=True)
class Race:
    """A session of Ana's, and pages of it that are open."""

    app: FastAPI
    stack: AsyncExitStack
    ana: httpx.AsyncClient
    session_id: int = 0

    async def browser(self, name: str = '') -> httpx.AsyncClient:
        client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=HERE, timeout=60)
        await self.stack.enter_async_context(client)
        if name:
            new = {'name': name, 'email': f'{name}@club.example', 'password': PASSWORD}
            assert (await client.post('/register', data=new)).status_code == 303
        return client

    async def opened(self, browser: httpx.AsyncClient, address: str = '') -> User:
        user = User(browser)
        await user.open(address or f'/sessions/{self.session_id}')
        await user.should_see('0:50.910')
        return user

    async def writes(self, method: str, path: str, **said: object) -> httpx.Response:
        answer = await self.ana.request(method, f'/api/v1{path}', json=said or None)
        assert answer.is_success, answer.text
        return answer

    async def shared(self, **said: object) -> dict[str, str]:
        made = await self.writes('POST', f'/sessions/{self.session_id}/shares', scope='view', **said)
        share: dict[str, str] = made.json()
        return share


@pytest.fixture
async def race(settings: Settings) -> AsyncIterator[Race]:
    async with running_house(replace(settings, mode=Mode.LAN)) as app, AsyncExitStack() as stack:
        found = Race(app=app, stack=stack, ana=httpx.AsyncClient())
        await found.ana.aclose()
        found.ana = await found.browser('ana')
        api = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f'{HERE}/api/v1', timeout=60)
        api.cookies = found.ana.cookies
        async with api:
            found.session_id = (await imported(api))['id']
        await found.writes('PATCH', f'/sessions/{found.session_id}', name='Race 1')
        yield found


async def soon(is_so: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < SOON_S
        await asyncio.sleep(0.02)


def is_gone(user: User) -> Callable[[], bool]:
    return lambda: user.client is None or user.client.id not in Client.instances


async def shows_nothing(user: User) -> None:
    with user:
        await user.should_see('There is no such session.', retries=int(SOON_S / 0.1))
        await user.should_not_see('0:50.910')


async def test_a_link_leads_to_the_page_of_its_session_until_it_is_taken_back(race: Race) -> None:
    share = await race.shared()
    guest = await race.browser()
    page = await race.opened(guest, share['page'])
    laps = (await guest.get(f'/api/v1/sessions/{race.session_id}')).json()['laps'][1:3]
    asked: dict[str, str | int] = {'laps': ','.join(str(lap['id']) for lap in laps), 'from': 0, 'to': 99}
    assert (await guest.get('/api/v1/compare/columns', params=asked)).is_success
    await race.writes('DELETE', f'/shares/{share["id"]}')
    await shows_nothing(page)
    assert (await guest.get('/api/v1/compare/columns', params=asked)).status_code == 404
    assert (await guest.get(f'/sessions/{race.session_id}')).status_code == 303
    assert (await guest.get(share['page'])).headers['location'] == '/login?why=share'


async def test_a_link_that_ends_by_itself_ends_its_pages(race: Race) -> None:
    ends_at = now() + timedelta(seconds=2)
    page = await race.opened(await race.browser(), (await race.shared(ends_at=ends_at.isoformat()))['page'])
    await asyncio.sleep(max(0.0, (ends_at - now()).total_seconds()))
    await shows_nothing(page)


async def test_what_is_made_private_leaves_the_pages_of_others(race: Race) -> None:
    await race.writes('PATCH', f'/sessions/{race.session_id}', visibility='public')
    page = await race.opened(await race.browser('ben'))
    await race.writes('PATCH', f'/sessions/{race.session_id}', visibility='private')
    await shows_nothing(page)


async def test_who_leaves_a_team_sees_no_more_of_it(race: Race) -> None:
    ben = await race.browser('ben')
    team = (await race.writes('POST', '/teams/', name='Blue')).json()
    members = (await race.writes('PUT', f'/teams/{team["id"]}/members', name='ben')).json()['members']
    assert (await ben.post(f'/api/v1/teams/{team["id"]}/invitation')).is_success
    said = {'team_id': team['id'], 'visibility': 'team'}
    await race.writes('PATCH', f'/sessions/{race.session_id}', **said)
    page = await race.opened(ben)
    (ben_id,) = [one['user_id'] for one in members if one['name'] == 'ben']
    await race.writes('DELETE', f'/teams/{team["id"]}/members/{ben_id}')
    await shows_nothing(page)


async def test_pages_of_who_is_locked_end(race: Race) -> None:
    page = await race.opened(race.ana)
    me = (await race.ana.get('/api/v1/users/me')).json()['id']
    await asyncio.to_thread(administer.set_admin, race.app.state.instance, LOCAL, LOCAL.user_id, True)
    await asyncio.to_thread(administer.lock, race.app.state.instance, LOCAL, me)
    await soon(is_gone(page))


async def test_pages_of_who_became_an_admin_are_opened_anew(race: Race) -> None:
    page = await race.opened(race.ana)
    me = (await race.ana.get('/api/v1/users/me')).json()['id']
    await asyncio.to_thread(administer.set_admin, race.app.state.instance, LOCAL, me, True)
    await soon(is_gone(page))


async def test_pages_of_who_signs_out_end(race: Race) -> None:
    page = await race.opened(race.ana)
    await race.ana.post('/logout')
    await soon(is_gone(page))


async def test_a_page_that_its_browser_left_meanwhile_ends_once(
    race: Race, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_pages, 'UNTIL_GONE_S', 0.0)
    page = await race.opened(race.ana)
    client = page.client
    assert client is not None
    core.app.config.reconnect_timeout = 0.3
    for socket in list(client._socket_to_document_id):
        client.handle_disconnect(socket)
    waiting = list(client._delete_tasks.values())
    assert waiting
    await race.ana.post('/logout')
    await soon(is_gone(page))
    await asyncio.wait(waiting, timeout=SOON_S)
    assert all(task.done() for task in waiting)
    assert not caplog.records
