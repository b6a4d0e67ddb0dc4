"""What an admin does on a page: it goes through once he has proved it, where that is asked."""

import asyncio
import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from fastapi import Request

from components.entry_form import EntryForm, Field, Kind
from components.kit import box, text
from components.verdict import Refusal
from racetrace.accounts.roles import Role
from racetrace.api import cookies
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import RaceTraceError
from racetrace.services.instance import Instance
from racetrace.services.profile import my_account
from racetrace.services.prove import Credentials
from racetrace.services.step_up import step_up
from racetrace.services.viewer import Via, Viewer
from racetrace.services.viewers import viewer_again

T = TypeVar('T')

WHY = 'Only an admin may do this. Enter your password once more; it holds for two hours.'
PASSWORD = Field(name='password', label='Password', kind=Kind.SECRET, completes='current-password')
CODE = Field(name='code', label='Or a code of your app', completes='one-time-code')


class Proving:
    """Its place on the page is where it is made: there it asks, and says what was refused."""

    def __init__(self, instance: Instance, request: Request) -> None:
        self._instance, self._request = instance, request
        self._viewer = viewer_of_page(request)
        self._place = box('proving')

    async def do(self, deed: Callable[[Viewer], T], then: Callable[[T], object]) -> None:
        """Do it in a thread, as who the viewer is by now, and tell `then` what came of it."""
        self._place.clear()
        try:
            viewer = await asyncio.to_thread(self._now)
            if viewer.role is Role.ADMIN and not viewer.is_stepped_up:
                await self._ask(viewer, partial(self.do, deed, then))
                return
            found = await asyncio.to_thread(deed, viewer)
        except RaceTraceError as error:
            if not self._place.is_deleted:
                with self._place:
                    Refusal(str(error))
            return
        if self._place.is_deleted:
            return
        with self._place:  # what was clicked may be gone by now
            told = then(found)
            if inspect.isawaitable(told):
                await told

    def _now(self) -> Viewer:
        """An open page may be older than what its viewer may do."""
        return self._viewer if self._viewer.via is Via.LOCAL else viewer_again(self._instance, self._viewer)

    async def _ask(self, viewer: Viewer, again: Callable[[], Any]) -> None:
        account = await asyncio.to_thread(my_account, self._instance, viewer)

        async def prove(given: dict[str, Any]) -> None:
            cookies.caller(self._request)  # refuses where others could listen
            await asyncio.to_thread(step_up, self._instance, viewer, Credentials(**given))
            await again()

        with self._place, box('section', 'section').mark('step-up'):
            text('Is it you?', 'section__title', 'h2')
            text(WHY, 'section__note', 'p')
            EntryForm(
                [PASSWORD, *([CODE] if account.has_totp else [])], prove, submit='Go on', kind='primary'
            )
