import re

from nicegui.testing import User

from components.lap_table import LapTable
from tests.conftest import OpenScreen
from tests.simulated_log import simulated_log


async def opened(open_screen: OpenScreen, address: str = '/sessions/1') -> User:
    home = await open_screen()
    await home.http_client.post('/api/v1/uploads', params={'name': 'kart.csv'}, content=simulated_log())
    await home.should_see('kart.csv', retries=100)
    return await open_screen(address)


def table(user: User) -> LapTable:
    (found,) = user.find(LapTable).elements
    return found


async def test_every_lap_is_in_the_table_and_the_two_best_are_chosen(open_screen: OpenScreen) -> None:
    screen = await opened(open_screen)
    assert [row['label'] for row in table(screen).props['rows']] == ['L0', 'L1', 'L2', 'L3', 'L4']
    assert table(screen).props['chosen'] == [3, 2]
    await screen.should_see('2 laps chosen')


async def test_the_answer_stands_beside_the_laps(open_screen: OpenScreen) -> None:
    screen = await opened(open_screen)
    await screen.should_see('0.022 s slower', retries=100)


async def test_another_choice_brings_another_answer(open_screen: OpenScreen) -> None:
    screen = await opened(open_screen)
    await screen.should_see('0.022 s slower', retries=100)
    screen.find(LapTable).trigger('pick', [1, 3])
    await screen.should_see('0.060 s slower', retries=100)


async def test_one_lap_alone_asks_for_another(open_screen: OpenScreen) -> None:
    screen = await opened(open_screen)
    screen.find(LapTable).trigger('pick', [1])
    await screen.should_see('Choose two laps or more')


async def test_laps_that_cannot_be_compared_say_why_and_keep_their_times(open_screen: OpenScreen) -> None:
    screen = await opened(open_screen)
    screen.find(LapTable).trigger('pick', [3, 0])
    await screen.should_see(marker='refusal', retries=100)
    assert re.match(r'\d:\d\d\.\d{3}', table(screen).props['rows'][3]['time'])


async def test_a_session_that_is_not_there_says_so(open_screen: OpenScreen) -> None:
    screen = await open_screen('/sessions/99')
    await screen.should_see('There is no such session.')
