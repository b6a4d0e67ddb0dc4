"""A tab that tests of one module look at pages with, one after the other.

A browser of its own for each of them, as all others have, takes twice as long as what they look at. Only for
tests that change nothing on the server and put nothing into the browser but what `forget` takes out again.
"""

from playwright.sync_api import Page

SIZE = {'width': 1280, 'height': 720}  # as Playwright opens one
FORGET = """() => {
    if (location.protocol.startsWith('http')) [localStorage, sessionStorage].forEach((kept) => kept.clear());
}"""


def forget(tab: Page) -> None:
    """Leave the tab as a new one is; who was signed in still is."""
    tab.evaluate(FORGET)
    tab.goto('about:blank')
    tab.emulate_media(color_scheme='null', reduced_motion='null')
    tab.set_viewport_size({'width': SIZE['width'], 'height': SIZE['height']})
