"""A page's socket over polling, in the program without a browser."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI
from nicegui import Client

from racetrace.accounts.mode import Mode
from racetrace.settings import Settings
from tests.authorisation.socket import Socket, hand
from tests.conftest import HERE, running_house

NEW = {'name': 'ana', 'email': 'ana@club.example', 'password': 'five red lights'}


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[FastAPI]:
    async with running_house(replace(settings, mode=Mode.LAN)) as app:
        yield app


@pytest.fixture
async def ana(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as client:
        await client.post('/register', data=NEW)
        yield client


@pytest.fixture
async def nobody(house: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as client:
        yield client


async def opened(browser: httpx.AsyncClient) -> Client:
    page = (await browser.get('/')).text
    (client,) = [one for name, one in Client.instances.items() if name in page]
    return client


async def test_a_page_takes_the_socket_of_who_opened_it(
    ana: httpx.AsyncClient, nobody: httpx.AsyncClient
) -> None:
    page = await opened(ana)
    foreign = await Socket.to(nobody)
    assert not await foreign.shakes_hands(page.id)
    socket = await Socket.to(ana)
    assert await socket.shakes_hands(page.id)
    for one in (foreign, socket):
        await one.close()


async def test_a_socket_that_shakes_hands_while_it_opens_is_looked_at_too(
    ana: httpx.AsyncClient, nobody: httpx.AsyncClient
) -> None:
    page = await opened(ana)
    asked = {name: str(value) for name, value in hand(page.id).items()} | {'implicit_handshake': 'true'}
    with pytest.raises(AssertionError):
        await Socket.to(nobody, **asked)
    assert not page.has_socket_connection
    socket = await Socket.to(ana, **asked)
    assert page.has_socket_connection
    await socket.close()


async def test_a_page_hears_nothing_from_a_socket_of_another_page(
    ana: httpx.AsyncClient, nobody: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await opened(ana)
    heard: list[object] = []
    monkeypatch.setattr(Client, 'handle_event', lambda _, message: heard.append(message['id']))
    own, foreign = await Socket.to(ana), await Socket.to(nobody)
    assert await own.shakes_hands(page.id)
    await foreign.says('event', client_id=page.id, id='foreign', listener_id='1', args=[])
    await own.says('event', client_id=page.id, id='own', listener_id='1', args=[])
    assert heard == ['own']
    for one in (foreign, own):
        await one.close()
