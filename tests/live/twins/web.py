"""A web server on this machine, for the pages and requests that go with a feed."""

import socket
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from tests.live.twins.feed_twin import HOST


class Web:
    """uvicorn in this loop, started and stopped at once: without its own, which looks about every 0.1 s."""

    def __init__(self, routes: list[Route]) -> None:
        config = uvicorn.Config(Starlette(routes=routes), lifespan='off', log_config=None, access_log=False)
        config.load()
        self._server: Any = uvicorn.Server(config)
        self._server.lifespan = config.lifespan_class(config)
        self._socket = socket.create_server((HOST, 0))

    @property
    def url(self) -> str:
        return f'http://{HOST}:{self._socket.getsockname()[1]}'

    async def start(self) -> None:
        await self._server.startup(sockets=[self._socket])

    async def stop(self) -> None:
        await self._server.shutdown(sockets=[self._socket])
