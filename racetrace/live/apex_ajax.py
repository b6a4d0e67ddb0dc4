"""Apex Timing without a websocket: its page asks again and again what is new, and so do we.

An answer is `init@index@lines`. With `init` and `index` of the last answer we ask for what came after it; the
lines are those of the websocket.
"""

import random
import re
from asyncio import sleep
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from racetrace.errors import ConnectionEnded
from racetrace.live.apex_page import ApexPage
from racetrace.live.web import Web

EVERY_S: Final = 1.0
QUIET: Final = 30  # polls without news until we say so: long before the connection is believed dead
ANEW: Final = ('1', '0')
REFRESH: Final = 'REFRESH_BROWSER'

_ANSWER: Final = re.compile(r'\s*(-?\d{1,18})@(-?\d{1,18})@(.*)', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApexAjax:
    """A source."""

    page: ApexPage
    web: Web
    every_s: float = EVERY_S
    sleep: Callable[[float], Awaitable[None]] = sleep

    @property
    def name(self) -> str:
        return self.page.ajax.origin

    async def frames(self) -> AsyncGenerator[bytes, None]:
        place, quiet, counter = ANEW, 0, 0
        while True:
            place, lines = await self._asked(place, counter)
            counter += 1
            quiet = 0 if lines else quiet + 1
            if lines or quiet % QUIET == 0:
                yield lines.encode()
            await self.sleep(self.every_s)

    async def _asked(self, place: tuple[str, str], counter: int) -> tuple[tuple[str, str], str]:
        """Return where we are now, and what is new."""
        text = await self.web.text(
            self.page.ajax, params=self._question(place, counter), headers=self.page.headers
        )
        found = _ANSWER.fullmatch(text)
        if found is None:
            raise ConnectionEnded(f'{self.name} does not answer as Apex Timing does.')
        if found[3].strip() == REFRESH:
            return ANEW, ''
        return (found[1], found[2]), found[3]

    def _question(self, place: tuple[str, str], counter: int) -> dict[str, str]:
        return {
            'version': '',
            'init': place[0],
            'index': place[1],
            'port': str(self.page.ajax_port),
            'counter': str(counter),
            'duration': '',
            'id': f'{random.randrange(10**9)}',
            'ignored': '',
        }
