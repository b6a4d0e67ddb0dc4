"""Who sees a session: its owner alone, a team, whoever has a link, or everybody."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol

from nicegui import ui

from components.entry_form import EntryForm, Field, Kind
from components.kit import box, button, text
from components.told_once import ToldOnce
from components.verdict import Refusal
from components.words import date
from racetrace.errors import RaceTraceError
from racetrace.telemetry.summary import Visibility

SAYS: Final = {
    Visibility.PRIVATE: 'Only you.',
    Visibility.TEAM: 'Who is in the team sees it, and compares with it.',
    Visibility.LINK: 'Who has a link to it, without an account too. End the link, and the page is gone.',
    Visibility.PUBLIC: 'Everybody. Its fastest lap stands on the board of its course.',
}
LIVES: Final = {
    'week': ('In a week', timedelta(days=7)),
    'day': ('In a day', timedelta(days=1)),
    'month': ('In 30 days', timedelta(days=30)),
    'never': ('Never', None),
}
ENDS: Final = Field(
    name='life',
    label='It ends',
    value='week',
    kind=Kind.CHOICE,
    options=tuple((key, word) for key, (word, _) in LIVES.items()),
)
OPENS: Final = Field(
    name='opens',
    label='It opens',
    value='view',
    kind=Kind.CHOICE,
    options=(('view', 'The session'), ('file', 'And its file')),
)
ONCE: Final = 'Copy it now: it is told this once. Who has it sees the session.'


class Link(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def scope(self) -> str: ...
    @property
    def ends_at(self) -> datetime | None: ...


class SeenBy(Protocol):
    @property
    def visibility(self) -> Visibility: ...
    @property
    def team_id(self) -> int | None: ...
    @property
    def teams(self) -> Sequence[tuple[int, str]]: ...
    @property
    def links(self) -> Sequence[Link]: ...


class Sharing(Protocol):
    async def seen_by(self) -> SeenBy: ...
    async def choose(self, visibility: Visibility, team_id: int | None) -> None: ...
    async def make_link(self, life: timedelta | None, *, with_file: bool) -> str: ...
    async def end_link(self, link_id: int) -> None: ...


class WhoSees(ui.element):
    def __init__(self, sharing: Sharing, on_change: Callable[[Visibility], object]) -> None:
        super().__init__('section')
        self.classes('section sees')
        self._sharing, self._on_change = sharing, on_change

    async def refresh(self, *, told: str = '', refused: str = '') -> None:
        """`told` is the path of a link that was made a moment ago."""
        try:
            seen = await self._sharing.seen_by()
        except RaceTraceError:
            return  # deleted meanwhile; the page says so
        if self.is_deleted:
            return
        self._on_change(seen.visibility)
        self.clear()
        with self:
            text('Who sees it', 'section__title', 'h2')
            self._ways(seen)
            text(SAYS[seen.visibility], 'section__note', 'p')
            if seen.visibility is Visibility.TEAM and len(seen.teams) > 1:
                self._teams(seen)
            if refused:
                Refusal(refused)
            if told:
                ToldOnce(told, 'The link', ONCE)
            if seen.visibility is not Visibility.PRIVATE:
                self._links(seen.links)

    def _ways(self, seen: SeenBy) -> None:
        with box('segments', 'div', role='group', aria_label='Who sees it'):
            for way in Visibility:
                team_id = seen.team_id or next((team_id for team_id, _ in seen.teams), None)
                choose = partial(self._choose, way, team_id if way is Visibility.TEAM else None)
                self._way(way.value.capitalize(), way is seen.visibility, choose).mark(f'see-{way}')

    def _teams(self, seen: SeenBy) -> None:
        with box('segments', 'div', role='group', aria_label='Which team'):
            for team_id, name in seen.teams:
                self._way(name, team_id == seen.team_id, partial(self._choose, Visibility.TEAM, team_id))

    def _way(self, word: str, is_on: bool, choose: Any) -> ui.element:
        classes = 'segments__one is-on' if is_on else 'segments__one'
        way = box(classes, 'button', type='button', aria_pressed=str(is_on).lower())
        with way:
            text(word)
        return way.on('click', choose)

    def _links(self, links: Sequence[Link]) -> None:
        for link in links:
            with box('sees__link'):
                what = 'Link to the session and its file' if link.scope == 'file' else 'Link to the session'
                text(what)
                text(f'until {date(link.ends_at)}' if link.ends_at else 'never ends', 'muted num')
                box('grow')
                end = button('End', kind='line').mark(f'end-{link.id}')
                end.on('click', partial(self._end, link.id))
        EntryForm([ENDS, OPENS], self._make, opener='New link', submit='Make the link')

    async def _choose(self, visibility: Visibility, team_id: int | None) -> None:
        if visibility is Visibility.TEAM and team_id is None:
            await self.refresh(refused='You are in no team yet. Make one under Teams.')
            return
        await self._do(self._sharing.choose(visibility, team_id))

    async def _make(self, typed: dict[str, Any]) -> None:
        _, life = LIVES[typed['life']]
        told = await self._sharing.make_link(life, with_file=typed['opens'] == 'file')
        await self.refresh(told=told)

    async def _end(self, link_id: int) -> None:
        await self._do(self._sharing.end_link(link_id))

    async def _do(self, deed: Any) -> None:
        try:
            await deed
        except RaceTraceError as error:
            await self.refresh(refused=str(error))
        else:
            await self.refresh()
