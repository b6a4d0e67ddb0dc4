"""On a laptop, too, a link opens a session: nobody signs in there, and a dropped lap is compared at once."""

from nicegui.testing import User

from tests.conftest import OpenScreen
from tests.pages.stored import ask, newcomer, stored


async def shared(person: User) -> str:
    session = await stored(person)
    await ask(person, 'PATCH', f'/sessions/{session.id}', json={'driver_name': 'Ana'})
    made = await ask(person, 'POST', f'/sessions/{session.id}/shares', json={})
    return f'/share/{made["secret"]}'


async def test_a_dropped_lap_is_compared_with_the_best_of_what_is_shared(open_screen: OpenScreen) -> None:
    person = await newcomer(open_screen)
    await person.open(await shared(person))
    await person.should_see('its best lap is compared with 0:50.910')
    await person.should_see('0.022 s slower', retries=100)
    await stored(person, 'mine.csv', seed=5)
    await person.should_see('mine.csv L', retries=100)
