import os

import pytest
from nicegui.testing import User

from components.chart_stack import ChartStack
from components.corner_table import CornerTable
from components.neighbours import Neighbours
from tests.conftest import OpenScreen
from tests.pages.stored import Stored, ask, missing, newcomer, stored


async def opened(open_screen: OpenScreen, number: int, more: str = '') -> tuple[User, Stored]:
    person = await newcomer(open_screen)
    session = await stored(person)
    await person.open(f'/laps/{session.laps[number]}{more}')
    return person, session


async def test_a_lap_has_its_time_its_charts_and_its_corners(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3)
    await screen.should_see('0:50.910')
    await screen.should_see("logger's time, ±1 ms")
    await screen.should_see(ChartStack, retries=100)
    (chart,) = screen.find(ChartStack).elements
    assert chart.props['rows'][0]['key'] == 'speed_mps', 'there is nothing to be behind'
    (table,) = screen.find(CornerTable).elements
    assert [row['name'] for row in table.props['rows']][:2] == ['T1', 'T2']


async def test_channels_are_those_of_the_address(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 3, '?ch=speed&zoom=100-300')
    await screen.should_see(ChartStack, retries=100)
    (chart,) = screen.find(ChartStack).elements
    assert [row['key'] for row in chart.props['rows']] == ['speed_mps']


async def test_all_that_was_promised_of_a_lap_is_drawn_over_its_metres(open_screen: OpenScreen) -> None:
    person = await newcomer(open_screen)
    session = await stored(person, 'car.csv', kind='car')
    wanted = 'speed,wheel_speed,throttle,brake,rpm,accel_x_g,accel_y_g'
    for address in (f'/laps/{session.laps[3]}?ch={wanted}', f'/compare?laps={session.ids(3, 2)}&ch={wanted}'):
        await person.open(address)
        await person.should_see(ChartStack, retries=100)
        (chart,) = person.find(ChartStack).elements
        assert [row['key'] for row in chart.props['rows'] if row['key'] != 'delta'] == [
            'speed_mps',
            'wheel_speed_mps',
            'throttle_pct',
            'brake_on',
            'rpm',
            'accel_x_g',
            'accel_y_g',
        ]


def beside(screen: User) -> dict[str, str]:
    """Return where the keys lead."""
    (links,) = screen.find(Neighbours).elements
    return {link.props['data-key']: link.props['href'] for link in links.default_slot.children}


async def test_its_neighbours_are_a_step_away(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3)
    assert beside(screen) == {'k': f'/laps/{session.laps[2]}', 'j': f'/laps/{session.laps[4]}'}
    await screen.open(f'/laps/{session.laps[0]}')
    assert beside(screen) == {'j': f'/laps/{session.laps[1]}'}


@pytest.mark.parametrize(
    ('number', 'words', 'with_number'), [(1, 'Compare with the best', 3), (3, 'Compare with L2', 2)]
)
async def test_it_is_compared_with_the_best_and_the_best_with_the_next(
    open_screen: OpenScreen, number: int, words: str, with_number: int
) -> None:
    screen, session = await opened(open_screen, number)
    (label,) = screen.find(words).elements
    assert label.parent_slot
    href = label.parent_slot.parent.props['href']
    other = session.laps[with_number]
    assert href == f'/compare?laps={other},{session.laps[number]}&ref={other}'


async def test_an_out_lap_says_why_there_is_nothing_to_draw(open_screen: OpenScreen) -> None:
    screen, _ = await opened(open_screen, 0)
    await screen.should_see('Only whole laps from line to line', retries=100)
    await screen.should_see('How it was measured')
    await screen.should_not_see('Compare with')


async def test_a_fault_of_ours_is_a_sentence(
    open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr('racetrace.services.compare_laps.compared', os.getpid)  # takes no arguments
    screen, _ = await opened(open_screen, 3)
    await screen.should_see('a fault of RaceTrace', retries=100)
    await screen.should_see('0:50.910')
    caplog.clear()


async def test_a_lap_that_is_not_there_says_so(open_screen: OpenScreen) -> None:
    person = await newcomer(open_screen)
    for word in ('99', 'abc', '-1', '9' * 30):
        assert 'There is no such lap.' in await missing(person, f'/laps/{word}')


async def test_a_lap_of_a_deleted_session_is_not_there(open_screen: OpenScreen) -> None:
    screen, session = await opened(open_screen, 3)
    await ask(screen, 'DELETE', f'/sessions/{session.id}')
    assert 'There is no such lap.' in await missing(screen, f'/laps/{session.laps[3]}')
