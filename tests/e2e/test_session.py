import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.simulated_log import simulated_log


@pytest.fixture
def address(base_url: str) -> Iterator[str]:
    """A session that a test may change."""
    upload = f'{base_url}/api/v1/sessions/upload?name=mine.csv&wait=30'
    made = httpx.put(upload, content=simulated_log(seed=41), timeout=60).raise_for_status().json()
    yield f'/sessions/{made["session_id"]}'
    httpx.delete(f'{base_url}/api/v1/sessions/{made["session_id"]}')


def test_laps_are_chosen_and_opened_by_the_keyboard_alone(page: Page) -> None:
    page.goto('/sessions/1')
    page.locator('[data-lap="1"]').wait_for()
    for key in ('j', 'x'):  # the two best are chosen already
        page.keyboard.press(key)
    expect(page.locator('[data-lap="1"]')).to_have_class(re.compile('is-picked'))
    page.wait_for_url('**/sessions/1?laps=*')
    page.reload()
    expect(page.locator('.is-picked')).to_have_count(3)
    page.keyboard.press('j')
    page.keyboard.press('Enter')
    page.wait_for_url('**/laps/2')


def test_whole_laps_have_a_ribbon_that_says_what_it_shows(page: Page) -> None:
    page.goto('/sessions/1')
    expect(page.locator('.ribbon')).to_have_count(3)
    expect(page.locator('.ribbon').first).to_have_attribute(
        'aria-label', re.compile('mini-sectors? best of all')
    )


def test_laps_that_do_not_count_stand_behind_one_row(page: Page) -> None:
    page.goto('/sessions/1')
    row = page.locator('[data-lap="0"]')
    expect(page.locator('[data-lap="1"]')).to_be_visible()
    expect(row).to_be_hidden()
    page.get_by_role('button', name='2 laps not timed').click()
    expect(row).to_contain_text('out-lap, not timed')
    page.get_by_role('button', name='Hide 2 laps not timed').press('Enter')
    expect(row).to_be_hidden()


def test_a_chosen_lap_is_seen_even_if_it_does_not_count(page: Page) -> None:
    page.goto('/sessions/1?laps=1,4')
    expect(page.locator('[data-lap="0"]')).to_have_class(re.compile('is-picked'))
    expect(page.locator('[data-lap="0"]')).to_be_visible()


def test_every_lap_has_its_line_and_the_corners_show_where_the_laps_differ(page: Page) -> None:
    page.goto('/sessions/1')
    expect(page.locator('.spark')).to_have_count(5)
    plot = page.get_by_label('The laps differ most in')
    expect(plot.locator('.dots__corner').first).to_contain_text('T1')
    expect(page.locator('.dots__legend')).to_have_text('L3L2others')
    page.locator('[data-lap="2"]').click()
    expect(page.locator('.dots__legend')).to_have_text('L3others')


def test_the_choice_is_let_go_of(page: Page) -> None:
    page.goto('/sessions/1')
    page.get_by_text('Clear').click()
    expect(page.locator('.is-picked')).to_have_count(0)
    expect(page.locator('.tray')).to_contain_text('Choose two laps or more')


def test_a_session_is_written_to_by_the_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role('button', name='Edit').press('Enter')
    page.keyboard.type('Wet <i>race</i>')
    page.get_by_label('Type').select_option('race')
    page.get_by_label('Driver').fill('Ana')
    page.get_by_label('Notes').fill('camber −4°\nu, t and / are letters here')
    page.get_by_label('Notes').press('Control+Enter')
    expect(page.locator('h1')).to_have_text('Wet <i>race</i>')
    expect(page.locator('.head__facts')).to_contain_text('Ana')
    expect(page.locator('.section__notes')).to_contain_text('u, t and / are letters here')
    page.reload()
    expect(page.locator('h1')).to_have_text('Wet <i>race</i>')
    page.get_by_role('button', name='Edit').click()
    page.keyboard.press('Escape')
    expect(page.get_by_role('dialog', name='Edit the session')).to_be_hidden()


def test_what_somebody_is_writing_stays_when_the_session_changes_elsewhere(
    page: Page, address: str, base_url: str
) -> None:
    page.goto(address)
    page.get_by_role('button', name='Edit').click()
    page.get_by_label('Driver').fill('half a na')
    changed = {'notes': 'written in another window'}
    httpx.patch(f'{base_url}/api/v1{address}', json=changed).raise_for_status()
    expect(page.locator('.section__notes')).to_have_text('written in another window')
    expect(page.get_by_role('dialog', name='Edit the session')).to_be_visible()
    expect(page.get_by_label('Driver')).to_have_value('half a na')
    page.get_by_role('button', name='Save').click()
    expect(page.locator('.head__facts')).to_contain_text('half a na')
    expect(page.locator('.section__notes')).to_have_text('written in another window')


def test_laps_cut_anew_change_the_page_in_place(page: Page, address: str, base_url: str) -> None:
    page.goto(address)
    expect(page.locator('.verdict')).to_contain_text('slower than')
    page.evaluate("() => { document.querySelector('.map').dataset.seen = '1' }")
    (lap, *_) = (lap for lap in httpx.get(f'{base_url}/api/v1{address}').json()['laps'] if lap['lap_time_ms'])
    split = {'kind': 'split', 'at_s': lap['start_s'] + 10}
    httpx.post(f'{base_url}/api/v1{address}/corrections', json=split, timeout=60).raise_for_status()
    expect(page.locator('[data-lap]')).to_have_count(6)
    expect(page.locator('.map[data-seen]')).to_have_count(1)
    page.get_by_role('button', name='Undo').click()
    expect(page.locator('[data-lap]')).to_have_count(5)
    expect(page.locator('.fixes__one')).to_have_count(0)
    expect(page.locator('.map[data-seen]')).to_have_count(1)


def test_what_is_deleted_comes_back(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role('button', name='Delete session').click()
    expect(page.locator('h1')).to_contain_text('is deleted.')
    page.get_by_role('button', name='Undo').click()
    expect(page.locator('[data-lap]')).to_have_count(5)
    expect(page.locator('.verdict')).to_contain_text('slower than')
    expect(page.locator('.map')).not_to_have_attribute('data-points', '0')


def test_its_file_is_downloaded(page: Page, address: str) -> None:
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role('link', name='Download').click()
    assert download.value.suggested_filename == 'mine.csv'
    assert download.value.path().read_bytes() == simulated_log(seed=41)
