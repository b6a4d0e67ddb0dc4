from fastapi import FastAPI

from components.filter_bar import FilterBar
from tests.garage import driven
from tests.pages.people.club import PASSWORD, Enter
from tests.pages.stored import ask, missing, stored


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


async def test_a_lap_that_nobody_believes_waits_for_an_admin(enter: Enter, house: FastAPI) -> None:
    ana = await enter('ana')
    driven(house.state.instance.engine, 60.0, matched=False, driver='Cleo')
    await ask(ana, 'POST', '/auth/admin/login', json={'password': PASSWORD})
    await ana.open('/leaderboard')
    await ana.should_see('It was not seen to follow the course', retries=100)
    ana.find(marker='free-1').click()
    await ana.should_not_see('It was not seen to follow the course', retries=100)
    await ana.open('/leaderboard?course=1')
    await ana.should_see('Cleo leads with 1:00.000.')
