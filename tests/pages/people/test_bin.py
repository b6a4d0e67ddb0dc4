from tests.pages.people.club import Enter
from tests.pages.stored import ask, stored


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
