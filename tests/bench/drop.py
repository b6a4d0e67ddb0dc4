"""From the drop of a file in a real browser to its painted comparison, against the least that could be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.bench.bare_site import COMPARISON, bare_site
from tests.bench.contest import Contest, NotHere
from tests.bench.importing import another
from tests.bench.parse import phone_log
from tests.e2e.chromium import ADVICE, find
from tests.running_server import running_server

LAPS: Final = 7  # 3 MB
FLAGS: Final = ('--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking')
WINDOW: Final[ViewportSize] = {'width': 1440, 'height': 900}
PATIENCE_MS: Final = 60_000

# All that this knows of our pages.
TAKES_FILES: Final = '.upload'
ANSWER: Final = '.verdict:not(.verdict--busy)'
COMPARE: Final = '.tray a.btn--primary'
MAP: Final = '.map:not([data-points="0"])'
CHARTS: Final = '.stack[data-painted="1"]'

HOLD: Final = '([name, text]) => { window.held = new File([text], name); }'
DROP: Final = """() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(window.held);
    for (const type of ["dragover", "drop"])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
}"""
CLICK: Final = 'link => link.click()'  # Playwright's own first waits until nothing moves
SEND: Final = """async () => {
    await fetch("/", { method: "PUT", body: window.held });
    location.assign("/comparison");
}"""


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Contest]:
    path = find()
    if path is None:
        raise NotHere(ADVICE)
    raw, _ = phone_log(max(3, round(LAPS * min(1.0, 5 * share))))
    numbers = count(1)
    with (
        running_server(folder / 'racetrace.db') as server,
        bare_site() as bare_url,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=path, args=list(FLAGS)) as browser,
        Sender(browser, server.url) as ours,
        Sender(browser, bare_url) as theirs,
    ):
        yield Contest(
            name='drop',
            task=f'{len(raw) / 1e6:.0f} MB dropped in Chromium: session, answer, a click, painted comparison',
            peer='the same bytes by fetch to a server that drops them, then a line on a canvas',
            unit='s',
            limit=2.0,
            limit_of='ours',
            is_slow=True,
            before_ours=lambda: ours.opens(another(raw, next(numbers)), TAKES_FILES),
            ours=lambda: ours.does(drop),
            before_theirs=lambda: theirs.opens(raw, 'body'),
            theirs=lambda: theirs.does(send),
        )


class Sender:
    """A window with a page that waits for a file."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._context = browser.new_context(base_url=url, viewport=WINDOW)
        self._page = self._context.new_page()
        self._page.set_default_timeout(PATIENCE_MS)

    def __enter__(self) -> 'Sender':
        return self

    def __exit__(self, *_: object) -> None:
        self._context.close()

    def opens(self, raw: bytes, ready: str) -> None:
        """Stand on a fresh page, with a file in the hand."""
        self._page.goto('/')
        self._page.wait_for_selector(ready, state='attached')
        self._page.evaluate(HOLD, ['log.csv', raw.decode()])

    def does(self, deed: Callable[[Page], None]) -> None:
        deed(self._page)


def drop(page: Page) -> None:
    page.evaluate(DROP)
    page.wait_for_url('**/sessions/*', wait_until='commit')
    page.wait_for_selector(ANSWER)
    page.wait_for_selector(MAP)
    page.eval_on_selector(COMPARE, CLICK)
    page.wait_for_url('**/compare?*', wait_until='commit')
    page.wait_for_selector(CHARTS)
    page.wait_for_selector(MAP)


def send(page: Page) -> None:
    page.evaluate(SEND)
    page.wait_for_url('**/comparison', wait_until='commit')
    page.wait_for_selector(COMPARISON)
