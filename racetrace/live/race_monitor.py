"""Race Monitor's public feed: a page says where a race is told, and there one joins."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final

from racetrace.errors import ConnectionEnded, FeedAddressRefused
from racetrace.live.address import LONGEST, Address, address
from racetrace.live.reach import Reach
from racetrace.live.web import SCHEMES, Web
from racetrace.live.web_socket import WebSocket

ASKED: Final = 'https://api.race-monitor.com/Info/WebRaceList'


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceMonitor:
    """A source. The token is fetched anew for each connection, and never logged."""

    race_id: int
    reach: Reach
    asked: str = ASKED

    @property
    def name(self) -> str:
        return f'Race Monitor, race {self.race_id}'

    async def frames(self) -> AsyncGenerator[bytes, None]:
        async with aclosing((await self._socket()).frames()) as frames:
            async for frame in frames:
                yield frame

    async def _socket(self) -> WebSocket:
        where = address(self.asked, SCHEMES)
        async with Web(self.reach) as web:
            text = await web.text(where, params={'raceID': str(self.race_id)})
        try:
            instance, token, host = self._told(json.loads(text))
            place = _place(where, host, f'/instance/{instance}/{token}')
        except (ValueError, LookupError, TypeError, RecursionError, FeedAddressRefused) as error:
            raise ConnectionEnded(f'{self.name}: the answer names no feed.') from error
        return WebSocket(address=place, reach=self.reach, greeting=f'$JOIN,{instance},{token}')

    def _told(self, answer: Any) -> tuple[str, str, str]:
        """Return instance, token and computer. Raises ConnectionEnded where the race is not under way."""
        races = [one for one in answer['CurrentRaces'] if one['ReceivingData']]
        if not races:
            raise ConnectionEnded(f'{self.name} sends no data now: it has not begun, or is over.')
        wanted = next((one for one in races if one['ID'] == self.race_id), races[0])
        return _word(wanted['Instance']), _word(answer['LiveTimingToken']), str(answer['LiveTimingHost'])


def _place(asked: Address, host: str, rest: str) -> Address:
    """Return where the race is told; over TLS, unless we asked without (a test, or a mirror at the track)."""
    if '/' in host or '?' in host:
        raise ValueError('not a computer')
    scheme = 'wss' if asked.is_secure else 'ws'
    return address(f'{scheme}://{host}{rest}', (scheme,))


def _word(value: object) -> str:
    text = str(value)
    if not text.isascii() or not text.replace('-', '').replace('_', '').isalnum() or len(text) > LONGEST:
        raise ValueError('not a word')
    return text
