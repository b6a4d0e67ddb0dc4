"""Servers on this computer that do as a test says, and no more."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from websockets.asyncio.server import ServerConnection, serve

from racetrace.errors import ConnectionEnded
from racetrace.live.source import Source

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
Page = Callable[[str, dict[str, str], str], tuple[int, str, str]]  # path, query, body: status, head, body


@asynccontextmanager
async def tcp(answer: Answer) -> AsyncIterator[int]:
    """Yield the port of a server that gives each connection to `answer`, and closes it after."""
    busy: set[asyncio.Task[None]] = set()

    async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        busy.add(task)
        try:
            await answer(reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            busy.discard(task)
            writer.close()

    server = await asyncio.start_server(serve_one, '127.0.0.1', 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(busy):
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)


@asynccontextmanager
async def site(page: Page) -> AsyncIterator[int]:
    """Yield the port of a web server: each answer is what `page` returns."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b'\r\n\r\n')).decode()
        method, target, _ = head.split('\r\n')[0].split(' ')
        length = next(
            (
                int(one.partition(':')[2])
                for one in head.split('\r\n')
                if one.lower().startswith('content-length')
            ),
            0,
        )
        body = (await reader.readexactly(length)).decode() if method == 'POST' else ''
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        status, heads, said = page(parts.path, query, body)
        content = said.encode()
        heads += f'Content-Length: {len(content)}\r\nConnection: close\r\n'
        writer.write(f'HTTP/1.1 {status} X\r\n{heads}\r\n'.encode() + content)

    async with tcp(answer) as port:
        yield port


@asynccontextmanager
async def sockets(talk: Callable[[ServerConnection], Awaitable[None]], port: int = 0) -> AsyncIterator[int]:
    """Yield the port of a websocket server that gives each connection to `talk`, and closes it after."""
    async with serve(talk, '127.0.0.1', port, ping_interval=None, compression=None) as server:
        yield next(iter(server.sockets)).getsockname()[1]


async def listen(source: Source) -> tuple[list[bytes], str]:
    """Return all frames of a connection, and why it ended."""
    frames: list[bytes] = []

    async def take() -> None:
        async for frame in source.frames():
            frames.append(frame)

    with pytest.raises(ConnectionEnded) as ended:
        await take()
    return frames, str(ended.value)
