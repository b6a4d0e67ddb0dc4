"""A picture of every page, at both sizes and in both themes, to be looked at; none is compared or kept."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.whole import PHONE, THREE, opened

SCREENS = Path(__file__).parent / 'screens'
DESKTOP = {'width': 1440, 'height': 900}
NAMES = {
    '/': 'sessions',
    '/sessions/1': 'session',
    '/laps/4': 'lap',
    '/laps/1': 'out-lap',
    THREE: 'compare',
}


@pytest.mark.parametrize('address', NAMES)
def test_every_page_is_pictured(page: Page, address: str) -> None:
    page.emulate_media(color_scheme='dark', reduced_motion='reduce')
    for size, viewport in (('desktop', DESKTOP), ('phone', PHONE)):
        page.set_viewport_size({'width': viewport['width'], 'height': viewport['height']})
        opened(page, address)
        for theme in ('dark', 'light'):
            if page.locator(f'body.body--{theme}').count() == 0:
                page.keyboard.press('t')
            expect(page.locator(f'body.body--{theme}')).to_have_count(1)
            picture = page.screenshot(path=SCREENS / f'{NAMES[address]}-{size}-{theme}.png')
            assert len(picture) > 10_000, 'an empty page'
