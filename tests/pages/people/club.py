"""Pages of a paddock with accounts: who opens one is signed in, or a guest."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
from fastapi import FastAPI
from nicegui.testing import User

from components.entry_form import EntryForm
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


def fill(person: User, number: int, typed: dict[str, Any]) -> None:
    """Send what a browser would of a form, the first of a page being number 0."""
    forms = sorted(person.find(EntryForm).elements, key=lambda form: form.id)
    fields = {field['name']: field['value'] for field in forms[number].props['fields']}
    forms[number]._handle_event({'args': fields | typed, 'listener_id': _listener(forms[number], 'save')})


def _listener(form: EntryForm, kind: str) -> str:
    return next(key for key, one in form._event_listeners.items() if one.type == kind)
