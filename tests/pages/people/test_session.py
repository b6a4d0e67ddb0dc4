from tests.pages.people.club import Enter
from tests.pages.stored import stored


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
