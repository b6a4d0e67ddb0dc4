from tests.pages.people.club import Enter
from tests.pages.stored import ask, stored


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


async def test_the_file_is_offered_to_who_may_have_it(enter: Enter) -> None:
    ana, ben = await enter('ana'), await enter('ben')
    session = await stored(ana)
    team = await ask(ana, 'POST', '/teams/', json={'name': 'Mill Lane Racing'})
    await ask(ana, 'PUT', f'/teams/{team["id"]}/members', json={'name': 'ben', 'role': 'member'})
    await ask(ben, 'POST', f'/teams/{team["id"]}/invitation')
    shown = {'visibility': 'team', 'team_id': team['id']}
    await ask(ana, 'PATCH', f'/sessions/{session.id}', json=shown)
    await ben.open(f'/sessions/{session.id}')
    await ben.should_see('Your lap against it')
    await ben.should_not_see('Download')
    await ask(ana, 'PUT', f'/teams/{team["id"]}/members', json={'name': 'ben', 'role': 'coach'})
    await ben.open(f'/sessions/{session.id}')
    await ben.should_see('Download')
    await ben.should_not_see('Delete session')


async def test_a_link_to_the_file_offers_it_to_a_guest(enter: Enter) -> None:
    ana = await enter('ana')
    session = await stored(ana)
    for scope, is_offered in (('view', False), ('file', True)):
        guest = await enter()
        made = await ask(ana, 'POST', f'/sessions/{session.id}/shares', json={'scope': scope})
        await guest.open(f'/share/{made["secret"]}')
        await guest.should_see('Sign in to do so')
        await (guest.should_see if is_offered else guest.should_not_see)('Download')
