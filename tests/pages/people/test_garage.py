from tests.pages.people.club import Enter, fill


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
