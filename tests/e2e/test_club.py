"""What people do with one another: show a lap to all, a session to a team, or to whoever has a link."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.e2e.club import PASSWORD, Club, ask, club
from tests.simulated_log import simulated_log

SOON = 2_000  # ms: within this, what was taken back is gone

Enter = Callable[[str], Page]


@pytest.fixture(scope='module')
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    with club(tmp_path_factory.mktemp('people')) as found:
        yield found


@pytest.fixture
def enter(browser: Browser, there: Club) -> Iterator[Enter]:
    """Open a browser of somebody's own, signed in; '' is a guest."""
    contexts: list[BrowserContext] = []

    def enter(name: str) -> Page:
        context = browser.new_context(base_url=there.url)
        contexts.append(context)
        page = context.new_page()
        if name:
            page.goto('/login')
            page.get_by_label('Name or e-mail').fill(name)
            page.get_by_label('Password').fill(PASSWORD)
            page.get_by_role('button', name='Sign in').click()
            expect(page.locator('.home')).to_be_visible()
        return page

    yield enter
    for context in contexts:
        context.close()


def test_a_session_made_public_stands_on_the_board_and_goes_with_it(enter: Enter) -> None:
    ana, guest = enter('ana'), enter('')
    guest.goto('/leaderboard?course=1')
    expect(guest.get_by_text('No public lap here yet.')).to_be_visible()
    ana.goto('/sessions/1')
    ana.get_by_role('button', name='Public').click()
    expect(ana.get_by_text('stands on the board of its course')).to_be_visible()
    expect(ana.locator('.head .label')).to_have_text('Public')
    guest.reload()
    expect(guest.locator('.board__row')).to_contain_text('Ana Alvarez')
    expect(guest.locator('.board__row')).to_contain_text('0:50.910')
    expect(guest.locator('.board__row')).to_contain_text("logger's time")
    expect(guest.locator('.is-mine')).to_have_count(0)
    ana.goto('/leaderboard?course=1')
    expect(ana.locator('.is-mine')).to_contain_text('you')
    ana.get_by_label('Measured').select_option('beacon')
    expect(ana.get_by_text('No lap fits these filters.')).to_be_visible()
    assert 'by=beacon' in ana.url
    ana.goto('/sessions/1')
    ana.get_by_role('button', name='Private').click()
    expect(ana.get_by_text('Only you.')).to_be_visible()
    guest.reload()
    expect(guest.get_by_text('No public lap here yet.')).to_be_visible()


def test_who_is_taken_into_a_team_sees_its_session_until_let_go(enter: Enter, there: Club) -> None:
    ana, ben = enter('ana'), enter('ben')
    ana.goto('/teams')
    ana.get_by_label('Name of the team').fill('Mill Lane Racing')
    ana.get_by_role('button', name='Make the team').click()
    ana.wait_for_url('**/teams/1')
    ana.get_by_role('button', name='Invite somebody').click()
    ana.get_by_label('User name or e-mail').fill('nobody at all')
    ana.get_by_role('button', name='Invite', exact=True).click()
    expect(ana.get_by_role('alert')).to_contain_text('There is no account')
    ana.get_by_label('User name or e-mail').fill('ben@club.example')
    ana.get_by_role('button', name='Invite', exact=True).click()
    expect(ana.get_by_text('invited', exact=True)).to_be_visible()
    ben.goto('/teams')
    ben.get_by_role('button', name='Accept').click()
    expect(ben.get_by_text('Mill Lane Racing').first).to_be_visible()
    ana.goto('/teams/1')
    expect(ana.locator('.person')).to_have_count(2)
    ana.goto('/sessions/1')
    ana.get_by_role('button', name='Team').click()
    expect(ana.get_by_text('Who is in the team sees it')).to_be_visible()
    ben.goto('/teams/1')
    ben.locator('.list__row').click()
    ben.wait_for_url('**/sessions/1')
    expect(ben.locator('.head__facts')).to_contain_text('Ana Alvarez')
    expect(ben.locator('.sees')).to_have_count(0)
    ben.goto('/teams/1')
    ana.goto('/teams/1')
    ana.get_by_role('button', name='Remove').click()
    expect(ana.get_by_text('ben is no longer in the team')).to_be_visible()
    expect(ben.get_by_text('There is no such team.')).to_be_visible(timeout=SOON)
    ana.get_by_role('button', name='Undo').click()
    expect(ana.locator('.person')).to_have_count(2)
    ask(there.ana, 'PATCH', '/sessions/1', json={'visibility': 'private', 'team_id': None})


