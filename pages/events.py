"""/events and /events/{id}: race weekends and test days, their sessions, and who was how fast."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

from fastapi import Request
from nicegui import ui

from components import address
from components.driver_bests import draw_driver_bests, driver_bests
from components.entry_form import EntryForm, Field, Kind
from components.event_form import event_fields, said, when
from components.follow import follow
from components.kit import box, button, icon, text
from components.nothing import Nothing
from components.session_list import session_row
from components.undone import Undone
from components.words import date
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import ChangeRefused, NotFound
from racetrace.services import events, gathered, places, sessions
from racetrace.services.events import RaceEvent
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.telemetry.summary import Summary
from racetrace.words import plural

MOST: Final = 200
MOST_OFFERED: Final = 50
HINT: Final = (
    'An event gathers sessions: a race weekend, a test day. Who sees a session of it sees the event too.'
)


def register(instance: Instance) -> None:
    @ui.page('/events')
    async def directory(request: Request) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        known = await asyncio.to_thread(events.mine, instance, viewer, MOST)
        tracks = await asyncio.to_thread(_tracks, instance, viewer)

        async def add(typed: dict[str, Any]) -> None:
            made = await asyncio.to_thread(events.add, instance, viewer, said(typed))
            ui.navigate.to(address.event(made.id))

        with framed(instance, viewer, 'events', [('Events', '')], flush=True):
            with box('head head--same'), box('head__words'):
                text('Events', '', 'h1')
                text(plural(len(known), 'event'), 'head__facts', 'p')
            with box('work'):
                with box('work__main'):
                    for one in known:
                        _row(one, dict(tracks))
                    if not known:
                        _empty('No event yet.', 'Make one here, and put sessions into it.')
                with box('work__side'), box('section', 'section'):
                    text('New event', 'section__title', 'h2')
                    text(HINT, 'section__note', 'p')
                    EntryForm(event_fields(tracks), add, submit='Make the event', kind='primary')

    @ui.page('/events/{event_id}')
    async def show(request: Request, event_id: str) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        try:
            found = await asyncio.to_thread(gathered.event, instance, viewer, address.number(event_id))
        except NotFound as error:
            with framed(instance, viewer, 'events', [('Events', '/events'), ('Not here', '')]):
                Nothing(str(error), is_missing=True)
            return
        page = EventPage(instance, viewer, *found)
        await page.show()
        follow(instance.hub.stirs(), page.stirred)


def _tracks(instance: Instance, viewer: Viewer) -> list[tuple[int, str]]:
    found, _ = places.directory(instance, viewer, MOST)
    return [(place.id, place.name) for place in found if place.name]


def _row(event: RaceEvent, tracks: dict[int, str]) -> None:
    with box('list__row thing__row', 'a', href=address.event(event.id)).props('data-row'):
        with box('list__words'):
            text(event.name, 'list__name', 'div')
            text(when(event) or 'no day said', 'list__sub num', 'div')
        text(tracks.get(event.place_id or 0, ''), 'list__sub wide')
        icon('chevron', 16, 'muted')


class EventPage:
    def __init__(
        self, instance: Instance, viewer: Viewer, event: RaceEvent, driven: Sequence[Summary]
    ) -> None:
        self._instance, self._viewer = instance, viewer
        self._event, self._driven = event, driven
        self._is_mine = event.owner_id == viewer.user_id
        self._is_gone = False
        crumbs = [('Events', '/events'), (event.name, '')]
        with framed(instance, viewer, 'events', crumbs, flush=True):
            self._page = box('page__body')

    async def show(self) -> None:
        tracks = await asyncio.to_thread(_tracks, self._instance, self._viewer)
        offered: list[Summary] = []
        if self._is_mine:
            newest = await asyncio.to_thread(sessions.newest, self._instance, self._viewer, MOST_OFFERED)
            offered = [one for one in newest if one.belongs.event_id != self._event.id and not one.is_demo]
        if self._page.is_deleted:
            return
        self._page.clear()
        with self._page:
            self._head(dict(tracks))
            with box('work'):
                with box('work__main'):
                    for session in self._driven:
                        session_row(session)
                    if not self._driven:
                        _empty('No session in it yet.', 'Choose one of yours at the side.')
                with box('work__side'):
                    draw_driver_bests(driver_bests(self._driven))
                    if self._is_mine:
                        self._own(tracks, offered)

    def _head(self, tracks: dict[int, str]) -> None:
        event = self._event
        with box('head'), box('head__words'):
            text(event.name, '', 'h1')
            with box('head__facts num'):
                count = plural(len(self._driven), 'session')
                for fact in (when(event), tracks.get(event.place_id or 0, ''), count):
                    if fact:
                        text(fact)
            if event.notes:
                text(event.notes, 'section__notes', 'p')

    def _own(self, tracks: Sequence[tuple[int, str]], offered: Sequence[Summary]) -> None:
        with box('section', 'section'):
            text('Yours to change', 'section__title', 'h2')
            if offered:
                EntryForm([_choice(offered)], self._put, opener='Add a session', submit='Add it')
            EntryForm(event_fields(tracks, self._event), self._write, opener='Edit the event')
            with box('section__line'):
                delete = button('Delete the event', kind='line').mark('delete')
                delete.on('click', self._delete)

    async def stirred(self, _: None) -> None:
        """Show what was changed, on this page or on another."""
        if self._is_gone:
            return
        try:
            self._event, self._driven = await asyncio.to_thread(
                gathered.event, self._instance, self._viewer, self._event.id
            )
        except NotFound as error:
            self._page.clear()
            with self._page:
                Nothing(str(error), 'It was deleted, perhaps in another window.')
            return
        await self.show()

    async def _put(self, typed: dict[str, Any]) -> None:
        session_id = int(typed['session'])
        await asyncio.to_thread(events.put_in, self._instance, self._viewer, self._event.id, [session_id])

    async def _write(self, typed: dict[str, Any]) -> None:
        await asyncio.to_thread(events.write, self._instance, self._viewer, self._event.id, said(typed))
        ui.navigate.reload()  # the name stands in the frame too

    async def _delete(self) -> None:
        self._is_gone = True
        with suppress(NotFound):  # another page was faster
            await asyncio.to_thread(events.delete, self._instance, self._viewer, self._event.id)
        self._page.clear()
        with self._page:
            Undone(f'{self._event.name} is deleted. Its sessions stay.', on_undo=self._again)
            with box('empty'):
                button('To the events', kind='primary', href='/events')

    async def _again(self) -> None:
        """Make it anew, with the sessions that were the viewer's."""
        event = self._event
        kept = {name: getattr(event, name) for name in ('name', 'starts_on', 'ends_on', 'place_id', 'notes')}
        mine = [one.id for one in self._driven if one.belongs.owner_id == self._viewer.user_id]
        try:
            made = await asyncio.to_thread(events.add, self._instance, self._viewer, kept)
            await asyncio.to_thread(events.put_in, self._instance, self._viewer, made.id, mine)
        except (NotFound, ChangeRefused):
            return
        ui.navigate.to(address.event(made.id))


def _choice(offered: Sequence[Summary]) -> Field:
    options = tuple((str(one.id), _title(one)) for one in offered)
    return Field(name='session', label='Session', value=options[0][0], kind=Kind.CHOICE, options=options)


def _title(session: Summary) -> str:
    day = date(session.started_at) if session.started_at else ''
    return ', '.join(filter(None, (session.title, day, session.written.driver_name)))


def _empty(sentence: str, advice: str) -> None:
    with box('empty'):
        text(sentence, 't-20', 'div')
        text(advice, 'muted', 'p')
