"""What every request passes first. Nobody signs in on one's own laptop, so no other web page may use it.

A page of somebody else can reach 127.0.0.1 through the visitor's browser. It cannot hide its origin, and it
cannot make the browser send our name as the host without being us. All it may do is to lead here by a link.
"""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from racetrace.api.problem import problem

SAFE = frozenset({'GET', 'HEAD', 'OPTIONS'})
METHODS = SAFE | {'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'QUERY'}  # that are known; not all have a use
SOCKETS = '/_nicegui_ws/'  # its long polling is a socket too, whatever the method
OURS = frozenset({'same-origin', 'none'})  # 'none': typed, or from a bookmark
ANSWERED_WITH = {
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',  # who opens us in a window gets no hold of it
}
# What our pages may load, and from where. They are drawn by Vue from templates compiled in the browser, which
# takes `unsafe-eval`, and from scripts and styles in the page; nothing else comes from any other place.
POLICY = {
    'default-src': "'self'",
    'script-src': "'self' 'unsafe-inline' 'unsafe-eval'",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
}


class Guard:
    def __init__(self, app: ASGIApp, hosts: frozenset[str], origins: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts
        self._origins = origins
        self._answered_with = ANSWERED_WITH | {'Content-Security-Policy': _policy(origins)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] not in {'http', 'websocket'}:
            return await self._app(scope, receive, send)

        async def send_guarded(message: Message) -> None:
            if message['type'] in {'http.response.start', 'websocket.http.response.start'}:
                MutableHeaders(scope=message).update(self._answered_with)
            await send(message)

        # A refusal to a socket that is not yet accepted is an ordinary answer.
        return await (self._refusal(scope) or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get('host', '').lower() not in self._hosts:
            return problem(421, f'RaceTrace is not here. Open it as one of {", ".join(sorted(self._hosts))}.')
        if not (self._is_ours(headers) or _is_link(scope, headers)):
            return problem(403, 'This came from another web page, and RaceTrace takes nothing from it.')
        if scope['type'] == 'http' and scope['method'] not in METHODS:
            return problem(501, 'RaceTrace knows no such method.')
        return None

    def _is_ours(self, headers: Headers) -> bool:
        # A program that is no browser sends neither.
        return (
            headers.get('origin', next(iter(self._origins))) in self._origins
            and headers.get('sec-fetch-site', 'none') in OURS
        )


def _is_link(scope: Scope, headers: Headers) -> bool:
    """Return whether this only leads a window to one of our pages."""
    return (
        scope['type'] == 'http'
        and scope['method'] in SAFE
        and not scope['path'].startswith(SOCKETS)
        and headers.get('sec-fetch-mode') == 'navigate'
        and headers.get('sec-fetch-dest') == 'document'
    )


def _policy(origins: Iterable[str]) -> str:
    # Safari long held that 'self' has no sockets. A number with colons cannot be named there.
    sockets = [origin.replace('http', 'ws', 1) for origin in sorted(origins) if '[' not in origin]
    policy = POLICY | {'connect-src': ' '.join(["'self'", *sockets])}
    return '; '.join(f'{name} {sources}' for name, sources in policy.items())
