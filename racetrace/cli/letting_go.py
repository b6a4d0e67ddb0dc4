"""The web server's websockets, which let go of who takes nothing any more."""

import asyncio
from typing import Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

LETTING_GO_S: Final = 10.0  # for what is still on its way to who is closed


class LettingGo(WebSocketsSansIOProtocol):
    """Ends a connection soon after it is closed from here.

    A connection is closed when all was written that waits for its reader. Who never reads would keep his
    place, a buffer and an open file of ours for ever: that he answers no ping only closes it.
    """

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._let_go()

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        super().on_task_complete(task)
        self._let_go()

    def _let_go(self) -> None:
        self.loop.call_later(LETTING_GO_S, self.transport.abort)
