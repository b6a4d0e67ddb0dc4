"""The first screen of a fresh instance, which holds the demo."""

from dataclasses import replace
from pathlib import Path

import pytest

from components.demo_card import DemoCard
from racetrace.settings import Settings
from tests.conftest import OpenScreen


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(Settings(data=tmp_path / 'racetrace.db', workers=1), demo=True)


async def test_the_demo_is_one_click_from_its_answer(open_screen: OpenScreen) -> None:
    screen = await open_screen()
    await screen.should_see('See which corner cost the time', retries=300)
    await screen.should_see('Riverside')
    (card,) = screen.find(DemoCard).elements
    links = [element.props['href'] for element in card.descendants() if 'href' in element.props]
    assert links == ['/compare?laps=5,8&ref=5', '/sessions/1']
    await screen.should_see('T1', retries=100)


async def test_who_deletes_the_demo_does_not_see_it_again(open_screen: OpenScreen) -> None:
    screen = await open_screen()
    await screen.should_see(DemoCard, retries=300)
    await screen.http_client.delete('/api/v1/sessions/1')
    await screen.should_not_see(DemoCard, retries=100)
    await screen.should_see('Nothing here yet.')
