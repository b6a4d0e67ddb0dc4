"""The pages of RaceTrace, and how a browser knows that one of them stands as it will stay."""

from typing import Final

from playwright.sync_api import Page, expect

TWO: Final = '/compare?laps=4,2&ref=4'
THREE: Final = '/compare?laps=4,2,3&ref=4'
DRAWN: Final = '.stack[data-painted="1"]'
PAGES: Final = {
    '/': '.list__row',
    '/sessions/1': '.map[data-points]:not([data-points="0"])',
    '/laps/4': DRAWN,
    '/laps/1': '.verdict:not(.verdict--busy)',
    TWO: DRAWN,
    THREE: DRAWN,
    '/garage': '.entry',
    '/admin/storage': '.people__share',
}
PHONE: Final = {'width': 390, 'height': 844}


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(PAGES[address]).first).to_be_visible()
