"""Wait for what the browser cannot be asked to wait for."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Request

PATIENCE_S = 30.0


def until(page: Page, is_so: Callable[[], object], what: str) -> None:
    """Let the page go on until something is so."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, f'in vain: {what}'
        page.wait_for_timeout(20)


@contextmanager
def answered(page: Page, method: str, url: str) -> Iterator[None]:
    """Wait, at the end, until one such request was answered, even if the page may not see how."""
    ends: list[str] = []

    def note(request: Request) -> None:
        if (request.method, request.url) == (method, url):
            ends.append(request.url)

    for event in ('requestfinished', 'requestfailed'):
        page.on(event, note)
    yield
    until(page, lambda: ends, f'{method} {url}')
    for event in ('requestfinished', 'requestfailed'):
        page.remove_listener(event, note)
