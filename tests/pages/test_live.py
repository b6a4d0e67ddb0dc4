from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from fastapi import FastAPI

from components.feed_cards import FeedCard, FeedState
from components.live_view import LiveBoard
from racetrace.errors import NotFound
from racetrace.services.viewer import Viewer
from tests.conftest import HERE

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

    def board(self, _viewer: Viewer, feed_id: int) -> LiveBoard:
        if feed_id != 7:
            raise NotFound('There is no such feed.')
        return LiveBoard(feed_id=7, circuit='Mill Lane', socket='/api/v1/live/7/ws', least_delay_s=60)


async def opened(house: FastAPI, feeds: Feeds, address: str) -> httpx.Response:
    from pages import live, live_board  # noqa: PLC0415  (pages are imported anew for every test)

    live.register(house.state.instance, feeds)
    live_board.register(house.state.instance, feeds)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house), base_url=HERE) as web:
        return await web.get(address)


async def test_a_feed_is_listed_with_its_state(house: FastAPI) -> None:
    page = await opened(house, Feeds(CARD), '/live')
    for said in ('Mill Lane', 'silent for 3 min', '/live/7'):
        assert said in page.text


async def test_without_a_feed_it_says_what_to_do(house: FastAPI) -> None:
    page = await opened(house, Feeds(), '/live')
    assert 'No live timing is set up.' in page.text
    assert 'Add a circuit.' in page.text


@pytest.mark.parametrize('address', ['/live/8', '/live/x', '/live/999999999999999999999'])
async def test_what_is_not_there_is_said_to_programs_too(house: FastAPI, address: str) -> None:
    page = await opened(house, Feeds(), address)
    assert page.status_code == 404
    assert 'There is no such feed.' in page.text


async def test_the_address_says_the_delay_but_never_less_than_the_owner_wants(house: FastAPI) -> None:
    assert '"delay":120' in (await opened(house, Feeds(), '/live/7?delay=120')).text
    page = await opened(house, Feeds(), '/live/7?delay=15&pane=<script>')
    assert '"delay":60' in page.text
    assert '<script>"' not in page.text
