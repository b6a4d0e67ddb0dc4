"""/live: the feeds that can be followed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, Protocol

from fastapi import Request
from nicegui import ui

from components.feed_cards import FeedCard, FeedCards
from components.feed_form import FeedForm, TypedFeed
from components.follow import follow
from components.kit import box, text
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import RaceTraceError
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer

ABOUT: Final = (
    'The page of an Apex Timing circuit, the computer of the timekeepers (RMonitor), or the page of a race '
    'at Race Monitor. RaceTrace keeps what is sent, and takes up where it was after a break.'
)
AT_ONCE: Final = 'What is saved counts at once: a feed that is followed is connected to anew.'
DEMO: Final = {'name': 'Mill Lane, simulated', 'provider': 'demo', 'visibility': 'private'}


class Feeds(Protocol):
    def listed(self, viewer: Viewer) -> Sequence[FeedCard]:
        """Return the feeds that somebody may follow."""

    def changes(self, viewer: Viewer) -> AsyncIterator[None]:
        """Yield whenever the list is to be read anew: every other second, where only an age grows."""

    def how(self, viewer: Viewer) -> str:
        """Return what somebody who sees no feed can do next."""

    async def add(self, viewer: Viewer, typed: dict[str, Any]) -> str:
        """Make a circuit, and follow its feed; return where to go on with one that nothing reads yet."""

    async def switch(self, viewer: Viewer, feed_id: int, is_on: bool) -> None: ...

    def typed(self, viewer: Viewer, feed_id: int) -> TypedFeed:
        """Return what the owner of a feed said of it."""

    async def change(self, viewer: Viewer, feed_id: int, typed: dict[str, Any]) -> str:
        """Change what is said of a feed, at once; return as `add`."""

    async def delete(self, viewer: Viewer, feed_id: int) -> None:
        """Put a circuit and what was kept of it out of sight."""


def register(instance: Instance, feeds: Feeds) -> None:
    @ui.page('/live')
    async def show(request: Request) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        page = LivePage(instance, viewer, feeds)
        await page.refresh()
        follow(feeds.changes(viewer), page.refresh)


class LivePage:
    def __init__(self, instance: Instance, viewer: Viewer, feeds: Feeds) -> None:
        self._viewer, self._feeds = viewer, feeds
        self._shown: list[FeedCard] = []  # but for how old each is
        self._cards: FeedCards | None = None
        with framed(instance, viewer, 'live', [('Live', '')], flush=True):
            with box('head head--same'), box('head__words'):
                text('Live timing', '', 'h1')
            with box('work'):
                with box('work__main'):
                    self._said = box('feeds__said')
                    self._list = box()
                if viewer.is_somebody:
                    with box('work__side'):
                        self._form = box('section', 'section')
                    self._new()

    async def refresh(self, _: None = None) -> None:
        found = await asyncio.to_thread(self._feeds.listed, self._viewer)
        if self._list.is_deleted:
            return
        ageless = [replace(feed, age_s=None) for feed in found]
        if self._cards is not None and ageless == self._shown:
            self._cards.tell(found)
            return
        self._shown = ageless
        self._list.clear()
        with self._list:
            self._cards = FeedCards(
                found,
                how=self._feeds.how(self._viewer),
                on_switch=self._switch,
                on_remove=self._remove,
                on_change=self._edit,
                on_demo=self._demo if self._viewer.is_somebody else None,
            )

    async def _add(self, typed: dict[str, Any]) -> None:
        if further := await self._feeds.add(self._viewer, typed):
            ui.navigate.to(further)
        else:
            await self.refresh()

    def _new(self) -> None:
        """Ask for a new feed, in the place of what was asked for before."""
        self._form.clear()
        with self._form:
            text('New feed', 'section__title', 'h2')
            text(ABOUT, 'section__note', 'p')
            FeedForm(TypedFeed(), self._add, submit='Follow it')

    async def _edit(self, feed_id: int) -> None:
        """Ask in the same place for what is to be changed: the list may be drawn anew meanwhile."""
        try:
            typed = await asyncio.to_thread(self._feeds.typed, self._viewer, feed_id)
        except RaceTraceError as error:
            self._say(str(error), is_bad=True)
            return
        self._say('')
        self._form.clear()
        with self._form:
            text(f'Change {typed.name}', 'section__title', 'h2')
            text(AT_ONCE, 'section__note', 'p')
            FeedForm(typed, partial(self._change, feed_id), submit='Save', on_cancel=self._new)

    async def _change(self, feed_id: int, typed: dict[str, Any]) -> None:
        if further := await self._feeds.change(self._viewer, feed_id, typed):
            ui.navigate.to(further)
        else:
            self._new()
            self._say(f'{typed["name"]} is changed.')
            await self.refresh()

    async def _demo(self) -> None:
        await self._do(self._feeds.add(self._viewer, dict(DEMO)))

    async def _switch(self, feed_id: int, is_on: bool) -> None:
        await self._do(self._feeds.switch(self._viewer, feed_id, is_on))

    async def _remove(self, feed_id: int) -> None:
        await self._do(self._feeds.delete(self._viewer, feed_id))

    async def _do(self, wanted: Awaitable[object]) -> None:
        self._say('')
        try:
            await wanted
        except RaceTraceError as error:
            self._say(str(error), is_bad=True)
        await self.refresh()

    def _say(self, sentence: str, *, is_bad: bool = False) -> None:
        self._said.clear()
        if sentence:
            with self._said:
                line = text(sentence, f'section__note tone-{"bad" if is_bad else "ok"}', 'p')
                line.props('role=alert' if is_bad else 'role=status')
