"""What was before we came, asked of Apex Timing: laps and stops of an entry, and the sessions it keeps."""

import re
from dataclasses import dataclass
from typing import Final

from racetrace.errors import ConnectionEnded, EntryRefused
from racetrace.live.apex_page import ApexPage
from racetrace.live.web import Web
from racetrace.timing.apex_history import Archived, Past, archived, past

MOST_LAPS: Final = 2000

_KEY: Final = re.compile(r'r(\d{1,9})')
_RESULT: Final = re.compile(r'\s*-?\d{1,18}@-?\d{1,18}@(.*)', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApexHistory:
    page: ApexPage
    web: Web

    async def sessions(self) -> list[Archived]:
        """Return the sessions that are over, as the timekeepers named them."""
        return archived(await self._asked('S#'))

    async def result(self, session: int) -> bytes:
        """Return the last table of a session, as a frame. Raises ConnectionEnded when there is none."""
        found = _RESULT.fullmatch(await self._asked(f'S#{session}'))
        if found is None:
            raise ConnectionEnded(f'{self.page.requests.origin} keeps no session {session}.')
        return found[1].encode()

    async def past(self, key: str, *, laps: int = MOST_LAPS, session: int | None = None) -> Past:
        """Return the last laps of an entry and all its stops, now or in a session that is over.

        `key` is that of the board, as r83181. Raises EntryRefused for another.
        """
        return past(await self.answer(key, laps=laps, session=session), key)

    async def answer(self, key: str, *, laps: int = MOST_LAPS, session: int | None = None) -> str:
        """Return the same as it was answered."""
        found = _KEY.fullmatch(key)
        if found is None:
            raise EntryRefused(f'{key[:20]!r} is no entry of a board at Apex Timing.')
        most, who = min(max(laps, 1), MOST_LAPS), f'D{found[1]}'
        request = f'D#-{most}#{who}.L#-999#{who}.P#2#{who}.B#1#{who}.INF'
        return await self._asked(request if session is None else f'S#{session}#{request}')

    async def _asked(self, request: str) -> str:
        """Return the answer; 'error' is the answer where there is nothing."""
        form = {'port': str(self.page.port), 'request': request}
        answer = await self.web.text(self.page.requests, data=form, headers=self.page.headers)
        return '' if answer.strip() == 'error' else answer