def test_a_link_opens_a_session_to_a_guest_until_it_is_ended(enter: Enter) -> None:
    ana, guest = enter('ana'), enter('')
    ana.goto('/sessions/1')
    ana.get_by_role('button', name='Link', exact=True).click()
    ana.get_by_role('button', name='New link').click()
    ana.get_by_label('It ends').select_option('day')
    ana.get_by_role('button', name='Make the link').click()
    link = ana.get_by_label('The link').input_value()
    guest.goto(link)
    expect(guest.locator('.laps .is-picked')).to_have_count(2)
    expect(guest.get_by_text('0.022 s slower')).to_be_visible()
    expect(guest.get_by_role('link', name='Sign in to do so')).to_be_visible()
    expect(guest.locator('a.laps__link:visible').first).to_be_visible()
    ana.reload()
    expect(ana.locator('.sees__link')).to_be_visible()
    expect(ana.get_by_label('The link')).to_have_count(0)  # it is told once
    ana.locator('.sees__link').get_by_role('button', name='End').click()
    expect(guest.get_by_text('is shown to you no longer')).to_be_visible(timeout=SOON)
    expect(guest.locator('.laps')).to_have_count(0)


def test_somebody_drops_a_lap_against_a_shared_one(enter: Enter, there: Club) -> None:
    made = ask(there.ana, 'POST', '/sessions/1/shares', json={})
    ben = enter('ben')
    ben.goto(f'/share/{made["secret"]}')
    expect(ben.get_by_text('0.022 s slower')).to_be_visible()
    log: FilePayload = {'name': 'mine.csv', 'mimeType': 'text/csv', 'buffer': simulated_log(seed=5)}
    ben.set_input_files('.upload__input', [log])
    expect(ben.locator('.verdict__line').first).to_contain_text('mine.csv L')
    expect(ben.locator('.verdict__line').first).to_contain_text('Ana Alvarez L3')


def test_an_admin_proves_it_and_then_what_was_asked_for_goes_through(enter: Enter) -> None:
    ana, ben = enter('ana'), enter('ben')
    ana.goto('/admin/users')
    ana.get_by_label('Password').fill('not my password')
    ana.get_by_role('button', name='Go on').click()
    expect(ana.get_by_role('alert')).to_contain_text('This is not the password')
    ana.get_by_label('Password').fill(PASSWORD)
    ana.get_by_role('button', name='Go on').click()
    ana.get_by_role('link', name='ben').click()
    ana.get_by_role('button', name='Reset link').click()
    assert '/reset?link=rtl_' in ana.get_by_label('Reset link').input_value()
    ana.get_by_role('button', name='Lock', exact=True).click()
    expect(ana.get_by_text('ben is locked')).to_be_visible()
    ben.wait_for_url('**/login*')
    ana.get_by_role('button', name='Undo').click()
    expect(ana.get_by_role('button', name='Lock', exact=True)).to_be_visible()
    ana.goto('/admin/audit?what=lock')
    expect(ana.locator('.people__what')).to_contain_text(['unlock', 'lock'])


def test_for_who_is_no_admin_there_is_no_such_place(enter: Enter) -> None:
    ben = enter('ben')
    answer = ben.goto('/admin/users')
    assert answer is not None
    assert answer.status == 404
    expect(ben.locator('.rail__item', has_text='Admin')).to_have_count(0)
