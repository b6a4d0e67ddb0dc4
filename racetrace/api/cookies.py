"""The cookies that prove something, and where they may be set.

Over TLS their names begin with `__Host-`: no other host, and no page that came over plain http, can set or
read them then. A browser drops such a cookie on plain http, so that on this computer itself they go without.
From another computer no password is taken over plain http at all: whoever shares the network could read it.
"""

from ipaddress import ip_address
from typing import Final

from fastapi import Request, Response
from starlette.requests import HTTPConnection

from racetrace.errors import NotPermitted
from racetrace.services.viewer import Caller

SESSION: Final = 'rt'
REFRESH: Final = 'rt_refresh'
DEVICE: Final = 'rt_device'
LINKS: Final = 'rt_links'  # secrets of links, the newest first
MOST_LINKS: Final = 20
ELSEWHERE: Final = 'rt_elsewhere'  # of a sign-in that was begun, and leads through somebody else's pages
LAX: Final = frozenset({SESSION, LINKS, ELSEWHERE})
MONTH_S: Final = 30 * 86400
YEAR_S: Final = 365 * 86400


def read(request: HTTPConnection, name: str) -> str:
    return request.cookies.get(_full(request, name), '')


def write(request: Request, response: Response, name: str, value: str, life_s: int = MONTH_S) -> None:
    response.set_cookie(
        _full(request, name),
        value,
        max_age=life_s,
        path='/',
        secure=_is_tls(request),
        httponly=True,
        # A link from elsewhere may lead to a page of ours, which does nothing by being shown.
        samesite='lax' if name in LAX else 'strict',
    )


def drop(request: Request, response: Response, name: str) -> None:
    write(request, response, name, '', 0)


def links(request: HTTPConnection) -> list[str]:
    """Return the secrets of the links that this browser opened, the newest first."""
    return [secret for secret in read(request, LINKS).split('.') if secret][:MOST_LINKS]


def add_link(request: Request, response: Response, secret: str) -> None:
    kept = [secret, *(one for one in links(request) if one != secret)][:MOST_LINKS]
    write(request, response, LINKS, '.'.join(kept))


def caller(request: Request) -> Caller:
    """Return who calls, of whom nothing is proved yet. Raises NotPermitted where others could listen."""
    if not (_is_tls(request) or _is_here(request)):
        raise NotPermitted('Over plain http no password is taken from another computer. Use https.')
    return Caller(
        address=address(request),
        device=read(request, DEVICE),
        device_name=request.headers.get('user-agent', ''),
    )


def address(request: HTTPConnection) -> str:
    return request.client.host if request.client else ''


def _full(request: HTTPConnection, name: str) -> str:
    return f'__Host-{name}' if _is_tls(request) else name


def _is_tls(request: HTTPConnection) -> bool:
    return request.url.scheme in {'https', 'wss'}


def _is_here(request: Request) -> bool:
    try:
        return ip_address(address(request)).is_loopback
    except ValueError:
        return False
