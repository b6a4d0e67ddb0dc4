"""The socket of the older karting program: the whole board on each change, and each row that changed.

A client of its puts together what it is told and forgets nothing, so all of a board can be told again
without harm; who is slow misses what was in between and gets the newest.
"""

import json
from contextlib import aclosing, suppress
from functools import partial
from typing import Any, Final
from weakref import WeakValueDictionary

from fastapi import APIRouter, WebSocket
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocketDisconnect

from racetrace.api.ancestors import karting_documents as documents
from racetrace.api.ancestors.karting_documents import CONNECTED, stamp
from racetrace.api.timing import CODES, NOT_THERE, REASON, seat
from racetrace.api.viewing import visitor_of
from racetrace.errors import NotFound, RaceTraceError
from racetrace.live.serve import LONGEST, until_one_ends
from racetrace.services import circuits, timing
from racetrace.services.circuits import Circuit
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.services.watch_circuit import while_admitted
from racetrace.timing.karting import Told, text, told

PING: Final = {'type': 'ping'}

Telling = WeakValueDictionary[tuple[int, int, tuple[tuple[str, str], ...]], Told]


def router(instance: Instance) -> APIRouter:
    api = APIRouter()
    telling: Telling = WeakValueDictionary()  # what all who watch a circuit are told, made once

    @api.websocket('/circuits/{circuit_id}/live')
    async def live(socket: WebSocket, circuit_id: str) -> None:
        asked = partial(visitor_of, instance, socket)
        await socket.accept()
        with suppress(WebSocketDisconnect):
            try:
                with seat(instance, socket):
                    viewer = await asked()
                    circuit = await run_in_threadpool(circuits.named, instance, viewer, circuit_id)
                    client = _Client(instance, telling, socket, viewer, circuit, circuit_id)
                    admitted = while_admitted(instance, asked, viewer, circuit.id)
                    await until_one_ends(client.hear(), client.tell(), admitted)
            except RaceTraceError as error:
                await socket.close(CODES.get(type(error), NOT_THERE), str(error)[:REASON])

    return api


class _Client:
    def __init__(
        self,
        instance: Instance,
        telling: Telling,
        socket: WebSocket,
        viewer: Viewer,
        circuit: Circuit,
        name: str,
    ) -> None:
        self._instance, self._telling, self._socket = instance, telling, socket
        self._viewer, self._circuit, self._name = viewer, circuit, name
        self._last: Told | None = None
        self._rows: dict[str, dict[str, str]] = {}
        self._is_connected: bool | None = None

    async def hear(self) -> None:
        """Answer until the client leaves."""
        while True:
            message = await self._socket.receive()
            if message['type'] == 'websocket.disconnect':
                raise WebSocketDisconnect(message['code'])
            if _is_ping(message.get('text') or ''):
                await self._say('pong', {'timestamp': stamp()})

    async def tell(self) -> None:
        """Tell what is new, also when timing stopped and starts again."""
        boards, key = self._instance.boards, self._circuit.id
        await self._greet()
        while True:
            try:
                watching = boards.watch(key)
            except NotFound:  # its timing is not running
                await self._say_status()
                await boards.is_opened(key)
                continue
            async with aclosing(watching.messages()) as messages:
                async for _ in messages:
                    await self._say_status()
                    await self._say_news()

    async def _greet(self) -> None:
        board = await timing.board_now(self._instance, self._viewer, self._circuit.id)
        if board is not None and board.entries:
            now = told(board, self._circuit.labels)
            document = documents.karting_data(self._name, now, self._status)
            await self._say('cached_data', {'data': document, 'column_order': now.order})
            await self._say_rows(now)
        await self._say_status()

    async def _say_status(self) -> None:
        status = self._status
        is_connected = status is not None and status.state in CONNECTED
        if is_connected is not self._is_connected:
            self._is_connected = is_connected
            await self._say('status_update', documents.status_update(is_connected=is_connected))

    async def _say_news(self) -> None:
        try:
            broadcast = self._instance.boards.broadcast(self._circuit.id)
        except NotFound:
            return  # it has ended meanwhile
        if not broadcast.sessions.board.entries:
            return
        which = self._circuit.id, broadcast.seq, tuple(self._circuit.labels.items())
        now = self._telling.get(which)
        if now is None:
            now = self._telling[which] = told(broadcast.sessions.board, self._circuit.labels)
        if now is not self._last:
            self._last = now
            await self._say('karting_data', documents.karting_data(self._name, now, self._status))
            await self._say_rows(now)

    async def _say_rows(self, now: Told) -> None:
        changed = [key for key, said in now.mapped.items() if self._rows.get(key) != said]
        self._rows = dict(now.mapped)
        for key in changed:
            await self._say('timing_data', documents.timing_data(self._name, now, key))

    @property
    def _status(self) -> Any:
        return self._instance.following.status(self._circuit.id)

    async def _say(self, sort: str, document: dict[str, Any]) -> None:
        await self._socket.send_text(text(sort, document))


def _is_ping(said: str) -> bool:
    """Return whether it asks for a pong: anything but another document does."""
    if len(said) > LONGEST:
        return False
    try:
        document = json.loads(said)
    except ValueError:
        return True
    return not isinstance(document, dict) or document.get('type') == 'ping'
