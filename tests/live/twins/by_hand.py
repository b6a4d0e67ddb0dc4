"""A feed of Apex Timing that says what a test tells it to say."""

from collections.abc import Iterator

from websockets.asyncio.server import ServerConnection

from racetrace.simulation.frame import Frame
from tests.live.twins.sockets import WebSocketTwin


class _Still:
    now_ms = 0

    def __init__(self, table: bytes) -> None:
        self._table = table

    def init(self) -> bytes:
        return self._table

    def advance(self, to_ms: int) -> Iterator[Frame]:
        del to_ms
        return iter(())


class ByHand(WebSocketTwin):
    """Who connects is sent the table; then it is silent until `send`."""

    def __init__(self, table: bytes) -> None:
        super().__init__(_Still(table))

    async def admits(self, connection: ServerConnection) -> bool:
        del connection
        return True

    def greeting(self, said: str) -> bytes | None:
        del said
        return None
