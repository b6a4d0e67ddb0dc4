"""The two ways in which a feed reaches its clients: a websocket, and bare TCP."""

import asyncio
from abc import abstractmethod

from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

from tests.live.twins.feed_twin import HOST, Feed, FeedTwin


class WebSocketTwin(FeedTwin):
    def __init__(self, feed: Feed) -> None:
        super().__init__(feed)
        self._connections: set[ServerConnection] = set()
        self._server: Server | None = None

    @property
    def clients(self) -> int:
        return len(self._connections)

    @property
    def ws_port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def ws_url(self) -> str:
        return f'ws://{HOST}:{self.ws_port}'

    def send(self, data: bytes) -> None:
        """Send a text frame, even of bytes that are no text."""
        broadcast(self._connections, data, text=True)

    def drop(self) -> None:
        for connection in self._connections:
            connection.transport.abort()

    async def start(self) -> None:
        self._server = await serve(self._serve, HOST, 0, ping_interval=None)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    @abstractmethod
    def greeting(self, said: str) -> bytes | None:
        """Return what answers what a client said; nothing where it is not answered."""

    @abstractmethod
    async def admits(self, connection: ServerConnection) -> bool:
        """Return whether a client is told the race; who is not has been closed."""

    async def _serve(self, connection: ServerConnection) -> None:
        try:
            if not await self.admits(connection):
                return
            broadcast([connection], self.feed.init(), text=True)
            self._connections.add(connection)
            self.joined += 1
            self.changed.change()
            async for message in connection:
                self._hear(connection, message)
        except ConnectionClosed:
            pass  # as clients do
        finally:
            self._connections.discard(connection)
            self.changed.change()

    def _hear(self, connection: ServerConnection, message: str | bytes) -> None:
        said = message if isinstance(message, str) else message.decode(errors='replace')
        self.heard.append(said)
        self.changed.change()
        answer = self.greeting(said)
        if answer is not None:
            broadcast([connection], answer, text=True)


class TcpTwin(FeedTwin):
    def __init__(self, feed: Feed) -> None:
        super().__init__(feed)
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    @property
    def clients(self) -> int:
        return len(self._writers)

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def send(self, data: bytes) -> None:
        for writer in self._writers:
            writer.write(data)

    def drop(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, HOST, 0)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        await self.is_left()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self.feed.init())
        self._writers.add(writer)
        self.joined += 1
        self.changed.change()
        try:
            while said := await reader.read(4096):
                self.heard.append(said.decode('latin-1'))
                self.changed.change()
        except ConnectionError:
            pass  # as clients do
        finally:
            writer.close()
            self._writers.discard(writer)
            self.changed.change()
