import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

import httpx
import pytest
from nicegui.testing import User

from components.feed_cards import FeedCard, FeedState
from components.feed_form import TypedFeed
from components.live_view import LiveBoard
from racetrace.errors import NotFound
from racetrace.services.viewer import Viewer
from racetrace.settings import Settings
from tests.conftest import HERE, running_house

CARD = FeedCard(feed_id=7, circuit='Mill Lane', provider='Apex', state=FeedState.SILENT, age_s=200)


class Feeds:
    def __init__(self, *cards: FeedCard) -> None:
        self.cards = cards

    def listed(self, _viewer: Viewer) -> Sequence[FeedCard]:
        return self.cards

    async def changes(self, _viewer: Viewer) -> AsyncIterator[None]:
        return
        yield

    def how(self, _viewer: Viewer) -> str:
        return 'Add a circuit.'

    async def add(self, _viewer: Viewer, typed: dict[str, Any]) -> str:
        raise AssertionError(typed)

    def typed(self, _viewer: Viewer, feed_id: int) -> TypedFeed:
        raise AssertionError(feed_id)

    async def change(self, _viewer: Viewer, feed_id: int, typed: dict[str, Any]) -> str:
        raise AssertionError(feed_id, typed)

    async def switch(self, _viewer: Viewer, feed_id: int, is_on: bool) -> None:
        raise AssertionError(feed_id, is_on)

    async def delete(self, _viewer: Viewer, feed_id: int) -> None:
        raise AssertionError(feed_id)

    def board(self, _viewer: Viewer, feed_id: int, session_id: int | None = None) -> LiveBoard:
        if feed_id != 7 or session_id is not None:
            raise NotFound('There is no such feed.')
        return LiveBoard(feed_id=7, circuit='Mill Lane', socket='/api/v1/live/7/ws')


class Ageing(Feeds):
    """Two looks at a feed, the second of them when the test says so."""

    def __init__(self, *cards: FeedCard) -> None:
        super().__init__(*cards)
        self.looked_again = asyncio.Event()

    async def changes(self, _viewer: Viewer) -> AsyncIterator[None]:
        await self.looked_again.wait()
        yield


async def opened(settings: Settings, feeds: Feeds, address: str) -> httpx.Response:
    async with (
        running_house(settings, feeds) as house,
        httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as web,
    ):
        return await web.get(address)


async def test_a_feed_is_listed_with_its_state(settings: Settings) -> None:
    page = await opened(settings, Feeds(CARD), '/live')
    for said in ('Mill Lane', 'silent for 3 min', '/live/7'):
        assert said in page.text


@pytest.mark.parametrize(
    ('age_s', 'said'), [(41, 'silent for 41 s'), (59, 'silent for 59 s'), (60, 'silent for 1 min')]
)
async def test_while_a_feed_grows_old_its_age_is_told_and_nothing_else_drawn_anew(
    settings: Settings, age_s: float, said: str
) -> None:
    feeds = Ageing(replace(CARD, age_s=39))
    async with (
        running_house(settings, feeds) as house,
        httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as web,
    ):
        user = User(web)
        await user.open('/live')
        await user.should_see('silent for 39 s')
        drawn = set(user.find('Mill Lane').elements)
        feeds.cards = (replace(CARD, age_s=age_s),)
        feeds.looked_again.set()
        await user.should_see(said, retries=100)
        assert set(user.find('Mill Lane').elements) == drawn


async def test_without_a_feed_it_says_what_to_do(settings: Settings) -> None:
    page = await opened(settings, Feeds(), '/live')
    assert 'No live timing is set up.' in page.text
    assert 'Add a circuit.' in page.text


@pytest.mark.parametrize('address', ['/live/8', '/live/x', '/live/999999999999999999999'])
async def test_what_is_not_there_is_said_to_programs_too(settings: Settings, address: str) -> None:
    page = await opened(settings, Feeds(), address)
    assert page.status_code == 404
    assert 'There is no such feed.' in page.text


async def test_the_address_says_the_delay(settings: Settings) -> None:
    assert '"delay":120' in (await opened(settings, Feeds(), '/live/7?delay=120')).text
    page = await opened(settings, Feeds(), '/live/7?delay=x&pane=<script>')
    assert '"delay":0' in page.text
    assert '<script>"' not in page.text
