"""The start line is moved on the map, and every window follows."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.simulated_log import simulated_log

MARKED = 'window.isSamePage = true'
IS_MARKED = 'window.isSamePage === true'


@pytest.fixture
def session(base_url: str) -> Iterator[dict[str, Any]]:
    """A session that a test may change."""
    upload = f'{base_url}/api/v1/sessions/upload?name=moved.csv&wait=30'
    made = httpx.put(upload, content=simulated_log(seed=47), timeout=60).raise_for_status().json()
    yield httpx.get(f'{base_url}/api/v1/sessions/{made["session_id"]}').json()
    for one in httpx.get(f'{base_url}/api/v1/sessions/{made["session_id"]}/corrections').json():
        address = f'{base_url}/api/v1/sessions/{made["session_id"]}/corrections/{one["id"]}'
        httpx.delete(address, timeout=60).raise_for_status()
    httpx.delete(f'{base_url}/api/v1/sessions/{made["session_id"]}')


def time_of(page: Page, number: int) -> str:
    return page.locator(f'[data-lap="{number}"] .cell--time').inner_text()


def test_the_line_is_moved_by_keys_and_every_window_follows(
    page: Page, browser: Browser, base_url: str, session: dict[str, Any]
) -> None:
    ids = [lap['id'] for lap in session['laps'] if lap['lap_time_ms']]
    with browser.new_context(base_url=base_url) as another:
        comparing, looking = another.new_page(), another.new_page()
        comparing.goto(f'/compare?laps={ids[0]},{ids[1]}')
        expect(comparing.locator('.verdict')).to_contain_text('than L1')
        looking.goto(f'/laps/{ids[1]}')
        expect(looking.locator('.stack')).to_be_visible()
        page.goto(f'/sessions/{session["id"]}')
        before = time_of(page, 2)
        for window in (page, comparing, looking):
            window.evaluate(MARKED)
        page.get_by_role('button', name='Move the start line').click()
        slider = page.get_by_role('slider')
        expect(slider).to_be_focused()
        for key in ('Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'ArrowLeft'):
            page.keyboard.press(key)
        expect(slider).to_have_attribute('aria-valuetext', '29 m further on')
        row = page.locator('.gate__laps tr').filter(has_text='L2')
        expect(page.locator('.gate__laps')).not_to_have_class(re.compile('is-old'))
        expect(row.locator('.gate__new')).not_to_have_text(before)
        there = row.locator('.gate__new').inner_text()
        page.get_by_role('button', name='Save').click()
        expect(page.locator('[data-lap="2"] .cell--time')).to_have_text(there)
        expect(page.locator('.fixes__one')).to_contain_text('The start/finish line was moved.')
        expect(comparing.locator('.chips')).to_contain_text(there)
        expect(looking.locator('main.page')).to_contain_text(there)
        page.get_by_role('button', name='Undo').click()
        expect(page.locator('[data-lap="2"] .cell--time')).to_have_text(before)
        expect(comparing.locator('.chips')).to_contain_text(before)
        expect(looking.locator('main.page')).to_contain_text(before)
        assert all(window.evaluate(IS_MARKED) for window in (page, comparing, looking)), 'none was reloaded'


def test_the_line_is_dragged_with_a_pointer(page: Page, session: dict[str, Any]) -> None:
    page.goto(f'/sessions/{session["id"]}')
    page.get_by_role('button', name='Move the start line').click()
    slider = page.get_by_role('slider')
    expect(slider).to_have_attribute('aria-valuetext', 'where it is')
    box = page.locator('.gate__map svg').bounding_box()
    assert box is not None
    page.mouse.move(box['x'] + box['width'] / 2, box['y'] + 20)
    page.mouse.down()
    page.mouse.move(box['x'] + box['width'] / 2 + 30, box['y'] + 20)
    page.mouse.up()
    expect(slider).to_have_attribute('aria-valuetext', re.compile(r'^\d+ m further'))
    page.get_by_role('button', name='Cancel').click()
    expect(page.get_by_text('Nothing was corrected')).to_be_visible()


def test_a_finger_finds_the_line_on_the_phone(page: Page, session: dict[str, Any]) -> None:
    page.set_viewport_size({'width': 390, 'height': 844})
    page.goto(f'/sessions/{session["id"]}')
    page.get_by_role('button', name='Move the start line').click()
    reach = page.locator('.gate__reach')
    expect(reach).to_be_visible()
    box = reach.bounding_box()
    assert box is not None
    assert min(box['width'], box['height']) >= 44
    for name in ('+1 m', '−10 m', 'Closer', 'Save', 'Cancel'):
        button = page.get_by_role('button', name=name, exact=True).bounding_box()
        assert button is not None
        assert min(button['width'], button['height']) >= 44, name


def test_a_lap_is_left_out_and_counts_again(page: Page, session: dict[str, Any]) -> None:
    page.goto(f'/sessions/{session["id"]}')
    page.get_by_role('button', name='Correct a lap').click()
    page.get_by_label('Lap', exact=True).select_option(value=str(session['best_lap_id']))
    page.get_by_label('Why').fill('Cut <b>the</b> chicane')
    page.get_by_role('button', name='Save').click()
    expect(page.locator('.fixes__one')).to_contain_text('is left out: Cut <b>the</b> chicane')
    page.get_by_role('button', name='Undo').click()
    expect(page.get_by_text('Nothing was corrected')).to_be_visible()


def test_a_lap_is_split_and_made_one_again(page: Page, session: dict[str, Any]) -> None:
    page.goto(f'/sessions/{session["id"]}')
    page.get_by_role('button', name='Correct a lap').click()
    page.get_by_label('Lap', exact=True).select_option(value=str(session['laps'][2]['id']))
    page.get_by_label('What to do').select_option('split')
    page.get_by_role('button', name='Save').click()
    expect(page.locator('.fixes__one')).to_contain_text('L2 and L3 were one lap.')
    page.get_by_role('button', name='Undo').click()
    expect(page.get_by_text('Nothing was corrected')).to_be_visible()
