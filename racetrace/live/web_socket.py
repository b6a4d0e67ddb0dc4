"""Frames over a websocket."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Origin

from racetrace.errors import ConnectionEnded
from racetrace.live.address import Address
from racetrace.live.reach import Reach

MOST_BYTES: Final = 4 << 20  # of one message: the table of 200 karts is 200 KiB
OPEN_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSocket:
    """A source; `greeting` is sent at the beginning, and nothing else ever."""

    address: Address
    reach: Reach
    origin: str = ''  # of the page to which the feed belongs
    greeting: str = ''

    @property
    def name(self) -> str:
        return self.address.origin  # the rest may hold a token

    async def frames(self) -> AsyncGenerator[bytes, None]:
        async with self._opened() as connection:
            try:
                if self.greeting:
                    await connection.send(self.greeting)
                while True:
                    yield await connection.recv(decode=False)
            except ConnectionClosed as error:
                raise ConnectionEnded(self._ended(error)) from error

    def _ended(self, error: ConnectionClosed) -> str:
        if error.rcvd is None:
            return f'{self.name} broke off.'
        return f'{self.name} ended the connection (code {error.rcvd.code}).'

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[ClientConnection]:
        """Open it. It follows nobody elsewhere: the socket is given, and is where the reach allows."""
        given = await self.reach.connected(self.address.host, self.address.port)
        try:
            connection = await connect(
                str(self.address),
                sock=given,
                origin=Origin(self.origin) if self.origin else None,
                compression=None,  # a few packed bytes may become very many
                open_timeout=OPEN_S,
                ping_interval=None,  # some servers drop who sends anything, even that
                close_timeout=1.0,
                max_size=MOST_BYTES,
            )
        except (OSError, WebSocketException, ValueError) as error:
            given.close()
            raise ConnectionEnded(f'{self.name} is no websocket of a feed: {_reason(error)}.') from error
        except BaseException:
            given.close()
            raise
        try:
            yield connection
        finally:
            await connection.close()


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return 'it does not answer'
    return str(error).splitlines()[0].rstrip('.')[:200] if str(error) else type(error).__name__
