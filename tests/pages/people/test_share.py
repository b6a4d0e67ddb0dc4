from tests.pages.people.club import Enter
from tests.pages.stored import ask, missing, stored


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
