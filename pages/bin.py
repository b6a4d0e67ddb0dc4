"""/bin: the sessions that one deleted, until they go for good."""

import asyncio
from contextlib import suppress
from functools import partial

from fastapi import Request
from nicegui import ui

from components.follow import follow
from components.kit import box, button, text
from components.session_file import size
from components.sure import Sure
from components.thumbnail import thumbnail
from components.undone import Undone
from components.words import date
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound
from racetrace.services import sessions
from racetrace.services.binned import Binned, binned, remove
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.words import plural

GOES = 'The session, its laps and its file go for good.'


def register(instance: Instance) -> None:
    @ui.page('/bin')
    async def show(request: Request) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        page = BinPage(instance, viewer)
        await page.load()
        follow(instance.hub.stirs(), page.stirred)


class BinPage:
    def __init__(self, instance: Instance, viewer: Viewer) -> None:
        self._instance, self._viewer = instance, viewer
        with framed(instance, viewer, 'bin', [('Bin', '')], flush=True):
            with box('head head--same'), box('head__words'):
                text('Bin', '', 'h1')
                text('What you deleted stays here for 30 days.', 'head__facts', 'p')
            self._told = box()
            self._listed = box('pane__all')

    async def load(self) -> None:
        found = await asyncio.to_thread(binned, self._instance, self._viewer)
        if self._listed.is_deleted:
            return
        self._listed.clear()
        with self._listed:
            for one in found:
                self._row(one)
            if not found:
                with box('empty'):
                    text('The bin is empty.', 't-20', 'div')
                    text('A session that you delete waits here, and comes back whole.', 'muted', 'p')
                    button('To the sessions', kind='primary', href='/')

    async def stirred(self, _: None) -> None:
        await self.load()

    def _row(self, one: Binned) -> None:
        session = one.session
        with box('list__row bin__row').props('data-row'):
            thumbnail(session.driven, 'list__thumb')
            with box('list__words'):
                text(session.title, 'list__name', 'div')
                day = date(session.started_at) if session.started_at else ''
                about = (day, plural(len(session.laps), 'lap'), size(session.size) if session.size else '')
                text(', '.join(filter(None, about)), 'list__sub num', 'div')
            text(f'goes for good on {date(one.goes_at)}', 'muted num list__sub')
            with box('thing__acts'):
                back = button('Bring it back', kind='line').mark(f'back-{session.id}')
                back.on('click', partial(self._restore, one))
                Sure('Delete for good', f'{session.title}. {GOES}', partial(self._remove, one))

    async def _restore(self, one: Binned) -> None:
        with suppress(NotFound):  # another page was faster
            await asyncio.to_thread(sessions.restore, self._instance, self._viewer, one.session.id)
        self._told.clear()
        with self._told:
            Undone(f'{one.session.title} is back.', on_undo=partial(self._again, one))
        await self.load()

    async def _again(self, one: Binned) -> None:
        with suppress(NotFound):
            await asyncio.to_thread(sessions.delete, self._instance, self._viewer, one.session.id)
        self._told.clear()
        await self.load()

    async def _remove(self, one: Binned) -> None:
        with suppress(NotFound):
            await asyncio.to_thread(remove, self._instance, self._viewer, one.session.id)
        self._told.clear()
        await self.load()
