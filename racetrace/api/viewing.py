"""Who a request is from: a dependency of every operation that touches rows of somebody."""

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import Depends, Request, Response
from fastapi.security import OAuth2PasswordBearer

from racetrace.accounts.roles import Scope
from racetrace.api import cookies
from racetrace.api.guard import SAFE
from racetrace.errors import NotPermitted, TokenRefused
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL, Viewer
from racetrace.services.viewers import SIGN_IN, viewer_of, viewer_of_token

# It only says in /openapi.json how one signs in: what a request shows is looked at here.
BEARER: Final = OAuth2PasswordBearer(tokenUrl='/api/v1/auth/login', auto_error=False)

Viewing = Callable[..., Any]  # FastAPI calls it


def viewing(instance: Instance) -> Viewing:
    """Return the dependency, for `Depends`. It reads the store: FastAPI runs it in a thread.

    A token in the header counts for more than a cookie, and a bad one is not made good by it.
    """
    if not instance.mode.has_accounts:
        return _local

    def viewer(request: Request, _: Annotated[str | None, Depends(BEARER)]) -> Viewer:
        kind, _, token = request.headers.get('authorization', '').partition(' ')
        address = cookies.address(request)
        if kind:
            if kind.lower() != 'bearer':
                raise TokenRefused('Authorization has to be a bearer token.')
            return _scoped(viewer_of_token(instance, token.strip(), address), request.method)
        session = cookies.read(request, cookies.SESSION)
        if not session:
            raise TokenRefused(SIGN_IN)
        return viewer_of(instance, session, address)

    return viewer


async def _local() -> Viewer:
    return LOCAL


def _scoped(viewer: Viewer, method: str) -> Viewer:
    wanted = Scope.READ if method in SAFE else Scope.WRITE
    if not {wanted, Scope.WRITE} & viewer.scopes:
        raise NotPermitted(f'This token is not for this: it lacks the scope {wanted!r}.')
    return viewer


async def no_store(response: Response) -> None:
    """A dependency: what is answered stays in no cache of a browser or a proxy."""
    response.headers['Cache-Control'] = 'no-store'
