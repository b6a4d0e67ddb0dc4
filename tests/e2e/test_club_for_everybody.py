"""The pages for people and places: contrast, names, room for a thumb, no sideways scroll."""

import re
from collections.abc import Iterator
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.e2e.club import PASSWORD, Club, ask, club
from tests.e2e.everybody import SMALL, WIDER, serious
from tests.e2e.tabs import forget
from tests.e2e.test_screens import DESKTOP, SCREENS
from tests.e2e.whole import PHONE

PAGES: Final = {
    '/leaderboard': '.board__course',
    '/leaderboard?course=1': '.board__row.is-mine',
    '/leaderboard?course=1&period=own&category=gt': '.empty',
    '/tracks/1': '.board__row',
    '/sessions/1': '.sees .segments',
    '/garage': '.thing',
    '/events': '.thing__row',
    '/events/1': '.section__table',
    '/teams': '.thing__row',
    '/teams/1': '.person',
    '/bin': '.empty',
    '/me': '.me',
    '/admin/users?id=2': '.work__side .t-20',
    '/admin/tracks?id=1': '.work__side .t-20',
    '/admin/storage': '.people__share',
    '/admin/jobs': '.thing--job',
    '/admin/audit': '.people__what',
    '/verify?link=x': '.empty',
}


DOORS: Final = {  # for who is not signed in
    '/login': 'form',
    '/login?why=stale': '[role="alert"]',
    '/login/code': 'form',
    '/register': 'form',
    '/reset?link=x': 'form',
    '/tracks': '.list__row',
}
THEMES: Final[tuple[Literal['dark', 'light'], ...]] = ('dark', 'light')


@pytest.fixture(scope='session')
def club_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with club(tmp_path_factory.mktemp('club')) as there:
        _fill(there)
        yield there.url


def _fill(there: Club) -> None:
    ana = there.ana
    car = ask(ana, 'POST', '/cars/', json={'make': 'Tony Kart', 'model': '401', 'category': 'Kart OK'})
    event = ask(ana, 'POST', '/events/', json={'name': 'Test day', 'starts_on': '2026-06-13'})
    team = ask(ana, 'POST', '/teams/', json={'name': 'Mill Lane Racing'})
    ask(ana, 'PUT', f'/teams/{team["id"]}/members', json={'name': 'ben', 'role': 'coach'})
    ask(there.ben, 'POST', f'/teams/{team["id"]}/invitation')
    belongs = {'car_id': car['id'], 'event_id': event['id'], 'visibility': 'public'}
    ask(ana, 'PATCH', '/sessions/1', json=belongs)
    ana.put('/api/v1/sessions/upload?name=map.kml&wait=30', content=b'<kml>no log</kml>')


@pytest.fixture(scope='session')
def state(browser: Browser, club_url: str) -> StorageState:
    """What a browser keeps that was signed in, and proved it."""
    context = browser.new_context(base_url=club_url)
    page = context.new_page()
    page.goto('/login?next=/admin/users')
    page.get_by_label('Name or e-mail').fill('ana')
    page.get_by_label('Password').fill(PASSWORD)
    page.get_by_role('button', name='Sign in').click()
    page.get_by_label('Password').fill(PASSWORD)
    page.get_by_role('button', name='Go on').click()
    expect(page.locator('.board__row').first).to_be_visible()
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture(scope='module')
def tab(browser: Browser, club_url: str, state: StorageState) -> Iterator[Page]:
    with browser.new_context(base_url=club_url, storage_state=state) as context:
        yield context.new_page()


@pytest.fixture(scope='module')
def guests_tab(browser: Browser, club_url: str) -> Iterator[Page]:
    with browser.new_context(base_url=club_url) as context:
        yield context.new_page()


@pytest.fixture
def page(tab: Page, guests_tab: Page, address: str) -> Iterator[Page]:
    shown = guests_tab if address in DOORS else tab
    yield shown
    forget(shown)


@pytest.mark.parametrize('address', [*PAGES, *DOORS])
def test_nothing_serious_stands_in_anybodys_way(page: Page, address: str) -> None:
    page.set_viewport_size({'width': DESKTOP['width'], 'height': DESKTOP['height']})
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion='reduce')
        _opened(page, address)
        assert serious(page) == []
        _picture(page, address, 'desktop', theme)


@pytest.mark.parametrize('address', [*PAGES, *DOORS])
def test_a_phone_shows_it_whole_and_a_thumb_meets_every_control(page: Page, address: str) -> None:
    page.set_viewport_size({'width': PHONE['width'], 'height': PHONE['height']})
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion='reduce')
        _opened(page, address)
        _picture(page, address, 'phone', theme)
    assert page.evaluate(WIDER) == []
    assert page.evaluate(SMALL) == []


def _opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator((PAGES | DOORS)[address]).first).to_be_visible()


def _picture(page: Page, address: str, size: str, theme: str) -> None:
    """To be looked at; none is compared or kept."""
    name = re.sub(r'\W+', '-', address).strip('-')
    assert len(page.screenshot(path=SCREENS / f'{name}-{size}-{theme}.png')) > 5_000, 'an empty page'
