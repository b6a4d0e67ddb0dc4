"""A page's socket, as a program may speak it by polling (Socket.IO 5 over Engine.IO 4)."""

import json
from typing import Any

import httpx

PATH = '/_nicegui_ws/socket.io/?EIO=4&transport=polling'
CLOSE, OPEN, SAY = '1', '40', '42'


class Socket:
    def __init__(self, client: httpx.AsyncClient, sid: str) -> None:
        self._client, self._where = client, f'{PATH}&sid={sid}'

    @classmethod
    async def to(cls, client: httpx.AsyncClient, **query: str) -> 'Socket':
        said = ''.join(f'&{name}={value}' for name, value in query.items())
        opened = (await client.get(PATH + said)).text
        socket = cls(client, json.loads(opened[1:])['sid'])
        await socket._send(OPEN)
        assert (await socket._heard()).startswith(OPEN)
        return socket

    async def shakes_hands(self, client_id: str) -> bool:
        """Return whether the page takes this socket for its own."""
        await self._send('420' + json.dumps(['handshake', hand(client_id)]))
        while not (heard := await self._heard()).startswith('430'):
            pass
        return bool(json.loads(heard.partition('\x1e')[0][3:])[0])

    async def says(self, name: str, **message: Any) -> None:
        await self._send(SAY + json.dumps([name, message]))

    async def close(self) -> None:
        await self._send(CLOSE)

    async def _send(self, packet: str) -> None:
        assert (await self._client.post(self._where, content=packet)).text == 'OK'

    async def _heard(self) -> str:
        return (await self._client.get(self._where)).text


def hand(client_id: str) -> dict[str, Any]:
    return {
        'client_id': client_id,
        'tab_id': 'a',
        'old_tab_id': None,
        'document_id': 'd',
        'next_message_id': 0,
    }
