"""Apex Timing as its own page reads it: a websocket, and where none says anything the other way."""

from asyncio import get_running_loop, sleep, timeout
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final

from racetrace.errors import ConnectionEnded
from racetrace.live.address import address
from racetrace.live.apex_ajax import ApexAjax
from racetrace.live.apex_history import ApexHistory
from racetrace.live.apex_page import apex_page
from racetrace.live.reach import Reach
from racetrace.live.source import Source
from racetrace.live.web import SCHEMES, Web
from racetrace.live.web_socket import WebSocket

FIRST_S: Final = 10.0  # without a word for so long, it is not going to come this way
SHORT_S: Final = 2.0  # who is thrown out so soon is not wanted this way


@dataclass(frozen=True, slots=True, kw_only=True)
class ApexSource:
    """The page is looked at anew for each connection: circuits move to other ports and computers."""

    page: str  # as a person typed it
    reach: Reach
    first_s: float = FIRST_S
    short_s: float = SHORT_S
    poll_s: float = 1.0

    @property
    def name(self) -> str:
        return address(self.page, SCHEMES).origin  # the rest may hold a token

    async def frames(self) -> AsyncGenerator[bytes, None]:
        async with Web(self.reach) as web:
            page = await apex_page(self.page, web)
            socket = WebSocket(address=page.socket, reach=self.reach, origin=page.page.origin)
            ajax = ApexAjax(page=page, web=web, every_s=self.poll_s)
            async with aclosing(self._spoken(socket)) as frames:
                async for frame in frames:
                    yield frame
            async with aclosing(ajax.frames()) as frames:
                async for frame in frames:
                    yield frame

    async def recalled(self, wanted: Sequence[tuple[str, int]]) -> AsyncGenerator[bytes, None]:
        """Yield what the page's requests tell of the last laps of entries, one after the other."""
        async with Web(self.reach) as web:
            history = ApexHistory(page=await apex_page(self.page, web), web=web)
            for key, laps in wanted:
                if answer := await history.answer(key, laps=laps):
                    yield answer.encode()
                await sleep(self.poll_s)

    async def _spoken(self, socket: Source) -> AsyncGenerator[bytes, None]:
        """Yield what is said; stop where the other way should be tried, raise where it was said enough."""
        loop = get_running_loop()
        start_s, is_first = loop.time(), True
        try:
            async with timeout(self.first_s) as patience, aclosing(socket.frames()) as frames:
                async for frame in frames:
                    if is_first:
                        patience.reschedule(None)
                        is_first = False
                    yield frame
        except TimeoutError:
            return
        except ConnectionEnded:
            if not is_first and loop.time() - start_s > self.short_s:
                raise
