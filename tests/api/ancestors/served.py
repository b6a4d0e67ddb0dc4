"""The whole program on a socket, in the loop of the test."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from racetrace.accounts.mode import Mode
from racetrace.settings import Settings
from tests.conftest import running_house


@asynccontextmanager
async def served(folder: Path, mode: Mode = Mode.LOCAL) -> AsyncIterator[tuple[FastAPI, str]]:
    """Yield the app and where it is, without the scheme."""
    with socket.create_server(('127.0.0.1', 0)) as listening:
        port = int(listening.getsockname()[1])
        settings = Settings(data=folder / 'racetrace.db', workers=1, demo=False, port=port, mode=mode)
        async with running_house(settings) as house:
            config = uvicorn.Config(house, lifespan='off', log_config=None, access_log=False)
            config.load()
            server: Any = uvicorn.Server(config)
            server.lifespan = config.lifespan_class(config)
            await server.startup(sockets=[listening])
            try:
                yield house, f'127.0.0.1:{port}'
            finally:
                await server.shutdown(sockets=[listening])
