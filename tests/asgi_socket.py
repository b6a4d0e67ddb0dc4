"""A websocket of the program, spoken without a network: in the loop in which the program runs."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import FastAPI

from tests.conftest import HERE

HOST: Final = HERE.partition('://')[2]
SOON_S: Final = 10.0  # until which everything has been said

Message = dict[str, Any]


class AsgiSocket:
    def __init__(self) -> None:
        self.says: asyncio.Queue[Message] = asyncio.Queue()
        self._told: asyncio.Queue[Message] = asyncio.Queue()

    def say(self, text: str) -> None:
        self.says.put_nowait({'type': 'websocket.receive', 'text': text})

    async def told(self) -> Message:
        """Return what is told next; of the end its code, as `{'code': 4004}`."""
        message = await asyncio.wait_for(self._told.get(), SOON_S)
        while message['type'] == 'websocket.accept':
            message = await asyncio.wait_for(self._told.get(), SOON_S)
        if message['type'] != 'websocket.send':
            return {'code': message.get('code', message.get('status'))}
        told: Message = json.loads(message['text'])
        return told

    async def end(self) -> int:
        """Return the code of the end, whatever is told before."""
        while 'code' not in (told := await self.told()):
            pass
        return int(told['code'])

    async def take(self, message: Any) -> None:
        self._told.put_nowait(dict(message))


@asynccontextmanager
async def asgi_socket(
    app: FastAPI, path: str, headers: Mapping[str, str] | None = None, *, address: str = '127.0.0.1'
) -> AsyncIterator[AsgiSocket]:
    """Open a socket, and leave it at the end."""
    socket, (place, _, query) = AsgiSocket(), path.partition('?')
    shown = {'Host': HOST, **(headers or {})}
    scope = {
        'type': 'websocket',
        'asgi': {'version': '3.0'},
        'http_version': '1.1',
        'scheme': 'ws',
        'path': place,
        'raw_path': place.encode(),
        'root_path': '',
        'query_string': query.encode(),
        'headers': [(name.lower().encode(), value.encode()) for name, value in shown.items()],
        'client': (address, 1),
        'server': ('127.0.0.1', 8000),
        'subprotocols': [],
        'extensions': {'websocket.http.response': {}},
    }
    socket.says.put_nowait({'type': 'websocket.connect'})
    serving = asyncio.create_task(app(scope, socket.says.get, socket.take))
    try:
        yield socket
    finally:
        socket.says.put_nowait({'type': 'websocket.disconnect', 'code': 1001})
        await asyncio.wait_for(serving, SOON_S)
