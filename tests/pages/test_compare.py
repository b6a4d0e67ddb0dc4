import asyncio
import os

import pytest
from nicegui.testing import User

from components import first_paint
from components.channel_picker import ChannelPicker
from components.chart_stack import ChartStack
from components.compared_laps import ComparedLaps
from components.lap_search import LapSearch
from components.track_map import TrackMap
from racetrace.services.preferences import CHANNELS
from racetrace.services.viewer import LOCAL
from racetrace.settings import Settings
from racetrace.store import users
from racetrace.store.database import open_engine
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


def chips(user: User) -> tuple[dict[str, str], ...]:
    (found,) = user.find(ComparedLaps).elements
    shown: tuple[dict[str, str], ...] = found.props['laps']
    return shown


async def test_the_answer_comes_before_everything(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1)
    await screen.should_see('0.060 s slower', retries=100)
    await screen.should_see('position')
    assert labels(screen) == ['L3', 'L1']
    assert [(chip['time'], chip['behind']) for chip in chips(screen)] == [
        ('0:50.910', '±0.000'),
        ('0:50.970', '+0.060'),
    ]


async def test_what_is_there_at_once_is_part_of_the_page(
    open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, session = await opened(open_screen, 3, 1)
    asked = f'/compare?laps={session.ids(3, 1)}'
    monkeypatch.setattr(first_paint, 'AT_ONCE_S', 30.0)
    assert '0.060 s slower' in (await screen.http_client.get(asked)).text
    monkeypatch.setattr(first_paint, 'AT_ONCE_S', 0.0)
    assert 'Comparing the laps.' in (await screen.http_client.get(asked)).text


async def test_the_reference_is_the_one_in_the_address(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3, 1)
    await screen.open(f'/compare?laps={session.ids(3, 1)}&ref={session.laps[1]}')
    await screen.should_see('0.060 s faster', retries=100)


async def test_another_lap_is_looked_at_by_its_chip(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1, 2)
    await screen.should_see('0.060 s slower', retries=100)
    screen.find(ComparedLaps).trigger('look', 2)
    await screen.should_see('0.022 s slower')


async def test_another_reference_keeps_the_laps_and_the_channels(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1, more='&ch=speed')
    await screen.should_see('0.060 s slower', retries=100)
    screen.find(ComparedLaps).trigger('reference', 1)
    await screen.should_see('0.060 s faster', retries=100)
    assert labels(screen) == ['L3', 'L1']
    assert [row['key'] for row in chart(screen).props['rows']] == ['delta', 'speed_mps']


async def test_a_lap_is_added_and_another_removed(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3, 1)
    await screen.should_see('0.060 s slower', retries=100)
    screen.find(LapSearch).trigger('add', session.laps[2])
    await screen.should_see('0.022 s slower', retries=100)
    screen.find(ComparedLaps).trigger('remove', 0)
    await screen.should_see('0.038 s faster', retries=100)
    assert labels(screen) == ['L1', 'L2']


async def test_a_lap_alone_is_shown_and_asks_for_another(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3)
    await screen.should_see('add another')
    assert chips(screen)[0]['time'] == '0:50.910'
    (search,) = screen.find(LapSearch).elements
    assert search.visible
    assert session.laps[3] not in await offered(search)


async def offered(search: LapSearch, typed: str = '') -> list[int]:
    """Return the ids of the laps that are found by words."""
    laps, _ = await search.find(typed, 0)
    return [lap.id for lap in laps]


async def test_laps_are_looked_for_but_not_those_that_are_chosen(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3)
    (search,) = screen.find(LapSearch).elements
    assert await offered(search) == [session.laps[2], session.laps[1]], 'the faster one first'
    assert await offered(search, 'l1 kart') == [session.laps[1]]
    assert await offered(search, 'nobody') == []


async def test_a_lap_is_looked_at_made_the_reference_and_removed(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1, 2)
    await screen.should_see('0.060 s slower', retries=100)
    screen.find(ComparedLaps).trigger('look', 2)
    await screen.should_see('L2 is 0.022 s slower', retries=100)
    screen.find(ComparedLaps).trigger('reference', 2)
    await screen.should_see('L3 is 0.022 s faster', retries=100)
    screen.find(ComparedLaps).trigger('remove', 0)
    await screen.should_see('L1 is 0.038 s slower', retries=100)
    assert labels(screen) == ['L1', 'L2']


async def test_what_means_no_lap_does_nothing(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1)
    await screen.should_see('0.060 s slower', retries=100)
    for lap in (0, 9, -1, 'q', '', None, {'a': 1}):  # the first is the reference
        screen.find(ComparedLaps).trigger('look', lap)
        screen.find(ComparedLaps).trigger('reference', lap)
    screen.find(ComparedLaps).trigger('remove', 9)
    await screen.should_see('L1 is 0.060 s slower')
    assert labels(screen) == ['L3', 'L1']


def drawn(user: User) -> list[tuple[str, float]]:
    """Return the rows below the delta, and the share of each of the height."""
    return [(row['key'], row['weight']) for row in chart(user).props['rows'][1:]]


def choose_channels(user: User, *picked: tuple[str, str]) -> None:
    user.find(marker='channels').click()
    wanted = [{'name': name, 'height': height} for name, height in picked]
    user.find(ChannelPicker).trigger('pick', wanted)


async def test_channels_are_chosen_and_the_map_can_be_coloured_by_them(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1)
    await screen.should_see('0.060 s slower', retries=100)
    choose_channels(screen, ('rpm', 'tall'), ('speed_mps', 'small'))
    assert [key for key, _ in drawn(screen)] == ['rpm', 'speed_mps']
    assert drawn(screen)[0][1] > drawn(screen)[1][1]
    (track,) = screen.find(TrackMap).elements
    assert [choice['key'] for choice in track.props['choices']] == ['gain', 'speed', 'rpm', 'lap']


async def test_the_channels_chosen_last_are_those_of_the_next_comparison(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3, 1)
    await screen.should_see('0.060 s slower', retries=100)
    choose_channels(screen, ('rpm', 'tall'))
    other = await open_screen()
    for _ in range(10):  # it is being written
        await other.open(f'/compare?laps={session.ids(1, 2)}')
        await other.should_see('L2 is', retries=100)
        if drawn(other) == drawn(screen):
            break
    assert drawn(other) == drawn(screen)
    await other.open(f'/compare?laps={session.ids(1, 2)}&ch=speed')
    await other.should_see('L2 is', retries=100)
    assert [key for key, _ in drawn(other)] == ['speed_mps'], 'an address comes first'


async def test_a_channel_that_only_these_laps_lack_is_not_forgotten(
    open_screen: OpenScreen, settings: Settings
) -> None:
    screen, _ = await opened(open_screen, 3, 1, more='&ch=rpm,Boost:tall')
    await screen.should_see('0.060 s slower', retries=100)
    choose_channels(screen, ('gear', 'normal'))
    engine = open_engine(settings.data)
    for _ in range(1000):  # it is being written
        kept = await asyncio.to_thread(users.settings, engine, LOCAL.user_id)
        if CHANNELS in kept:
            break
    assert kept[CHANNELS] == 'gear,Boost:tall'
    engine.dispose()


async def test_the_pane_of_channels_stays_open_while_laps_change(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, 1, 2)
    await screen.should_see('0.060 s slower', retries=100)
    screen.find(marker='channels').click()
    await screen.should_see(ChannelPicker)
    screen.find(ComparedLaps).trigger('reference', 1)
    await screen.should_see('0.060 s faster', retries=100)
    screen.find(ChannelPicker).trigger('close')
    await screen.should_not_see(ChannelPicker)


async def test_the_lap_that_is_looked_at_and_the_colour_are_those_of_the_address(
    open_screen: OpenScreen,
) -> None:
    screen, session = await opened(open_screen, 3, 1, 2, more='&colour=speed')
    await screen.open(f'/compare?laps={session.ids(3, 1, 2)}&colour=speed&look={session.laps[2]}')
    await screen.should_see('L2 is 0.022 s slower', retries=100)
    (track,) = screen.find(TrackMap).elements
    assert track.props['colour'] == 'speed'


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
    assert chips(screen)[0]['time'] == '0:50.910'


async def test_laps_that_were_deleted_meanwhile_are_a_sentence(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3, 1)
    await screen.should_see('0.060 s slower', retries=100)
    await ask(screen, 'DELETE', f'/sessions/{session.id}')
    screen.find(ComparedLaps).trigger('reference', 1)
    await screen.should_see('These laps are not there any more.', retries=100)


async def test_a_fault_of_ours_ends_the_waiting_with_a_sentence(
    open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr('racetrace.services.compare_laps.compared', os.getpid)  # takes no arguments
    screen, _ = await opened(open_screen, 3, 1)
    await screen.should_see('a fault of RaceTrace', retries=100)
    assert chips(screen)[0]['time'] == '0:50.910'
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
