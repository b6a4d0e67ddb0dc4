"""Lines over a TCP connection, as the programs of timekeepers send them (RMonitor)."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from racetrace.errors import ConnectionEnded
from racetrace.live.address import Address
from racetrace.live.reach import Reach

CHUNK: Final = 1 << 16
LONGEST_LINE: Final = 1 << 16  # what is longer is handed on as it is: it is no line of a feed


@dataclass(frozen=True, slots=True, kw_only=True)
class TcpLines:
    """A source whose frames are whole lines.

    Where the connection breaks off within one, the part is dropped, and the reason says so: cut in two, a
    number is another number. After the next connection everything is told again.
    """

    address: Address
    reach: Reach

    @property
    def name(self) -> str:
        return self.address.origin

    async def frames(self) -> AsyncGenerator[bytes, None]:
        begun = b''
        async with self._opened() as reader:
            while chunk := await self._chunk(reader):
                whole, end, begun = (begun + chunk).rpartition(b'\n')
                if len(begun) > LONGEST_LINE:
                    whole, end, begun = whole + end + begun, b'', b''
                if end or whole:
                    yield whole + end
        lost = f' in the middle of a line: {len(begun)} bytes were dropped' if begun else ''
        raise ConnectionEnded(f'{self.name} ended the connection{lost}.')

    async def _chunk(self, reader: asyncio.StreamReader) -> bytes:
        try:
            return await reader.read(CHUNK)
        except OSError as error:
            raise ConnectionEnded(f'{self.name} broke off.') from error

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[asyncio.StreamReader]:
        given = await self.reach.connected(self.address.host, self.address.port)
        reader, writer = await asyncio.open_connection(sock=given, limit=CHUNK)
        try:
            yield reader
        finally:
            writer.transport.abort()  # there is nothing left to say that could be waited for
