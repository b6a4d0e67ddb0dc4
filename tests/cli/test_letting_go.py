"""A viewer who never reads, at a real server."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from racetrace.cli import letting_go
from racetrace.cli.letting_go import LettingGo
from racetrace.live.boards import Boards
from racetrace.live.serve import serve_viewer
from tests.bench.viewed_site import Race
from tests.bench.viewers_stuck import stuck

SOON_S: Final = 0.3
MOST_BYTES: Final = 128 << 10  # that wait for him in the server: its limit of 64 KiB, and a board


@asynccontextmanager
async def served(boards: Boards) -> AsyncIterator[uvicorn.Server]:
    async def serve(one: WebSocket) -> None:
        await one.accept()
        with suppress(WebSocketDisconnect):
            await serve_viewer(one, boards, 'race')

    app = Starlette(routes=[WebSocketRoute('/ours', serve)])
    config = uvicorn.Config(
        app,
        ws=LettingGo,
        lifespan='off',
        log_level='warning',
        ws_ping_interval=SOON_S,
        ws_ping_timeout=SOON_S,
    )
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        listening.bind(('127.0.0.1', 0))
        listening.listen()
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield server
        server.should_exit = True
        await serving


async def test_who_never_reads_is_owed_little_and_put_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letting_go, 'LETTING_GO_S', SOON_S)
    boards, race, waiting = Boards(every_s=0.005), Race(), [0]
    async with boards.opened('race', race.sessions) as broadcast, served(boards) as server:
        with stuck(server.servers[0].sockets[0].getsockname()[1]):
            async with asyncio.timeout(20):
                while not server.server_state.connections:
                    await asyncio.sleep(0.005)
                while server.server_state.connections or boards.viewers:
                    race.go_on()
                    broadcast.stir()
                    await asyncio.sleep(0.005)
                    sockets = [one.transport for one in server.server_state.connections]
                    waiting += [one.get_write_buffer_size() for one in sockets]
    assert 64 << 10 < max(waiting) < MOST_BYTES
