"""Pages of a paddock with accounts: who opens one is signed in, or a guest."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import httpx
from fastapi import FastAPI
from nicegui.testing import User

from racetrace.accounts.mode import Mode
from racetrace.services.instance import Instance
from racetrace.services.register import first_admin
from racetrace.settings import Settings
from tests.conftest import HERE, running_house

PASSWORD = 'five red lights'

Enter = Callable[..., Awaitable[User]]


@asynccontextmanager
async def club(settings: Settings) -> AsyncIterator[FastAPI]:
    async with running_house(replace(settings, mode=Mode.LAN)) as app:
        yield app


@asynccontextmanager
async def entering(house: FastAPI) -> AsyncIterator[Enter]:
    """Yield what lets somebody in; the first of them is the admin, '' is a guest."""
    instance: Instance = house.state.instance
    async with AsyncExitStack() as stack:

        async def enter(name: str = '') -> User:
            client = httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE, timeout=40)
            user = User(await stack.enter_async_context(client))
            if name:
                new = {'name': name, 'email': f'{name}@club.example', 'password': PASSWORD}
                link = first_admin(instance)
                answer = await client.post('/register', data=new | ({'first': link} if link else {}))
                assert answer.status_code == 303
            return user

        yield enter
