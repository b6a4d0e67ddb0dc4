import os

import pytest
from nicegui.testing import User

from components.add_lap import AddLap
from components.chart_stack import ChartStack
from tests.conftest import OpenScreen
from tests.pages.stored import Stored, ask, missing, newcomer, stored


async def opened(open_screen: OpenScreen, *numbers: int, more: str = '') -> tuple[User, Stored]:
    """Open the comparison of laps; the first is the reference."""
    person = await newcomer(open_screen)
    session = await stored(person)
    await person.open(f'/compare?laps={session.ids(*numbers)}{more}')
    return person, session


def chart(user: User) -> ChartStack:
    (found,) = user.find(ChartStack).elements
    return found


def labels(user: User) -> list[str]:
    return [lap['label'] for lap in chart(user).props['laps']]


async def test_the_answer_comes_before_everything(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1)
    await screen.should_see('0.060 s slower', retries=100)
    await screen.should_see('position')
    await screen.should_see('REF')
    assert labels(screen) == ['L3', 'L1']


async def test_the_reference_is_the_one_in_the_address(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3, 1)
    await screen.open(f'/compare?laps={session.ids(3, 1)}&ref={session.laps[1]}')
    await screen.should_see('0.060 s faster', retries=100)


async def test_another_lap_is_looked_at_by_its_chip(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1, 2)
    await screen.should_see('0.060 s slower', retries=100)
    screen.find(marker='L2').click()
    await screen.should_see('0.022 s slower')


async def test_another_reference_keeps_the_laps_and_the_channels(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1, more='&ch=speed')
    await screen.should_see('0.060 s slower', retries=100)
    screen.find(marker='Make it the reference: L1').click()
    await screen.should_see('0.060 s faster', retries=100)
    assert labels(screen) == ['L3', 'L1']
    assert [row['key'] for row in chart(screen).props['rows']] == ['delta', 'speed_mps']


async def test_a_lap_is_added_and_another_removed(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3, 1)
    await screen.should_see('0.060 s slower', retries=100)
    screen.find(AddLap).trigger('add', session.laps[2])
    await screen.should_see(marker='L2', retries=100)
    screen.find(marker='Remove: L3').click()
    await screen.should_see('0.038 s faster', retries=100)
    assert labels(screen) == ['L1', 'L2']


async def test_a_lap_alone_is_shown_and_asks_for_another(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3)
    await screen.should_see('add another')
    await screen.should_see('0:50.910')
    (add,) = screen.find(AddLap).elements
    offered = [lap['id'] for group in add.props['groups'] for lap in group['laps']]
    assert offered == [session.laps[1], session.laps[2]]


async def test_laps_of_two_sessions_are_told_apart(open_screen: OpenScreen) -> None:
    person = await newcomer(open_screen)
    one, other = await stored(person), await stored(person, 'second.csv', seed=4)
    await ask(person, 'PATCH', f'/sessions/{one.id}', json={'driver_name': 'Ana'})
    await ask(person, 'PATCH', f'/sessions/{other.id}', json={'driver_name': 'Ben'})
    await person.open(f'/compare?laps={one.laps[3]},{other.laps[2]}')
    await person.should_see('Ben L2 is', retries=100)
    assert labels(person) == ['Ana L3', 'Ben L2']


async def test_without_laps_the_two_best_of_the_newest_session_are_compared(open_screen: OpenScreen) -> None:
    screen = await newcomer(open_screen)
    await stored(screen)
    await screen.open('/compare')
    await screen.should_see('0.022 s slower', retries=100)


async def test_laps_that_are_not_there_are_left_out_and_that_is_said(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1, more=',99,<b>')
    await screen.should_see('Left out, because there is no such lap: 99 and <b>.')
    await screen.should_see('0.060 s slower', retries=100)


async def test_more_laps_than_there_are_colours_are_not_cut_silently(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1, more=',91,92,93,94,95,96')
    await screen.should_see('The address names 8 laps; one comparison shows the first 7.')


async def test_a_channel_that_no_lap_has_is_told(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1, more='&ch=speed,warp')
    await screen.should_see('No lap has a channel “warp”.', retries=100)


async def test_a_refused_comparison_keeps_the_lap_times(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 0)
    await screen.should_see(marker='refusal', retries=100)
    await screen.should_see('0:50.910')


async def test_laps_that_were_deleted_meanwhile_are_a_sentence(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3, 1)
    await screen.should_see('0.060 s slower', retries=100)
    await ask(screen, 'DELETE', f'/sessions/{session.id}')
    screen.find(marker='Make it the reference: L1').click()
    await screen.should_see('These laps are not there any more.', retries=100)


async def test_a_fault_of_ours_ends_the_waiting_with_a_sentence(
    open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr('racetrace.services.compare_laps.compared', os.getpid)  # takes no arguments
    screen, _ = await opened(open_screen, 3, 1)
    await screen.should_see('a fault of RaceTrace', retries=100)
    await screen.should_see('0:50.910')
    assert 'could not be compared' in caplog.text
    caplog.clear()


async def test_with_nothing_to_compare_there_is_a_way_out(open_screen: OpenScreen) -> None:
    screen = await open_screen('/compare')
    await screen.should_see('There is nothing to compare yet.')
    await screen.should_see('To the sessions')


@pytest.mark.parametrize('address', ['/compare?laps=7', '/compare?laps=,zz&ref=&zoom=x'])
async def test_laps_of_which_none_is_there_are_a_page_that_is_not(
    open_screen: OpenScreen, address: str
) -> None:
    assert 'These laps are not there.' in await missing(await newcomer(open_screen), address)
