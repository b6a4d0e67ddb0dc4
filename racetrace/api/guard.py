"""What every request passes first. Nobody signs in on one's own laptop, so no other web page may use it.

A page of somebody else can reach 127.0.0.1 through the visitor's browser. It cannot hide its origin, and it
cannot make the browser send our name as the host without being us.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from racetrace.api.problem import problem

SAFE = frozenset({'GET', 'HEAD', 'OPTIONS'})
SOCKETS = '/_nicegui_ws/'  # its long polling is a socket too, whatever the method
OURS = frozenset({'same-origin', 'none'})  # 'none': typed, or from a bookmark
ANSWERED_WITH = {
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
}


class Guard:
    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts
        self._origins = frozenset(f'http://{host}' for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] not in {'http', 'websocket'}:
            return await self._app(scope, receive, send)
        if refusal := self._refusal(scope):
            return await refusal(scope, receive, send)  # to a socket not yet accepted it is a plain 403

        async def send_guarded(message: Message) -> None:
            if message['type'] == 'http.response.start':
                MutableHeaders(scope=message).update(ANSWERED_WITH)
            await send(message)

        return await self._app(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get('host', '').lower() not in self._hosts:
            return problem(421, f'RaceTrace is not here. Open it as one of {", ".join(sorted(self._hosts))}.')
        is_socket = scope['type'] == 'websocket' or scope['path'].startswith(SOCKETS)
        if (is_socket or scope['method'] not in SAFE) and not self._is_ours(headers):
            return problem(403, 'This came from another web page, and RaceTrace takes nothing from it.')
        return None

    def _is_ours(self, headers: Headers) -> bool:
        # A program that is no browser sends neither.
        return (
            headers.get('origin', next(iter(self._origins))) in self._origins
            and headers.get('sec-fetch-site', 'none') in OURS
        )
