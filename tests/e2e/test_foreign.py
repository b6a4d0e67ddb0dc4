"""Pages of somebody else, in the browser of the visitor: they can read nothing of ours and change nothing."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from nicegui import __version__
from playwright.sync_api import Browser, Error, Frame, Page

from tests.e2e.foreign_site import BEACON, EMBED, FORM, LOAD, READS, SEND, SOCKET, ForeignSite, foreign_site
from tests.e2e.until import answered
from tests.running_server import RunningServer, running_server
from tests.simulated_log import simulated_log

UPLOAD: Final = '/api/v1/sessions/upload'
POLLING: Final = '/_nicegui_ws/socket.io/?EIO=4&transport=polling'
PLACES: Final = ('another port', 'another name', 'another host', 'a sandbox', 'a data address')
STATIC: Final = f'/_nicegui/{__version__}/static/nicegui'
READ: Final = ('/', '/docs', '/favicon.ico', '/api/v1/sessions', f'{STATIC}.js', f'{STATIC}.css', POLLING)
EVIL: Final = 'evil.example'  # the browser finds it on this computer


@dataclass(frozen=True, kw_only=True)
class Ours:
    server: RunningServer
    data: Path

    @property
    def url(self) -> str:
        return self.server.url

    def state(self) -> tuple[object, ...]:
        """Return all that a foreign page might have changed."""
        api = f'{self.url}/api/v1'
        documents = [httpx.get(f'{api}/{what}').raise_for_status().json() for what in ('sessions', 'jobs')]
        connection = sqlite3.connect(self.data)
        try:
            tables = ('upload', 'blob', 'chunk', 'session', 'lap', 'job')
            rows = [connection.execute(f'SELECT count(*) FROM {t}').fetchone()[0] for t in tables]
        finally:
            connection.close()
        return *documents, *rows


@pytest.fixture(scope='module')
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ours]:
    data = tmp_path_factory.mktemp('foreign') / 'racetrace.db'
    with running_server(data) as server:
        params = {'name': 'riverside-secret.csv', 'wait': '30'}
        sent = httpx.put(f'{server.url}{UPLOAD}', params=params, content=simulated_log(), timeout=40)
        assert sent.status_code == 201
        yield Ours(server=server, data=data)


@pytest.fixture(scope='module')
def site() -> Iterator[ForeignSite]:
    with foreign_site() as site:
        yield site


@pytest.fixture(scope='module')
def browser_of_the_world(
    launch_browser: Callable[..., Browser], browser_type_launch_args: dict[str, Any]
) -> Iterator[Browser]:
    """A browser in which the name EVIL leads to this computer."""
    flags = [flag for flag in browser_type_launch_args['args'] if 'host-resolver' not in flag]
    rules = f'MAP {EVIL} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'
    browser = launch_browser(args=[*flags, f'--host-resolver-rules={rules}'])
    yield browser
    browser.close()


@pytest.fixture
def elsewhere(browser_of_the_world: Browser, site: ForeignSite) -> Iterator[Page]:
    page = browser_of_the_world.new_page()
    page.goto(site.url)
    yield page
    page.context.close()


@pytest.fixture
def stand(elsewhere: Page, site: ForeignSite) -> Callable[[str], Frame]:
    """Return a document of somebody else at one of PLACES."""

    def at(place: str) -> Frame:
        hosts = {'another name': 'localhost', 'another host': EVIL}
        elsewhere.goto(f'http://{hosts.get(place, "127.0.0.1")}:{site.port}/')
        inside = {
            'a sandbox': '<iframe sandbox="allow-scripts allow-forms" srcdoc="<p>nobody">',
            'a data address': '<iframe src="data:text/html,<p>nobody">',
        }
        if place in inside:
            elsewhere.evaluate('html => (document.body.innerHTML = html)', inside[place])
            elsewhere.frame_locator('iframe').get_by_text('nobody').wait_for()
        return elsewhere.frames[-1]

    return at


def got(frame: Frame, script: str, url: str) -> str:
    """Return what the script got hold of."""
    try:
        return str(frame.evaluate(script, url))
    except Error:
        return ''


def reads(frame: Frame, base: str) -> dict[str, str]:
    """Try everything on everything, and return what was got."""
    frame.evaluate(LOAD)
    tried = [(how, path) for how in READS for path in READ]
    found = {f'{how} {path}': got(frame, READS[how], base + path) for how, path in tried}
    return {what: text for what, text in found.items() if text}


@pytest.mark.parametrize('place', PLACES)
def test_nothing_is_read(stand: Callable[[str], Frame], ours: Ours, place: str) -> None:
    assert reads(stand(place), ours.url) == {}


def test_the_same_reads_find_something_where_nobody_guards(stand: Callable[[str], Frame]) -> None:
    with foreign_site() as open_to_all:
        found = reads(stand('another port'), open_to_all.url)
    assert {'opaque fetch /', 'image /favicon.ico', 'beforehand /'} < set(found)


def test_the_same_reads_find_something_on_our_own_page(browser: Browser, ours: Ours) -> None:
    page = browser.new_page()
    page.goto(f'{ours.url}/docs')
    found = reads(page.main_frame, ours.url)
    page.close()
    assert 'riverside-secret.csv' in found['fetch /api/v1/sessions']
    assert 'sid' in found[f'fetch {POLLING}']
    assert {'image /favicon.ico', f'script {STATIC}.js', f'style {STATIC}.css'} < set(found)


def embedded(page: Page, base: str) -> list[str]:
    """Try to show pages inside a page, and return those that are."""
    for tag, attribute in (('iframe', 'src'), ('embed', 'src'), ('object', 'data')):
        for path in ('/', '/docs', '/api/v1/sessions'):
            with answered(page, 'GET', base + path):
                page.evaluate(EMBED, [tag, attribute, base + path])
    return [frame.url for frame in page.frames if frame.url.startswith(base)]


def test_nothing_is_framed(elsewhere: Page, ours: Ours) -> None:
    assert embedded(elsewhere, ours.url) == []
    with foreign_site() as open_to_all:
        assert len(embedded(elsewhere, open_to_all.url)) == 9


TEXT: Final = 'text/plain'
MULTIPART: Final = 'multipart/form-data'
SENT: Final = [
    *(
        ('POST', path)
        for path in (UPLOAD, f'{UPLOAD}?name=a', '/api/v1/sessions', '/api/v1/sessions/1/restore')
    ),
    *(('POST', path) for path in ('/', POLLING, '/_nicegui/client/1/upload/1')),
    ('PUT', f'{UPLOAD}?name=evil.csv'),
    ('PATCH', '/api/v1/sessions/1'),
    *(('DELETE', path) for path in ('/api/v1/sessions/1', '/api/v1/jobs/1')),
]


def write(frame: Frame, base: str) -> None:
    """Try everything that a page can send."""
    page = frame.page
    body = json.dumps({'name': 'evil'})
    for method, path in SENT:
        with answered(page, method, base + path):
            frame.evaluate(SEND, [base + path, method, TEXT, body])
    for path in (f'{UPLOAD}?by=beacon', '/api/v1/sessions/'):
        with answered(page, 'POST', base + path):
            assert frame.evaluate(BEACON, [base + path, body])
    for type_ in (TEXT, MULTIPART):
        with answered(page, 'POST', base + f'{UPLOAD}?by={type_}'):
            frame.evaluate(FORM, [base + f'{UPLOAD}?by={type_}', type_, f'into {type_}'])


@pytest.mark.parametrize('place', PLACES)
def test_nothing_is_written(stand: Callable[[str], Frame], ours: Ours, place: str) -> None:
    before = ours.state()
    write(stand(place), ours.url)
    assert ours.state() == before


def test_nothing_is_written_by_a_form_that_takes_the_window(elsewhere: Page, ours: Ours) -> None:
    before = ours.state()
    with elsewhere.expect_navigation():
        elsewhere.evaluate(FORM, [ours.url + UPLOAD, MULTIPART, '_self'])
    assert 'takes nothing from it' in elsewhere.content()
    assert ours.state() == before


def test_the_same_writes_arrive_where_nobody_guards(stand: Callable[[str], Frame]) -> None:
    with foreign_site() as open_to_all:
        write(stand('another port'), open_to_all.url)
    posted = [path for method, path in open_to_all.asked if method == 'POST']
    assert len(posted) == len([method for method, _ in SENT if method == 'POST']) + 4


@pytest.mark.parametrize('place', PLACES)
def test_no_socket_opens(stand: Callable[[str], Frame], ours: Ours, browser: Browser, place: str) -> None:
    mine = browser.new_page()
    mine.goto(f'{ours.url}/')
    mine.wait_for_function('window.did_handshake')
    socket = f'ws://127.0.0.1:{ours.server.port}/_nicegui_ws/socket.io/?EIO=4&transport=websocket'
    known = f'&implicit_handshake=true&client_id={mine.evaluate("window.clientId")}&tab_id=1&document_id=1'
    frame = stand(place)
    assert got(frame, SOCKET, socket) == ''
    assert got(frame, SOCKET, socket + known) == ''
    assert got(frame, READS['fetch'], ours.url + POLLING + known) == ''
    assert got(mine.main_frame, SOCKET, socket) == 'open', 'which our own page may'
    mine.close()


def test_a_window_that_shows_us_is_out_of_reach(elsewhere: Page, ours: Ours) -> None:
    with elsewhere.expect_popup() as opened:
        elsewhere.evaluate('url => void (globalThis.other = window.open(url))', f'{ours.url}/')
    other = opened.value
    other.wait_for_function('window.did_handshake')
    other.evaluate('window.heard = []; window.addEventListener("message", (e) => heard.push(e.data))')
    elsewhere.evaluate('try { other.postMessage("evil", "*") } catch {}')
    assert elsewhere.evaluate('other.closed')
    assert got(elsewhere.main_frame, 'url => other.document.title', '') == ''
    assert other.evaluate('window.opener') is None
    other.evaluate('window.postMessage("own", "*")')
    other.wait_for_function('heard.length')
    assert other.evaluate('heard') == ['own']


def test_our_page_by_the_name_of_another_host_is_refused(browser_of_the_world: Browser, ours: Ours) -> None:
    """The name may lead to its own server first, and to ours when the page is there (DNS rebinding)."""
    before = ours.state()
    page = browser_of_the_world.new_page()
    base = f'http://{EVIL}:{ours.server.port}'
    answer = page.goto(f'{base}/')
    assert answer is not None
    assert answer.status == 421
    for path in ('/', '/api/v1/sessions', '/favicon.ico', POLLING):
        assert page.evaluate('async url => (await fetch(url)).status', base + path) == 421
    for method, path in SENT:
        status = 'async ([url, method]) => (await fetch(url, { method, body: "{}" })).status'
        assert page.evaluate(status, [base + path, method]) == 421
    socket = base.replace('http', 'ws') + '/_nicegui_ws/socket.io/?EIO=4&transport=websocket'
    assert got(page.main_frame, SOCKET, socket) == ''
    page.context.close()
    assert ours.state() == before


PAGES: Final = ('/', '/sessions/1', '/laps/2', '/compare', '/compare?laps=2,3', '/docs')


WATCH: Final = """
    window.forbidden = [];
    addEventListener("securitypolicyviolation", (event) => forbidden.push(event.blockedURI));
"""


@pytest.mark.parametrize('path', PAGES)
def test_our_own_pages_need_nothing_that_is_forbidden(page: Page, ours: Ours, path: str) -> None:
    page.add_init_script(WATCH)
    page.goto(ours.url + path)
    if path == '/docs':
        page.locator('.opblock').first.wait_for()
    else:
        page.wait_for_function('window.did_handshake')
    page.wait_for_load_state('networkidle')
    assert page.evaluate('forbidden') == []


def test_what_got_into_our_page_could_send_nothing_away(
    browser: Browser, ours: Ours, site: ForeignSite
) -> None:
    page = browser.new_page()
    page.goto(f'{ours.url}/')
    site.asked.clear()
    assert reads(page.main_frame, site.url) == {}
    page.evaluate(FORM, [site.url, MULTIPART, '_self'])
    assert got(page.main_frame, SOCKET, site.url.replace('http', 'ws')) == ''
    page.close()
    assert site.asked == []
