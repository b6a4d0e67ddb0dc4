"""Garage, events, teams, boards and the bin, as somebody with an account sees them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI
from nicegui.testing import User

from components.entry_form import EntryForm
from components.filter_bar import FilterBar
from racetrace.settings import Settings
from tests.pages.club import Enter, club, entering
from tests.pages.stored import ask, missing, stored


@pytest.fixture
async def house(settings: Settings, caplog: pytest.LogCaptureFixture) -> AsyncIterator[FastAPI]:
    async with club(settings) as app:
        yield app
    assert not [record for record in caplog.get_records('call') if record.levelname == 'ERROR']


@pytest.fixture
async def enter(house: FastAPI) -> AsyncIterator[Enter]:
    async with entering(house) as found:
        yield found


def fill(person: User, number: int, typed: dict[str, Any]) -> None:
    """Send what a browser would of a form, the first of a page being number 0."""
    forms = sorted(person.find(EntryForm).elements, key=lambda form: form.id)
    fields = {field['name']: field['value'] for field in forms[number].props['fields']}
    forms[number]._handle_event({'args': fields | typed, 'listener_id': _listener(forms[number], 'save')})


def _listener(form: EntryForm, kind: str) -> str:
    return next(key for key, one in form._event_listeners.items() if one.type == kind)


async def test_a_car_is_added_edited_deleted_and_back(enter: Enter) -> None:
    ana = await enter('ana')
    await ana.open('/garage')
    await ana.should_see('No car yet.')
    fill(ana, 0, {'make': 'CRG', 'model': '<b>Rebel</b>', 'category': 'Kart OK'})
    await ana.should_see('CRG <b>Rebel</b>', retries=100)
    await ana.should_see('1 car, 0 sessions driven in them.')
    ana.find(marker='delete-1').click()
    await ana.should_see('is deleted.', retries=100)
    await ana.should_see('No car yet.')
    ana.find(marker='undo').click()
    await ana.should_see('Kart OK', retries=100)


async def test_an_event_shows_who_was_fastest_in_it(enter: Enter) -> None:
    ana = await enter('ana')
    session = await stored(ana)
    event = await ask(ana, 'POST', '/events/', json={'name': 'Test day', 'starts_on': '2026-06-13'})
    changes = {'driver_name': 'Ana Alvarez', 'event_id': event['id']}
    await ask(ana, 'PATCH', f'/sessions/{session.id}', json=changes)
    await ana.open(f'/events/{event["id"]}')
    for said in ('13 Jun 2026', '1 session', 'Ana Alvarez', '0:50.910'):
        await ana.should_see(said)
    await ana.open('/events')
    await ana.should_see('Test day')
    ben = await enter('ben')
    assert 'There is no such event.' in await missing(ben, f'/events/{event["id"]}')


async def test_a_deleted_event_leaves_its_sessions_and_can_be_made_again(enter: Enter) -> None:
    ana = await enter('ana')
    event = await ask(ana, 'POST', '/events/', json={'name': 'Test day'})
    await ana.open(f'/events/{event["id"]}')
    ana.find(marker='delete').click()
    await ana.should_see('Test day is deleted. Its sessions stay.', retries=100)
    ana.find(marker='undo').click()
    await ana.should_see('No session in it yet.', retries=100)


async def test_a_team_is_for_who_is_in_it(enter: Enter) -> None:
    ana, ben = await enter('ana'), await enter('ben')
    team = await ask(ana, 'POST', '/teams/', json={'name': 'Mill Lane Racing'})
    assert 'There is no such team.' in await missing(ben, f'/teams/{team["id"]}')
    await ana.open(f'/teams/{team["id"]}')
    await ana.should_see('you manage it')
    fill(ana, 0, {'name': 'ben', 'role': 'coach'})
    await ana.should_see('2 members', retries=100)
    await ben.open(f'/teams/{team["id"]}')
    await ben.should_see('you are a coach')
    await ben.should_not_see('Take somebody in')
    ana.find(marker='remove-2').click()
    await ana.should_see('ben is no longer in the team', retries=100)
    await ben.should_see('There is no such team.', retries=100)


async def test_the_only_manager_is_told_why_he_cannot_leave(enter: Enter) -> None:
    ana = await enter('ana')
    await ask(ana, 'POST', '/teams/', json={'name': 'Mill Lane Racing'})
    await ana.open('/teams/1')
    ana.find(marker='leave').click()
    await ana.should_see('A team needs a manager', retries=100)


async def test_a_board_says_who_leads_and_a_filter_that_nothing_fits_says_so(enter: Enter) -> None:
    ana, guest = await enter('ana'), await enter()
    session = await stored(ana)
    await guest.open('/leaderboard')
    await guest.should_see('No track is published yet.')
    await ask(ana, 'PATCH', f'/sessions/{session.id}', json={'visibility': 'public', 'driver_name': 'Ana'})
    await ana.open('/leaderboard?course=1')
    await ana.should_see('Ana leads with 0:50.910. Nobody else has a lap here.')
    await ana.should_see("logger's time")
    await ana.should_see('you')
    await ana.open('/leaderboard?course=1&by=beacon&period=season')
    await ana.should_see('No lap fits these filters.')
    (bar,) = ana.find(FilterBar).elements
    chosen = {field['name']: field['value'] for field in bar.props['fields']}
    assert (chosen['by'], chosen['period']) == ('beacon', 'season')
    assert 'There is no such course.' in await missing(guest, '/leaderboard?course=1')
    assert 'There is no such course.' in await missing(ana, '/leaderboard?course=x')


async def test_the_bin_gives_back_what_was_deleted(enter: Enter) -> None:
    ana = await enter('ana')
    session = await stored(ana)
    await ana.open('/bin')
    await ana.should_see('The bin is empty.')
    await ask(ana, 'DELETE', f'/sessions/{session.id}')
    await ana.should_see('goes for good on', retries=100)
    ana.find(marker=f'back-{session.id}').click()
    await ana.should_see('is back.', retries=100)
    await ana.should_see('The bin is empty.', retries=100)
    assert (await ask(ana, 'GET', f'/sessions/{session.id}'))['id'] == session.id


async def test_who_sees_a_session_is_its_owners_to_say(enter: Enter) -> None:
    ana, ben = await enter('ana'), await enter('ben')
    session = await stored(ana)
    await ana.open(f'/sessions/{session.id}')
    await ana.should_see('Only you.', retries=100)
    ana.find(marker='see-team').click()
    await ana.should_see('You are in no team yet.', retries=100)
    ana.find(marker='see-public').click()
    await ana.should_see('stands on the board', retries=100)
    await ben.open(f'/sessions/{session.id}')
    await ben.should_see('Public')
    await ben.should_not_see('Who sees it')


async def test_a_link_that_opens_nothing_says_so(enter: Enter) -> None:
    guest = await enter()
    for secret in ('x', '%3Cb%3E', 'a' * 500):
        assert 'This link opens nothing' in await missing(guest, f'/share/{secret}')


async def test_a_page_opened_by_a_link_goes_when_it_is_ended(enter: Enter) -> None:
    ana, guest = await enter('ana'), await enter()
    session = await stored(ana)
    made = await ask(ana, 'POST', f'/sessions/{session.id}/shares', json={})
    await guest.open(f'/share/{made["secret"]}')
    await guest.should_see('0.022 s slower', retries=100)
    await guest.should_see('Sign in to do so')
    await ask(ana, 'DELETE', f'/shares/{made["id"]}')
    await guest.should_see('This link opens nothing', retries=100)


async def test_a_session_made_private_again_is_gone_for_who_had_the_link(enter: Enter) -> None:
    ana, guest = await enter('ana'), await enter()
    session = await stored(ana)
    made = await ask(ana, 'POST', f'/sessions/{session.id}/shares', json={})
    await guest.open(f'/share/{made["secret"]}')
    await ask(ana, 'PATCH', f'/sessions/{session.id}', json={'visibility': 'private'})
    await guest.should_see('This link opens nothing', retries=100)
