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
from racetrace.services.share import with_links
from racetrace.services.viewer import LOCAL, NOBODY, Viewer
from racetrace.services.viewers import viewer_of

NO_PAGES: Final = (
    '/api/',
    '/_nicegui',
    '/docs',
    '/openapi.json',
    '/favicon.ico',
)  # they ask for themselves, or show nothing
PROGRAMS: Final = ('/health', '/status', '/circuits')  # ask there for themselves (racetrace.api.ancestors)
BELOW: Final = '/circuits/'  # and nowhere else below: no page is here
FOR_ALL: Final = ('/login', '/register', '/forgot', '/reset', '/verify')
ON_THE_WAY: Final = ('/login/', '/share/')  # elsewhere and back; to what a link opens, or to the door
PUBLIC: Final = (
    '/tracks',
    '/leaderboard',
    '/live',
)  # and what is below: who is nobody sees of it what is public
LINKED: Final = ('/sessions', '/laps', '/compare')  # of these, who has a link sees what it opens


class Entrance:
    """Lets in who is signed in, and leads everybody else to the door. On one's own laptop there is none."""

    def __init__(self, app: ASGIApp, instance: Instance) -> None:
        self._app = app
        self._instance = instance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] != 'http' or _asks_for_itself(scope['path']):
            return await self._app(scope, receive, send)
        request = Request(scope)
        viewer = await self._viewer(request)
        if not (viewer or scope['path'] in FOR_ALL or scope['path'].startswith(ON_THE_WAY)):
            return await RedirectResponse(_door(request), 303)(scope, receive, send)
        request.state.viewer = viewer
        has_accounts = self._instance.mode.has_accounts
        request.state.has_account = has_accounts and viewer is not None and viewer.is_somebody
        request.state.is_guest = has_accounts and not request.state.has_account
        request.state.is_admin = viewer is not None and viewer.role is Role.ADMIN
        return await self._app(scope, receive, send)

    async def _viewer(self, request: Request) -> Viewer | None:
        """Return who opens a page; None where it is not for who that is."""
        if not self._instance.mode.has_accounts:
            return LOCAL
        viewer = await asyncio.to_thread(self._shown, request)
        path = request.url.path
        is_let_in = (
            viewer.is_somebody or _is_below(path, PUBLIC) or (bool(viewer.links) and _is_below(path, LINKED))
        )
        return viewer if is_let_in else None

    def _shown(self, request: Request) -> Viewer:
        session = cookies.read(request, cookies.SESSION)
        try:
            viewer = viewer_of(self._instance, session, cookies.address(request)) if session else NOBODY
        except TokenRefused:
            viewer = NOBODY
        return with_links(self._instance, viewer, cookies.links(request))


def viewer_of_page(request: Request) -> Viewer:
    """Return who opened a page that is not for all."""
    viewer: Viewer = request.state.viewer
    return viewer


def _asks_for_itself(path: str) -> bool:
    return path in PROGRAMS or path.startswith((*NO_PAGES, BELOW))


def _is_below(path: str, pages: tuple[str, ...]) -> bool:
    return any(path == page or path.startswith(f'{page}/') for page in pages)


def _door(request: Request) -> str:
    query = f'?{request.url.query}' if request.url.query else ''
    return f'/login?next={quote(request.url.path + query, safe="")}'
