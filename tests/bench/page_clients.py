"""How late a change of a feed is at who has the live page open: the whole program in one process, real pages.

The feed is a process of its own, so are the visitors without a screen, and each browser is one too. What is
measured begins when the feed says it and ends when a page is told, or has painted it.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from playwright.sync_api import Page, Playwright, sync_playwright

from racetrace.accounts.mode import Mode
from racetrace.services import circuits
from racetrace.services.instance import Instance
from racetrace.services.register import NewAccount, register
from racetrace.services.viewer import Caller, Viewer
from racetrace.store.migrate import migrate
from tests.bench.contest import Asked, NotHere, Trial
from tests.bench.drop import FLAGS, PATIENCE_MS, WINDOW
from tests.e2e.chromium import ADVICE, find
from tests.running_server import running_server

PAGES: Final = 200
BROWSERS: Final = 5
LOOK_S: Final = 4.0  # at each side
LIMIT_MS: Final = 500.0
PASSWORD: Final = 'five red lights'
ROOT: Final = Path(__file__).parents[2]
PAGE: Final = '/live/1'
PADDOCK: Final = {'RACETRACE_MODE': 'lan', 'RACETRACE_PRIVATE_FEEDS': '1'}  # the feed is on this computer
ROW: Final = '.tower__name'
# Notes in `window.late` how late [ms] each new name is painted.
NOTE: Final = """() => {
    const late = (window.late = []), seen = new Set();
    const fresh = () => [...document.querySelectorAll('.tower__name')]
        .map((one) => one.textContent.split('@')[1])
        .filter((stamp) => stamp && !seen.has(stamp) && seen.add(stamp));
    fresh();
    new MutationObserver(() => {
        const stamps = fresh();
        const painted = () => stamps.forEach((stamp) => late.push(Date.now() - Number(stamp)));
        if (stamps.length) requestAnimationFrame(() => setTimeout(painted));
    }).observe(document.querySelector('.tower__name').closest('table'),
        { subtree: true, childList: true, characterData: true });
}"""
TAKE: Final = '() => window.late.splice(0)'


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Trial]:
    path = find()
    if path is None:
        raise NotHere(ADVICE)
    browsers, pages = max(1, round(BROWSERS * share)), max(8, round(PAGES * share))
    look_s = max(1.5, LOOK_S * share)
    with ExitStack() as stack:
        feed = f'ws://127.0.0.1:{stack.enter_context(_program("paced_feed")).told()}'
        _followed(folder / 'racetrace.db', feed)
        site = stack.enter_context(running_server(folder / 'racetrace.db', environ=PADDOCK))
        visitors = stack.enter_context(_program('page_visitors', site.url, PAGE, feed, str(pages - browsers)))
        playwright = stack.enter_context(sync_playwright())
        shown = [stack.enter_context(_page(playwright, path, site.url)) for _ in range(browsers)]
        assert visitors.told() == 'open'

        def ours() -> Sequence[float]:
            for page in shown:
                page.evaluate(TAKE)
            told_ms = visitors.looked('board', look_s)
            painted_ms = [page.evaluate(TAKE) for page in shown]
            assert all(painted_ms), 'a browser painted nothing new'
            return _p99(told_ms), _p99([ms for one in painted_ms for ms in one])

        def theirs() -> Sequence[float]:
            floor_ms = _p99(visitors.looked('feed', look_s))
            return floor_ms, floor_ms

        yield Trial(asked=_asked(pages, browsers), ours=ours, theirs=theirs, is_slow=True)


def _asked(pages: int, browsers: int) -> list[Asked]:
    fed = 'of a 40-row board that changes once or twice a second, followed by one server process'
    peer = 'as many who hear the feed itself'
    tasks = {
        'page_clients': f'p99 from a change to its coming to {pages} open pages {fed}',
        'page_clients_paint': f'p99 from a change to its paint in {browsers} browsers among {pages}, {fed}',
    }
    return [
        Asked(name=name, task=task, peer=peer, unit='ms', limit=LIMIT_MS, limit_of='ours')
        for name, task in tasks.items()
    ]


def _followed(data: Path, feed: str) -> None:
    """Make a circuit that all may see, and whose feed the server takes up when it starts."""
    migrate(data)
    instance = Instance.at(data, workers=1, max_upload_bytes=1 << 20, mode=Mode.LAN)
    owner = register(
        instance,
        Caller(address='127.0.0.1'),
        NewAccount(name='ana', email='a@club.example', password=PASSWORD),
    )
    said = {'name': 'South', 'provider': 'apex', 'address': feed, 'visibility': 'public', 'is_followed': True}
    circuits.add(instance, Viewer(user_id=owner.id), said)
    instance.engine.dispose()


@contextmanager
def _page(playwright: Playwright, path: str, site: str) -> Iterator[Page]:
    """Open the page in a browser of its own."""
    with playwright.chromium.launch(executable_path=path, args=list(FLAGS)) as browser:
        page = browser.new_page(viewport=WINDOW)
        page.set_default_timeout(PATIENCE_MS)
        page.goto(site + PAGE)
        page.wait_for_selector(ROW)
        page.evaluate(NOTE)
        yield page


class _Program:
    """One of the processes beside the server, which answers in lines of JSON."""

    def __init__(self, name: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, '-m', f'tests.bench.{name}', *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def told(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def looked(self, at: str, seconds: float) -> list[float]:
        assert self.process.stdin is not None
        print(at, seconds, file=self.process.stdin, flush=True)
        late_ms: list[float] = self.told()
        return late_ms


@contextmanager
def _program(name: str, *arguments: str) -> Iterator[_Program]:
    program = _Program(name, *arguments)
    with program.process:
        try:
            yield program
        finally:
            program.process.kill()


def _p99(values: Sequence[float]) -> float:
    return float(np.percentile(values, 99))
