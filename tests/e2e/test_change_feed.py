"""The owner of a feed gives it another address on /live, in a real browser: in force at once."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.everybody import SMALL, WIDER, serious
from tests.e2e.whole import PHONE
from tests.running_server import running_server

ROOT: Final = str(Path(__file__).parents[2])
SOUTH: Final = {'name': 'South', 'provider': 'rmonitor', 'address': '127.0.0.1:1'}


@pytest.fixture(scope='module')
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp('change')
    with running_server(folder / 'racetrace.db', environ={'PYTHONPATH': ROOT}) as server:
        httpx.post(f'{server.url}/api/v1/circuits/', json=SOUTH).raise_for_status()
        httpx.put(f'{server.url}/api/v1/circuits/1/feed').raise_for_status()
        yield server.url


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    with browser.new_context(base_url=url) as context:
        page = context.new_page()
        httpx.patch(f'{url}/api/v1/circuits/1', json=SOUTH).raise_for_status()
        page.goto('/live')
        page.get_by_role('button', name='Change: South').click()
        expect(page.get_by_role('heading', name='Change South')).to_be_visible()
        yield page


def test_a_bad_address_is_refused_beside_its_field_and_a_good_one_is_in_force_at_once(page: Page) -> None:
    field = page.get_by_label('Address')
    expect(field).to_have_value('127.0.0.1:1')
    field.fill('http://127.0.0.1:2')
    page.get_by_role('button', name='Save').click()
    expect(page.locator('label', has=field).get_by_role('alert')).to_contain_text('it must begin with tcp://')
    expect(field).to_be_focused()
    expect(field).to_have_attribute('aria-invalid', 'true')
    field.fill('127.0.0.1:2')
    page.get_by_role('button', name='Save').click()
    expect(page.get_by_role('status').get_by_text('South is changed.')).to_be_visible()
    expect(page.locator('.feeds__why')).to_contain_text(re.compile('^127.0.0.1, port 2, cannot be reached'))
    expect(page.get_by_role('heading', name='New feed')).to_be_visible()


def test_what_is_typed_stays_while_the_list_is_drawn_anew(page: Page, url: str) -> None:
    page.get_by_label('Circuit').fill('South by the sea')
    httpx.post(f'{url}/api/v1/circuits/', json={'name': 'Another', 'provider': 'demo'}).raise_for_status()
    expect(page.locator('.feeds__circuit', has_text='Another')).to_be_visible()
    expect(page.get_by_label('Circuit')).to_have_value('South by the sea')
    page.get_by_role('button', name='Cancel').click()
    expect(page.get_by_role('heading', name='New feed')).to_be_visible()
    expect(page.get_by_label('Circuit')).to_have_value('')


def test_a_phone_shows_it_whole_and_nothing_stands_in_anybodys_way(page: Page) -> None:
    page.set_viewport_size({'width': PHONE['width'], 'height': PHONE['height']})
    page.get_by_label('Address').fill('no address at all')
    page.get_by_role('button', name='Save').click()
    expect(page.get_by_role('alert')).to_be_visible()
    assert page.evaluate(WIDER) == []
    assert page.evaluate(SMALL) == []
    assert serious(page) == []
