from tests.pages.people.club import Enter, fill
from tests.pages.stored import ask, missing


async def test_a_team_is_for_who_is_in_it(enter: Enter) -> None:
    ana, ben = await enter('ana'), await enter('ben')
    team = await ask(ana, 'POST', '/teams/', json={'name': 'Mill Lane Racing'})
    assert 'There is no such team.' in await missing(ben, f'/teams/{team["id"]}')
    await ana.open(f'/teams/{team["id"]}')
    await ana.should_see('you manage it')
    fill(ana, 0, {'name': 'ben', 'role': 'coach'})
    await ana.should_see('invited', retries=100)
    assert 'There is no such team.' in await missing(ben, f'/teams/{team["id"]}')
    await ben.open('/me')
    await ben.should_see('ana asks you into Mill Lane Racing, as a coach.')
    await ben.open('/teams')
    ben.find(marker='accept-1').click()
    await ana.should_see('2 members', retries=100)
    await ben.open(f'/teams/{team["id"]}')
    await ben.should_see('you are a coach')
    await ben.should_not_see('Invite somebody')
    ana.find(marker='remove-2').click()
    await ana.should_see('ben is no longer in the team', retries=100)
    await ben.should_see('There is no such team.', retries=100)


async def test_who_declines_is_asked_no_longer_and_so_is_who_is_taken_back(enter: Enter) -> None:
    ana, ben = await enter('ana'), await enter('ben')
    await ask(ana, 'POST', '/teams/', json={'name': 'Mill Lane Racing'})
    await ask(ana, 'PUT', '/teams/1/members', json={'name': 'ben'})
    await ben.open('/me')
    ben.find(marker='decline-1').click()
    await ben.should_not_see('asks you into', retries=100)
    await ask(ana, 'PUT', '/teams/1/members', json={'name': 'ben'})
    await ben.open('/teams')
    await ana.open('/teams/1')
    ana.find(marker='take-back-2').click()
    await ana.should_not_see('invited', retries=100)
    ben.find(marker='accept-1').click()
    await ben.should_see('There is no such invitation', retries=100)
    await ben.should_not_see('asks you into')


async def test_the_only_manager_is_told_why_he_cannot_leave(enter: Enter) -> None:
    ana = await enter('ana')
    await ask(ana, 'POST', '/teams/', json={'name': 'Mill Lane Racing'})
    await ana.open('/teams/1')
    ana.find(marker='leave').click()
    await ana.should_see('Mill Lane Racing needs a manager', retries=100)
