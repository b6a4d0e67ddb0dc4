"""/live: the feeds that can be followed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from fastapi import Request
from nicegui import ui

from components.feed_cards import FeedCard, FeedCards
from components.follow import follow
from components.kit import box
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer


class Feeds(Protocol):
    def listed(self, viewer: Viewer) -> Sequence[FeedCard]:
        """Return the feeds that somebody may follow."""

    def changes(self, viewer: Viewer) -> AsyncIterator[None]:
        """Yield whenever the list is to be read anew, a few times a minute at most."""

    def how(self, viewer: Viewer) -> str:
        """Return what somebody who sees no feed can do next."""


def register(instance: Instance, feeds: Feeds) -> None:
    @ui.page('/live')
    async def show(request: Request) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        found = await asyncio.to_thread(feeds.listed, viewer)
        with framed(instance, viewer, 'live', [('Live', '')]), box('feedpage'):
            shown = box('feedpage__list')

        def draw(cards: Sequence[FeedCard]) -> None:
            shown.clear()
            with shown:
                FeedCards(cards, how=feeds.how(viewer))

        async def again(_: None) -> None:
            draw(await asyncio.to_thread(feeds.listed, viewer))

        draw(found)
        follow(feeds.changes(viewer), again)
