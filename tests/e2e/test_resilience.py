"""Reloads, a second tab, a killed server, a lost connection: the page comes back and says how things are."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.held import held_server, held_workers
from tests.running_server import RunningServer, running_server
from tests.simulated_log import simulated_log

NAME: Final = 'endurance.csv'
LAPS: Final = 20
READY: Final = f'Ready: {LAPS} '
AWAY_S: Final = 9  # longer than NiceGUI waits by itself before it gives a page up


@dataclass(kw_only=True)
class House:
    """One data file, and the server of it: started again, it is on the same port."""

    data: Path
    port: int | None = None

    @contextmanager
    def open(self) -> Iterator[RunningServer]:
        with running_server(self.data, port=self.port, environ={'RACETRACE_WORKERS': '1'}) as server:
            assert self.port in {None, server.port}
            self.port = server.port
            yield server


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(data=tmp_path / 'racetrace.db')


@pytest.fixture(scope='module')
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp('log') / NAME
    path.write_bytes(simulated_log(LAPS, kind='car'))
    return path


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """A page that may complain: about the connection that it loses here."""
    return context.new_page()


def opened(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_function('window.did_handshake')


def bring(page: Page, log: Path) -> None:
    page.locator('input[type=file]').set_input_files(log)


def arriving(page: Page) -> Locator:
    return page.locator('.arriving .job', has_text=NAME)


def being_read(page: Page) -> None:
    expect(arriving(page).locator('[aria-current=step]')).to_have_text('Read')
    expect(arriving(page)).to_contain_text('Waiting for its turn')


def send(server: RunningServer, raw: bytes, name: str) -> int:
    """Import a file as a program does. Return the number of its session."""
    address = f'{server.url}/api/v1/sessions/upload'
    answer = httpx.put(address, params={'name': name, 'wait': '30'}, content=raw, timeout=60)
    return int(answer.raise_for_status().json()['session_id'])


def insist_on_one(server: RunningServer) -> None:
    """Nothing is there twice: one session, one job, and both whole."""
    api = f'{server.url}/api/v1'
    (session,) = httpx.get(f'{api}/sessions').json()
    (job,) = httpx.get(f'{api}/jobs').json()
    assert (job['status'], job['session_id']) == ('done', session['id'])
    laps = httpx.get(f'{api}/sessions/{session["id"]}').json()['laps']
    assert len([lap for lap in laps if lap['is_valid']]) == LAPS


def test_a_reload_in_mid_import_shows_it_again_and_its_end(tab: Page, house: House, log: Path) -> None:
    with house.open() as server:
        opened(tab, server.url)
        with held_workers(server):
            bring(tab, log)
            being_read(tab)
            tab.reload()
            being_read(tab)
        expect(arriving(tab)).to_contain_text(READY)
        arriving(tab).get_by_text('Laps', exact=True).click()
        expect(tab.locator('[data-lap]').nth(LAPS)).to_be_visible()
        insist_on_one(server)


def test_two_tabs_see_the_same(tab: Page, context: BrowserContext, house: House, log: Path) -> None:
    other = context.new_page()
    with house.open() as server:
        opened(tab, server.url)
        opened(other, server.url)
        with held_workers(server):
            bring(tab, log)
            being_read(tab)
            being_read(other)
        expect(arriving(other)).to_contain_text(READY)
        expect(other.locator('.list__row')).to_have_count(1)
        tab.wait_for_url('**/sessions/1')
        insist_on_one(server)


def test_a_killed_server_does_what_it_owed_and_the_page_comes_back(
    tab: Page, house: House, log: Path
) -> None:
    with house.open() as server:
        opened(tab, server.url)
        with held_workers(server):
            bring(tab, log)
            being_read(tab)
            kill(server)
    with house.open() as server:
        shows_the_session(tab)
        insist_on_one(server)


def test_a_file_on_its_way_to_a_killed_server_is_sent_again(tab: Page, house: House, log: Path) -> None:
    with house.open() as server:
        opened(tab, server.url)
        with held_server(server):
            bring(tab, log)
            expect(arriving(tab)).to_contain_text(re.compile(r'[1-9]\d* %'))
            kill(server)
        expect(arriving(tab)).to_contain_text('Waiting for the connection')
    with house.open() as server:
        shows_the_session(tab)
        insist_on_one(server)


def kill(server: RunningServer) -> None:
    server.process.kill()
    server.process.wait()


def shows_the_session(page: Page) -> None:
    """It is in the list, or opened because it was the only file."""
    expect(page.locator('.list__row, [data-lap="1"]')).to_be_visible()
    expect(page.locator('.list__row, .page h1').first).to_contain_text(NAME)


def test_a_short_loss_of_the_line_costs_nothing(
    tab: Page, context: BrowserContext, house: House, log: Path
) -> None:
    with house.open() as server:
        send(server, simulated_log(), 'kart.csv')
        opened(tab, f'{server.url}/sessions/1')
        client = tab.evaluate('clientId')
        tab.get_by_label('Choose L1').click()
        picked = tab.locator('.is-picked').all_inner_texts()
        tab.get_by_role('button', name='Edit').click()
        context.set_offline(True)
        tab.wait_for_function('!socket.connected')
        tab.get_by_label('Notes').fill('Left front 1.3 bar')
        send(server, log.read_bytes(), NAME)
        tab.wait_for_timeout(AWAY_S * 1000)
        context.set_offline(False)
        expect(arriving(tab)).to_contain_text(READY)
        assert tab.evaluate('clientId') == client
        expect(tab.get_by_label('Notes')).to_have_value('Left front 1.3 bar')
        assert tab.locator('.is-picked').all_inner_texts() == picked
        tab.get_by_role('button', name='Save').click()
        expect(tab.get_by_text('Left front 1.3 bar')).to_be_visible()


def test_a_comparison_is_the_same_after_a_restart(tab: Page, house: House) -> None:
    def seen() -> list[str]:
        tab.wait_for_function('window.did_handshake')
        expect(tab.locator('.stack')).to_have_attribute('data-painted', '1')
        return [tab.url, *(tab.locator(part).inner_text() for part in ('.verdict', '.chips', '.corners'))]

    with house.open() as server:
        send(server, simulated_log(), 'kart.csv')
        tab.goto(f'{server.url}/compare?laps=4,2,3&ref=2&zoom=200-420&ch=speed,rpm')
        before, client = seen(), tab.evaluate('clientId')
    with house.open():
        tab.wait_for_function('before => window.clientId && clientId !== before', arg=client)
        assert seen() == before
        tab.reload()
        assert seen() == before


def test_no_page_asks_anybody_else(tab: Page, house: House) -> None:
    asked: list[str] = []
    tab.on('request', lambda request: asked.append(request.url))
    tab.on('websocket', lambda socket: asked.append(socket.url))
    with house.open() as server:
        send(server, simulated_log(), 'kart.csv')
        for path in ('/', '/sessions/1', '/sessions/9', '/laps/2', '/laps/1', '/compare', '/docs'):
            tab.goto(server.url + path)
            tab.wait_for_load_state('networkidle')
    assert len(asked) > 50
    # A picture that stands in the page itself is asked of nobody.
    assert {urlsplit(url).netloc for url in asked if not url.startswith('data:')} == {
        f'127.0.0.1:{house.port}'
    }
