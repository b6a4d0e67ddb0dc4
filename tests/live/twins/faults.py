"""A bad network: a proxy that stands between a client and any server, and does to it what it is told."""

import asyncio
from enum import Enum, auto
from typing import Self

from tests.live.twins.feed_twin import HOST
from tests.live.twins.watched import Watched

CHUNK = 16_384


class Fault(Enum):
    DUPLICATE = auto()
    HALVE = auto()
    CUT = auto()


class FaultProxy:
    """Forwards bytes both ways; faults are in what comes from the server. Inside its context, it listens."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()  # towards clients and the server
        self._clients: set[asyncio.StreamWriter] = set()
        self._pipes: set[asyncio.Task[None]] = set()
        self._flows = asyncio.Event()
        self._flows.set()
        self._faults: list[Fault] = []  # of the next chunks
        self.port = 0
        self.connected = 0  # in all
        self.carried = 0  # bytes from the server to clients
        self.held = 0  # of those, while stalled
        self.changed = Watched()

    async def accept(self) -> None:
        """Listen, on the port of before if there was one."""
        self._server = await asyncio.start_server(self._serve, HOST, self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])

    def refuse(self) -> None:
        """Cut off everybody, and refuse connections until `accept`."""
        assert self._server is not None
        self._server.close()
        self.drop()

    def drop(self) -> None:
        """Cut off everybody, without a word."""
        for writer in self._open:
            writer.transport.abort()

    def stall(self) -> None:
        """Let nothing through, and let nobody know, until `resume`."""
        self._flows.clear()

    def resume(self) -> None:
        self._flows.set()

    def inject(self, data: bytes) -> None:
        """Send clients what no server sent."""
        for writer in self._clients:
            writer.write(data)

    def duplicate(self, chunks: int = 1) -> None:
        """Send the next chunks twice."""
        self._faults += [Fault.DUPLICATE] * chunks

    def halve(self) -> None:
        """Send half of the next chunk, and then stall."""
        self._faults.append(Fault.HALVE)

    def cut(self) -> None:
        """Send half of the next chunk, and then cut the connection off."""
        self._faults.append(Fault.CUT)

    async def has_connected(self, number: int = 1) -> None:
        await self.changed.until(lambda: self.connected >= number)

    async def has_carried(self, size: int) -> None:
        await self.changed.until(lambda: self.carried >= size)

    async def is_holding(self) -> None:
        """Return once something waits that would have been sent, were it not for `stall`."""
        await self.changed.until(lambda: self.held > 0)

    async def __aenter__(self) -> Self:
        await self.accept()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.refuse()
        self.resume()
        await asyncio.gather(*self._pipes, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            source, sink = await asyncio.open_connection(HOST, self._target_port)
        except ConnectionError:
            writer.transport.abort()
            return
        self._open |= {writer, sink}
        self._clients.add(writer)
        self.connected += 1
        self.changed.change()
        pipes = {
            asyncio.ensure_future(self._up(reader, sink)),
            asyncio.ensure_future(self._down(source, writer)),
        }
        self._pipes |= pipes
        await asyncio.wait(pipes, return_when=asyncio.FIRST_COMPLETED)
        for end in (writer, sink):
            end.close()
        self._open -= {writer, sink}
        self._clients.discard(writer)

    async def _up(self, reader: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            sink.write(data)

    async def _down(self, source: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await source.read(CHUNK):
            fault = self._faults.pop(0) if self._faults else None
            if fault is Fault.DUPLICATE:
                data += data
            elif fault is not None:
                half, data = data[: len(data) // 2], data[len(data) // 2 :]
                await self._write(writer, half)
                if fault is Fault.CUT:
                    writer.transport.abort()
                    return
                self.stall()
            await self._write(writer, data)

    async def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        self.held += len(data)
        self.changed.change()
        await self._flows.wait()
        writer.write(data)
        await writer.drain()
        self.held -= len(data)
        self.carried += len(data)
        self.changed.change()
