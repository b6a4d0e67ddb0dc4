"""Forgetting a password, as a browser and as a program do it, over a real mail server."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest
from anyio.to_thread import run_sync
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.mail.tls import Tls
from racetrace.settings import Settings
from tests.conftest import HERE, running_house
from tests.mail.smtp_server import FROM, SmtpServer, smtp_server

NEW = {'name': 'ana', 'email': 'ana@club.example', 'password': 'five red lights'}


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


@pytest.fixture
async def house(settings: Settings, smtp: SmtpServer) -> AsyncIterator[FastAPI]:
    mail = {'smtp_host': '127.0.0.1', 'smtp_port': smtp.port, 'smtp_from': FROM, 'smtp_tls': Tls.NONE}
    async with running_house(replace(settings, mode=Mode.LAN, **mail)) as app:  # type: ignore[arg-type]
        yield app


@pytest.fixture
async def web(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(house)
    async with httpx.AsyncClient(transport=transport, base_url=HERE, follow_redirects=True) as client:
        yield client


async def letters(house: FastAPI, smtp: SmtpServer) -> list[str]:
    await run_sync(house.state.instance.post.wait)
    return smtp.to('ana@club.example')


async def test_from_the_door_by_a_letter_to_a_new_password(
    house: FastAPI, web: httpx.AsyncClient, smtp: SmtpServer
) -> None:
    await web.post('/register', data=NEW)
    web.cookies.clear()
    assert 'Forgot your password?' in (await web.get('/login')).text
    told = await web.post('/forgot', data={'email': 'ana@club.example'})
    assert 'If an account has this address, a letter with a link is on its way.' in told.text
    letter = (await letters(house, smtp))[-1]
    (address, link) = re.findall(rf'({HERE}/reset\?link=([\w-]+))', letter)[0]
    assert link in (await web.get(address)).text
    await web.post('/reset', data={'link': link, 'password': 'six blue lights on'})
    again = await web.post('/reset', data={'link': link, 'password': 'seven blue lights'})
    assert 'This link was used' in again.text
    done = await web.post('/login', data={'username': 'ana', 'password': 'six blue lights on'})
    assert done.url.path == '/'


@pytest.mark.parametrize('email', ['ana@club.example', 'nobody@club.example'])
async def test_a_program_is_told_the_same_of_every_address(web: httpx.AsyncClient, email: str) -> None:
    await web.post('/register', data=NEW)
    told = await web.post('/api/v1/auth/password/forgotten', json={'email': email})
    assert (told.status_code, told.content) == (202, b'')
    page = await web.post('/forgot', data={'email': email})
    assert page.url.query == b'why=sent'


async def test_what_is_no_address_is_said_at_once(web: httpx.AsyncClient) -> None:
    bad = {'email': 'ana@club.example\r\nBcc: all@club.example'}
    assert (await web.post('/api/v1/auth/password/forgotten', json=bad)).status_code == 422
    assert 'This is no e-mail address.' in (await web.post('/forgot', data=bad)).text


async def test_without_a_mail_server_an_admin_makes_the_link(settings: Settings) -> None:
    async with (
        running_house(replace(settings, mode=Mode.LAN)) as app,
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE, follow_redirects=True) as client,
    ):
        assert 'An admin can make you a link.' in (await client.get('/login')).text
        for answer in (
            await client.get('/forgot'),
            await client.post('/forgot', data={'email': 'ana@club.example'}),
        ):
            assert answer.url.path == '/login'
        said = await client.post('/api/v1/auth/password/forgotten', json={'email': 'ana@club.example'})
        assert said.status_code == 404
