"""Who a request is from: a dependency of every operation that touches rows of somebody."""

from typing import Annotated, Final

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.security import OAuth2PasswordBearer
from starlette.requests import HTTPConnection

from racetrace.accounts.roles import Scope
from racetrace.api import cookies
from racetrace.api.guard import SAFE
from racetrace.errors import NotPermitted, TokenRefused
from racetrace.services.instance import Instance
from racetrace.services.share import with_links
from racetrace.services.viewer import LOCAL, NOBODY, Viewer
from racetrace.services.viewers import SIGN_IN, viewer_of, viewer_of_token

# It only says in /openapi.json how one signs in: what a request shows is looked at here.
BEARER: Final = OAuth2PasswordBearer(tokenUrl='/api/v1/auth/login', auto_error=False)


async def serving(connection: HTTPConnection) -> Instance:
    """Return what answers; with `async`, for FastAPI would ask a thread."""
    instance: Instance = connection.app.state.instance
    return instance


async def visitor(request: Request, _: Annotated[str | None, Depends(BEARER)]) -> Viewer:
    """Return who asks, or NOBODY where nothing is shown: for what may be public.

    A token in the header counts for more than a cookie, and a bad one is not made good by it.
    """
    return await visitor_of(request.app.state.instance, request)


async def visitor_of(instance: Instance, connection: HTTPConnection) -> Viewer:
    """As `visitor`, of a request or of a socket, which only reads."""
    if not instance.mode.has_accounts:
        return LOCAL
    return await run_in_threadpool(_shown, instance, connection)


async def viewer(who: Annotated[Viewer, Depends(visitor)]) -> Viewer:
    """Return who asks, who has to be somebody."""
    if not who.is_somebody:
        raise TokenRefused(SIGN_IN)
    return who


Serving = Annotated[Instance, Depends(serving)]
Visiting = Annotated[Viewer, Depends(visitor)]
Viewing = Annotated[Viewer, Depends(viewer)]


def _shown(instance: Instance, request: HTTPConnection) -> Viewer:
    kind, _, token = request.headers.get('authorization', '').partition(' ')
    address = cookies.address(request)
    if kind:
        if kind.lower() != 'bearer':
            raise TokenRefused('Authorization has to be a bearer token.')
        method = request.method if isinstance(request, Request) else 'GET'
        return _scoped(viewer_of_token(instance, token.strip(), address), method)
    session = cookies.read(request, cookies.SESSION)
    shown = viewer_of(instance, session, address) if session else NOBODY
    return with_links(instance, shown, cookies.links(request))


def _scoped(viewer: Viewer, method: str) -> Viewer:
    wanted = Scope.READ if method in SAFE else Scope.WRITE
    if not {wanted, Scope.WRITE} & viewer.scopes:
        raise NotPermitted(f'This token is not for this: it lacks the scope {wanted!r}.')
    return viewer


async def no_store(response: Response) -> None:
    """A dependency: what is answered stays in no cache of a browser or a proxy."""
    response.headers['Cache-Control'] = 'no-store'
