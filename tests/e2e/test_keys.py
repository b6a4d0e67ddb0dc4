"""Every key of the map, on a page where it matters."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.until import until
from tests.e2e.whole import DRAWN, THREE, TWO, opened


@pytest.mark.parametrize('address', ['/', '/sessions/1', '/laps/4', TWO])
def test_a_question_mark_opens_the_map_and_escape_closes_it(page: Page, address: str) -> None:
    opened(page, address)
    page.keyboard.press('?')
    expect(page.get_by_role('dialog', name='Keys')).to_contain_text('compare the chosen laps')
    page.keyboard.press('t')
    expect(page.locator('body.body--dark')).to_have_count(0)  # behind the map the other keys rest
    page.keyboard.press('Escape')
    expect(page.get_by_role('dialog', name='Keys')).to_be_hidden()


def test_u_asks_for_files(page: Page) -> None:
    choices: list[bool] = []
    page.on('filechooser', lambda chooser: choices.append(chooser.is_multiple()))
    opened(page, '/laps/4')
    page.keyboard.press('u')
    until(page, lambda: choices == [True], 'a choice of files')


def test_t_changes_the_theme_for_good(page: Page) -> None:
    page.emulate_media(color_scheme='light')
    opened(page, TWO)
    page.keyboard.press('t')
    expect(page.locator('body.body--dark')).to_have_count(1)
    page.reload()
    expect(page.locator('body.body--dark')).to_have_count(1)


def test_g_and_s_lead_to_the_sessions_but_not_with_another_key_between(page: Page) -> None:
    opened(page, TWO)
    for key in ('s', 'g', 'b', 's', 'g', 's'):
        page.keyboard.press(key)
    page.wait_for_url(re.compile(r'/$'))


def test_c_compares_what_is_chosen(page: Page) -> None:
    opened(page, '/sessions/1')
    expect(page.locator('.tray [data-key="c"]')).to_be_visible()
    page.keyboard.press('c')
    page.wait_for_url('**/compare?laps=4,3&ref=4')


def test_c_leads_back_to_the_latest_choice_else_to_the_two_best(page: Page) -> None:
    opened(page, '/')
    page.keyboard.press('c')
    page.wait_for_url('**/compare')
    expect(page.locator('.chip')).to_have_count(2)
    expect(page.locator('.chip').first).to_contain_text('REF')
    opened(page, THREE)
    opened(page, '/')
    page.keyboard.press('c')
    page.wait_for_url(f'**{THREE}**')


def test_slash_looks_for_a_session_wherever_one_is(page: Page) -> None:
    opened(page, TWO)
    page.keyboard.press('/')
    field = page.get_by_role('combobox', name='Search')
    expect(field).to_be_focused()
    page.keyboard.type('kart.csv')
    expect(page.get_by_role('listbox', name='Found').get_by_role('option').first).to_contain_text('0:50.910')
    page.keyboard.press('Enter')
    page.wait_for_url('**/sessions/1')


def test_slash_goes_to_the_list_on_the_first_page(page: Page) -> None:
    opened(page, '/')
    page.keyboard.press('/')
    expect(page.get_by_label('Search the sessions')).to_be_focused()
    page.keyboard.type('u, t and / are letters here')
    expect(page.get_by_label('Search the sessions')).to_have_value('u, t and / are letters here')


def test_typing_finds_and_a_reload_keeps_what_was_asked(page: Page) -> None:
    opened(page, '/')
    page.keyboard.press('/')
    page.keyboard.type('<b>nowhere')
    expect(page.get_by_text('No session has “<b>nowhere”.')).to_be_visible()
    page.reload()
    expect(page.get_by_text('No session has “<b>nowhere”.')).to_be_visible()
    page.get_by_label('Search the sessions').press('Escape')
    expect(page.locator('.list__row').first).to_be_visible()
    page.wait_for_url(lambda url: 'find' not in url)


def test_j_and_enter_open_a_session(page: Page) -> None:
    opened(page, '/')
    newest = page.locator('.list__row').first.get_attribute('href')
    page.keyboard.press('j')
    page.keyboard.press('Enter')
    page.wait_for_url(f'**{newest}')


def test_j_k_x_and_b_choose_laps(page: Page) -> None:
    opened(page, '/sessions/1')
    page.get_by_text('Clear').click()
    expect(page.locator('.is-picked')).to_have_count(0)  # or its late word would undo the keys
    for key in ('b', 'b', 'j', 'j', 'j', 'k', 'x'):  # the best once; then the second of three
        page.keyboard.press(key)
    picked = page.locator('.is-picked')
    expect(picked).to_have_count(2)
    expect(picked.first).to_have_attribute('data-lap', '2')
    expect(picked.last).to_have_attribute('data-lap', '3')


def test_j_and_k_lead_from_lap_to_lap(page: Page) -> None:
    opened(page, '/laps/4')
    page.keyboard.press('k')
    page.wait_for_url('**/laps/3')
    expect(page.locator(DRAWN)).to_be_visible()
    page.keyboard.press('j')
    page.wait_for_url('**/laps/4')
