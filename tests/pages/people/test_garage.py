from tests.pages.people.club import Enter, fill
from tests.pages.stored import ask, stored


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


async def test_a_car_shows_what_was_driven_in_it(enter: Enter) -> None:
    ana = await enter('ana')
    session = await stored(ana)
    car = await ask(ana, 'POST', '/cars/', json={'make': 'CRG'})
    await ask(ana, 'PATCH', f'/sessions/{session.id}', json={'car_id': car['id'], 'name': 'Wet test'})
    await ana.open('/garage')
    await ana.should_see('1 session')
    await ana.should_see('0:50.910')
    await ana.should_not_see('Wet test')
    await ana.open(f'/garage?car={car["id"]}')
    await ana.should_see('Wet test')
