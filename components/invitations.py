"""Teams that ask somebody in, and the two answers."""

from collections.abc import Sequence
from functools import partial
from typing import Final, Protocol

from nicegui import ui

from components import address
from components.kit import box, button, text
from components.verdict import Refusal
from racetrace.accounts.invitation import Invitation
from racetrace.errors import RaceTraceError

UNTIL: Final = 'Until you accept, you see nothing of the team, and it sees nothing of you.'


class Deeds(Protocol):
    """Either answer may raise a RaceTraceError."""

    async def now(self) -> list[Invitation]: ...
    async def accept(self, team_id: int) -> None: ...
    async def decline(self, team_id: int) -> None: ...


class Invitations(ui.element):
    """Nothing at all where nobody asks."""

    def __init__(self, found: Sequence[Invitation], deeds: Deeds) -> None:
        super().__init__()
        self._deeds = deeds
        self._draw(found)

    def _draw(self, found: Sequence[Invitation], refused: str = '') -> None:
        self.clear()
        if not (found or refused):
            return
        with self, box('section', 'section'):
            text('Invitations', 'section__title', 'h2')
            if refused:
                Refusal(refused)
            for one in found:
                text(f'{one.by} asks you into {one.team}, as a {one.role}.', '', 'p')
                with box('section__line'):
                    accept = button('Accept', kind='primary').mark(f'accept-{one.team_id}')
                    accept.on('click', partial(self._accept, one))
                    decline = button('Decline', kind='line').mark(f'decline-{one.team_id}')
                    decline.on('click', partial(self._decline, one))
            if found:
                text(UNTIL, 'section__note', 'p')

    async def _accept(self, one: Invitation) -> None:
        try:
            await self._deeds.accept(one.team_id)
        except RaceTraceError as error:
            self._draw(await self._deeds.now(), str(error))
        else:
            ui.navigate.to(address.team(one.team_id))

    async def _decline(self, one: Invitation) -> None:
        refused = ''
        try:
            await self._deeds.decline(one.team_id)
        except RaceTraceError as error:
            refused = str(error)
        self._draw(await self._deeds.now(), refused)
