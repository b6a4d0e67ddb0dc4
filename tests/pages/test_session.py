import re

from nicegui.testing import User

from components.edit_session import EditSession
from components.lap_table import LapTable
from tests.conftest import OpenScreen
from tests.pages.stored import Stored, ask, missing, newcomer, stored
from tests.simulated_log import simulated_log


async def opened(open_screen: OpenScreen) -> tuple[User, Stored]:
    person = await newcomer(open_screen)
    session = await stored(person)
    await person.open(f'/sessions/{session.id}')
    return person, session


def table(user: User) -> LapTable:
    (found,) = user.find(LapTable).elements
    return found


async def test_every_lap_is_in_the_table_and_the_two_best_are_chosen(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen)
    assert [row['label'] for row in table(screen).props['rows']] == ['L0', 'L1', 'L2', 'L3', 'L4']
    assert sorted(table(screen).props['chosen']) == sorted((session.laps[3], session.laps[2]))
    await screen.should_see('2 laps chosen')


async def test_whole_laps_have_their_mini_sectors_and_the_others_say_why_not(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen)
    rows = table(screen).props['rows']
    assert [row['ribbon'] is not None for row in rows] == [False, True, True, True, False]
    assert [row['note'] for row in rows] == ['out-lap, not timed', '', '', '', 'recording ends, not timed']


async def test_the_answer_stands_beside_the_laps(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen)
    await screen.should_see('0.022 s slower', retries=100)


async def test_the_page_says_how_it_was_measured(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen)
    await screen.should_see("logger's time, ±1 ms")
    await screen.should_see('10 Hz')
    await screen.should_see('provisional')
    await screen.should_see(' kept', retries=100)


async def test_another_choice_brings_another_answer(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen)
    await screen.should_see('0.022 s slower', retries=100)
    screen.find(LapTable).trigger('pick', [session.laps[1], session.laps[3]])
    await screen.should_see('0.060 s slower', retries=100)


async def test_the_laps_of_the_address_are_chosen(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen)
    await screen.open(f'/sessions/{session.id}?laps={session.ids(1, 3)},999,x')
    assert table(screen).props['chosen'] == [session.laps[1], session.laps[3]]


async def test_one_lap_alone_asks_for_another(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen)
    screen.find(LapTable).trigger('pick', [session.laps[1]])
    await screen.should_see('Choose two laps or more')


async def test_laps_that_cannot_be_compared_say_why_and_keep_their_times(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen)
    screen.find(LapTable).trigger('pick', [session.laps[3], session.laps[0]])
    await screen.should_see(marker='refusal', retries=100)
    assert re.match(r'\d:\d\d\.\d{3}', table(screen).props['rows'][3]['time'])


async def test_what_is_written_is_there_for_everybody_and_only_text(open_screen: OpenScreen) -> None:
    ana, session = await opened(open_screen)
    changes = {
        'name': 'Rain <b>race</b>',
        'notes': 'camber −4°',
        'session_type': 'race',
        'driver_name': 'Ana',
    }
    ana.find(EditSession).trigger('save', changes)
    await ana.should_see('Rain <b>race</b>', retries=100)
    ben = await open_screen(f'/sessions/{session.id}')
    for text in ('Rain <b>race</b>', 'camber −4°', 'Race', 'Ana'):
        await ben.should_see(text)


async def test_a_session_is_deleted_at_once_and_comes_back(open_screen: OpenScreen) -> None:
    ana, session = await opened(open_screen)
    ben = await open_screen(f'/sessions/{session.id}')
    ana.find(marker='delete').click()
    await ana.should_see('is deleted.', retries=100)
    await ben.should_see('There is no such session.', retries=100)
    ana.find(marker='undo').click()
    await ana.should_see('Best lap', retries=100)
    await ben.should_see('Best lap', retries=100)


async def test_a_page_whose_session_is_gone_says_so(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen)
    await screen.should_see('0.022 s slower', retries=100)
    await ask(screen, 'DELETE', f'/sessions/{session.id}')
    await screen.should_see('There is no such session.', retries=100)


async def test_a_session_made_by_hand_says_what_it_is(open_screen: OpenScreen) -> None:
    screen = await newcomer(open_screen)
    made = await ask(screen, 'POST', '/sessions/', json={'name': 'Wet test', 'notes': 'no logger'})
    await screen.open(f'/sessions/{made["id"]}')
    await screen.should_see('Wet test')
    await screen.should_see('made by hand')
    await screen.should_not_see('Download')
    await screen.should_not_see('laps chosen')


async def test_its_file_is_to_be_had_as_it_was_handed_in(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen)
    (link,) = screen.find('Download').elements
    assert link.parent_slot
    address = link.parent_slot.parent.props['href']
    assert (await screen.http_client.get(address)).content == simulated_log()


async def test_a_session_that_is_not_there_says_so(open_screen: OpenScreen) -> None:
    person = await newcomer(open_screen)
    for word in ('99', 'abc', '-1', '0', '9' * 30, '%3Cb%3E'):
        assert 'There is no such session.' in await missing(person, f'/sessions/{word}')
