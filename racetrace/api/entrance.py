"""Who opens a page: asked once in front of all of them, so that no page can forget to."""

import asyncio
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from racetrace.accounts.roles import Role
from racetrace.api import cookies
from racetrace.errors import TokenRefused
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL, NOBODY, Viewer
from racetrace.services.viewers import viewer_of

NO_PAGES: Final = ('/api/', '/_nicegui', '/docs', '/openapi.json')  # they ask for themselves, or show nothing
FOR_ALL: Final = ('/login', '/register', '/reset', '/verify')
# And what is below: who is nobody sees of it what is public, or what a link opens.
PUBLIC: Final = ('/tracks', '/leaderboard', '/share')


class Entrance:
    """Lets in who is signed in, and leads everybody else to the door. On one's own laptop there is none."""

    def __init__(self, app: ASGIApp, instance: Instance) -> None:
        self._app = app
        self._instance = instance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] != 'http' or scope['path'].startswith(NO_PAGES):
            return await self._app(scope, receive, send)
        request = Request(scope)
        viewer = await self._viewer(request)
        if viewer is None and _is_public(scope['path']):
            viewer = NOBODY
        if viewer is None and scope['path'] not in FOR_ALL:
            return await RedirectResponse(_door(request), 303)(scope, receive, send)
        request.state.viewer = viewer
        has_accounts = self._instance.mode.has_accounts
        request.state.has_account = has_accounts and viewer is not None and viewer is not NOBODY
        request.state.is_guest = has_accounts and not request.state.has_account
        request.state.is_admin = viewer is not None and viewer.role is Role.ADMIN
        return await self._app(scope, receive, send)

    async def _viewer(self, request: Request) -> Viewer | None:
        if not self._instance.mode.has_accounts:
            return LOCAL
        session = cookies.read(request, cookies.SESSION)
        if not session:
            return None
        try:
            return await asyncio.to_thread(viewer_of, self._instance, session, cookies.address(request))
        except TokenRefused:
            return None


def viewer_of_page(request: Request) -> Viewer:
    """Return who opened a page that is not for all."""
    viewer: Viewer = request.state.viewer
    return viewer


def _is_public(path: str) -> bool:
    return any(path == public or path.startswith(f'{public}/') for public in PUBLIC)


def _door(request: Request) -> str:
    query = f'?{request.url.query}' if request.url.query else ''
    return f'/login?next={quote(request.url.path + query, safe="")}'
