"""A feed of an unknown kind, from its address to a board, in a real browser; and its session as files."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.everybody import SMALL, WIDER, serious
from tests.e2e.whole import PHONE
from tests.live.rows_feed import EVIL, rows_feed
from tests.running_server import running_server

ROOT: Final = str(Path(__file__).parents[2])


@pytest.fixture(scope='module')
def feed() -> Iterator[str]:
    with rows_feed() as address:
        yield address


@pytest.fixture(scope='module')
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp('format')
    with running_server(folder / 'racetrace.db', environ={'PYTHONPATH': ROOT}) as server:
        yield server.url


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    with browser.new_context(base_url=url) as context:
        yield context.new_page()


@pytest.fixture(scope='module')
def mapped(browser: Browser, url: str, feed: str) -> str:
    """The address of the format of a feed that was added, listened to, mapped and followed."""
    with browser.new_context(base_url=url) as context:
        page = context.new_page()
        page.goto('/live')
        page.get_by_label('Circuit').fill('South')
        page.get_by_label('Timing').select_option(label='Another, by a web socket')
        page.get_by_label('Address').fill(feed)
        page.get_by_role('button', name='Follow it').click()
        page.wait_for_url('**/format')
        expect(page.get_by_text('Nobody has listened to this feed yet.')).to_be_visible()
        page.get_by_role('button', name='Listen to it').click()
        expect(page.locator('.preview__row')).to_have_count(5)
        choose(page, 'squad', 'Team, or the only driver')
        expect(page.locator('.preview__name').first).to_have_text('Kartclub North')
        page.get_by_role('button', name='Save', exact=True).click()
        expect(page.get_by_role('status').filter(has_text='Version 1 is in force.')).to_be_visible()
        address = page.url
        page.goto('/live')
        page.get_by_role('button', name='Follow', exact=True).click()
        expect(page.locator('.feeds__state')).to_contain_text('live')
    return address


def choose(page: Page, column: str, meaning: str) -> None:
    page.get_by_label(f'What {column} holds').select_option(label=meaning)


def test_what_was_heard_is_shown_as_text_with_whose_it_may_be(page: Page, mapped: str) -> None:
    page.goto(mapped)
    expect(page.get_by_text('Rows in JSON, of nobody that is known')).to_be_visible()
    page.get_by_text('As it came').click()
    expect(page.locator('.heard__frame').first).to_contain_text('"squad": "Kartclub North"')
    expect(page.locator('.colmap__sample', has_text=EVIL)).to_be_visible()
    assert page.locator('.page img').count() == 0
    assert page.title() != '1'


def test_the_board_follows_what_is_chosen_and_nothing_is_saved_by_that(page: Page, mapped: str) -> None:
    page.goto(mapped)
    first = page.locator('.preview__row').first
    expect(first).to_contain_text('Last lap')
    choose(page, 'llp', 'Not used')
    expect(first).not_to_contain_text('Last lap')
    page.reload()
    expect(first).to_contain_text('Last lap')


def test_two_columns_of_the_same_are_named_at_the_second_and_not_saved(page: Page, mapped: str) -> None:
    page.goto(mapped)
    choose(page, 'tyre', 'Number')
    fault = page.locator('.colmap__row', has_text='tyre').get_by_role('alert')
    expect(fault).to_have_text('bib is said to hold this already: choose something else for one.')
    page.get_by_role('button', name='Save', exact=True).click()
    choose(page, 'tyre', 'State: run, pit, finished')
    expect(fault).to_contain_text('None of its values is a state that is known')
    expect(page.locator('.versions__one').filter(has_text='in force')).to_have_count(1)


def test_who_watches_sees_a_new_version_at_once_and_the_older_one_again(
    browser: Browser, url: str, page: Page, mapped: str
) -> None:
    with browser.new_context(base_url=url) as context:
        board = context.new_page()
        board.goto(mapped.removesuffix('/format'))
        name = board.locator('.tower__name').first
        expect(name).to_have_text('Kartclub North')
        page.goto(mapped)
        choose(page, 'squad', 'Not used')
        choose(page, 'tyre', 'Team, or the only driver')
        page.get_by_role('button', name='Save', exact=True).click()
        expect(name).to_have_text('soft')
        page.get_by_role('button', name='Use this again: version 1').click()
        expect(name).to_have_text('Kartclub North')
        expect(page.locator('.versions__one').first).to_contain_text('in force')
        expect(page.get_by_role('status')).to_contain_text('Version 1 is used again')


def test_columns_are_given_names_for_older_apps(page: Page, mapped: str) -> None:
    page.goto(mapped)
    page.get_by_label('C3', exact=True).fill('Startnummer')
    page.get_by_role('button', name='Save the names').click()
    expect(page.locator('.versions__one').first).to_contain_text('in force')
    page.reload()
    expect(page.get_by_label('C3', exact=True)).to_have_value('Startnummer')


def test_what_is_kept_comes_as_a_file(page: Page, mapped: str) -> None:
    page.goto(f'{mapped.removesuffix("/format")}?pane=kept')
    page.get_by_text('Export', exact=True).first.click()
    with page.expect_download() as waiting:
        page.get_by_role('link', name='Classification of session as CSV').first.click()
    rows = list(csv.DictReader(StringIO(waiting.value.path().read_text())))
    assert [row['number'] for row in rows] == [str(10 + n) for n in range(1, 8)]
    assert rows[3]['name'] == "'=1+1"
    page.get_by_role('link', name='Play session again').first.click()
    page.get_by_text('Export', exact=True).last.click()
    expect(page.get_by_role('link', name='Laps of this session as Parquet')).to_be_visible()


@pytest.mark.parametrize('address', ['/live', '/live/1/format', '/live/1?pane=kept'])
def test_a_phone_shows_it_whole_and_nothing_stands_in_anybodys_way(
    page: Page, mapped: str, address: str
) -> None:
    assert mapped.endswith('/live/1/format')
    page.set_viewport_size({'width': PHONE['width'], 'height': PHONE['height']})
    page.emulate_media(color_scheme='dark', reduced_motion='reduce')
    page.goto(address)
    if 'kept' in address:
        page.get_by_text('Export', exact=True).first.click()
    if 'format' in address:
        expect(page.locator('.preview__row')).to_have_count(5)
        choose(page, 'squad', 'Last lap (ms or m:ss)')
        expect(page.locator('.colmap__fault')).to_be_visible()
        page.get_by_text('As it came').click()
    assert page.evaluate(WIDER) == []
    assert page.evaluate(SMALL) == []
    assert serious(page) == []
    page.keyboard.press('t')
    expect(page.locator('body.body--light')).to_have_count(1)
    assert serious(page) == []


def test_a_format_that_is_not_there_is_said_so(page: Page, mapped: str) -> None:
    assert mapped
    answer = page.request.get('/live/99/format')
    assert answer.status == 404
    assert 'There is no such circuit' in answer.text()
