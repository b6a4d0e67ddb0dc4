from tests.pages.people.club import Enter, fill
from tests.pages.stored import ask, missing


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
