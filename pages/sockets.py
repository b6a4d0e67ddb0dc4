"""A socket is its page's: who opened the page speaks through it, and nobody else who came to know its id."""

from typing import Any, Final

from nicegui import Client, core
from nicegui import nicegui as wired
from socketio.exceptions import ConnectionRefusedError
from starlette.requests import HTTPConnection

from racetrace.api import cookies

FAILED: Final = 'Implicit handshake failed'  # at these words a page loads itself anew, as after a restart
MESSAGES: Final = {
    'event': wired._on_event,
    'javascript_response': wired._on_javascript_response,
    'ack': wired._on_ack,
    'log': wired._on_log,
}


def register() -> None:
    core.sio.on('connect', _connect)
    core.sio.on('handshake', _handshake)
    for name, hear in MESSAGES.items():
        core.sio.on(name, _of_its_own(hear))


async def _connect(sid: str, environ: dict[str, Any], auth: object = None) -> None:
    asked = HTTPConnection(environ['asgi.scope']).query_params
    if asked.get('implicit_handshake') == 'true' and not _is_who_opened(sid, asked.get('client_id', '')):
        raise ConnectionRefusedError(FAILED)
    await wired._on_connect(sid, environ, auth)


async def _handshake(sid: str, data: dict[str, Any]) -> bool:
    return _is_who_opened(sid, data['client_id']) and await wired._on_handshake(sid, data)


def _of_its_own(hear: Any) -> Any:
    def heard(sid: str, message: dict[str, Any]) -> None:
        if message['client_id'] in core.sio.rooms(sid):  # which the handshake put it into
            hear(sid, message)

    return heard


def _is_who_opened(sid: str, client_id: str) -> bool:
    """Return whether a socket shows what the page was asked for with."""
    client = Client.instances.get(client_id)
    if client is None:
        return False
    shown = _shown(HTTPConnection(core.sio.get_environ(sid)['asgi.scope']))
    session, links = _shown(client.request)
    return shown[0] == session and links <= shown[1]


def _shown(connection: HTTPConnection) -> tuple[str | None, set[str]]:
    session, links = (
        connection.cookies.get(f'__Host-{name}') or connection.cookies.get(name)
        for name in (cookies.SESSION, cookies.LINKS)
    )
    return session, set((links or '').split('.')) - {''}
