"""What everybody needs: contrast, names, room for a thumb, no sideways scroll, a way without the mouse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.everybody import SMALL, WIDER, serious
from tests.e2e.tabs import forget
from tests.e2e.whole import DRAWN, PAGES, TWO, opened

MOVING = """[...document.querySelectorAll('*')].map((e) => [e, getComputedStyle(e)])
    .filter(([, s]) => s.animationName !== 'none' || (s.transitionProperty !== 'none'
        && s.transitionDuration.split(', ').some((t) => t !== '0s'))).map(([e]) => e.className)"""


@pytest.fixture(scope='module')
def tab(browser: Browser, base_url: str) -> Iterator[Page]:
    with browser.new_context(base_url=base_url) as context:
        yield context.new_page()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    yield tab
    forget(tab)


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press('Tab')
        if page.evaluate('(wanted) => document.activeElement.matches(wanted)', selector):
            return
    raise AssertionError(f'{selector} cannot be reached')


@pytest.mark.parametrize('address', PAGES)
def test_nothing_serious_stands_in_anybodys_way(page: Page, address: str) -> None:
    page.emulate_media(color_scheme='dark', reduced_motion='reduce')
    opened(page, address)
    assert serious(page) == []
    page.keyboard.press('t')
    expect(page.locator('body.body--light')).to_have_count(1)
    assert serious(page) == []


@pytest.mark.parametrize('address', PAGES)
def test_a_phone_shows_it_whole_and_a_thumb_meets_every_control(page: Page, address: str) -> None:
    page.set_viewport_size({'width': 390, 'height': 844})
    opened(page, address)
    assert page.evaluate(WIDER) == []
    assert page.evaluate(SMALL) == []


def test_charts_and_map_say_what_they_show(page: Page) -> None:
    opened(page, TWO)
    for name in ('Traces over distance.', 'Map of the track.'):
        expect(page.get_by_label(f'{name} L1 is 0.060 s slower than L3.')).to_be_visible()
    opened(page, '/laps/4')
    expect(page.get_by_label('Map of the track. L3, ')).to_be_visible()


def test_the_keyboard_alone_leads_from_home_to_a_painted_comparison(page: Page) -> None:
    opened(page, '/')
    tab_to(page, '.list__row')
    page.keyboard.press('Enter')
    page.wait_for_url('**/sessions/1')
    expect(page.locator('.tray .btn--primary')).to_be_visible()
    tab_to(page, '.tray .btn--primary')
    page.keyboard.press('Enter')
    page.wait_for_url('**/compare?*')
    expect(page.locator(DRAWN)).to_be_visible()


def test_nothing_moves_for_who_asks_for_stillness(page: Page) -> None:
    page.emulate_media(reduced_motion='reduce')
    opened(page, TWO)
    assert page.evaluate(MOVING) == []
    assert page.evaluate('document.getAnimations().length') == 0
