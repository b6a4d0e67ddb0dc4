from tests.pages.people.club import Enter
from tests.pages.stored import ask, missing, stored


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
