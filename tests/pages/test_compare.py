import os

import pytest

from components.chart_stack import ChartStack
from pages.compare import span
from tests.conftest import OpenScreen
from tests.pages.test_session import opened


async def test_the_answer_comes_before_everything(open_screen: OpenScreen) -> None:
    screen = await opened(open_screen, '/compare?session=1&laps=3,1&ref=3')
    await screen.should_see('0.060 s slower', retries=100)
    await screen.should_see('position')
    await screen.should_see('REF')
    (chart,) = screen.find(ChartStack).elements
    assert [lap['label'] for lap in chart.props['laps']] == ['L3', 'L1']


async def test_the_reference_is_the_one_in_the_address(open_screen: OpenScreen) -> None:
    screen = await opened(open_screen, '/compare?session=1&laps=3,1&ref=1')
    await screen.should_see('0.060 s faster', retries=100)


async def test_another_lap_is_looked_at_by_its_chip(open_screen: OpenScreen) -> None:
    screen = await opened(open_screen, '/compare?session=1&laps=3,1,2&ref=3')
    await screen.should_see('0.060 s slower', retries=100)
    screen.find(marker='L2').click()
    await screen.should_see('0.022 s slower')


async def test_without_laps_the_two_best_of_the_newest_session_are_compared(open_screen: OpenScreen) -> None:
    screen = await opened(open_screen, '/compare')
    await screen.should_see('0.022 s slower', retries=100)


async def test_a_refused_comparison_keeps_the_lap_times(open_screen: OpenScreen) -> None:
    screen = await opened(open_screen, '/compare?session=1&laps=3,0&ref=3')
    await screen.should_see(marker='refusal', retries=100)
    await screen.should_see('0:50.910')


async def test_a_fault_of_ours_ends_the_waiting_with_a_sentence(
    open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr('racetrace.services.compare_laps.compare_stored', os.getpid)  # takes no arguments
    screen = await opened(open_screen, '/compare?session=1&laps=3,1&ref=3')
    await screen.should_see('a fault of RaceTrace', retries=100)
    await screen.should_see('0:50.910')
    assert 'could not be compared' in caplog.text
    caplog.clear()


@pytest.mark.parametrize('address', ['/compare', '/compare?session=7', '/compare?session=1&laps=1,zz&ref='])
async def test_with_nothing_to_compare_there_is_a_way_out(open_screen: OpenScreen, address: str) -> None:
    screen = await open_screen(address)
    await screen.should_see('To the sessions')


@pytest.mark.parametrize(
    ('zoom', 'metres'),
    [
        ('820-1240', (820.0, 1240.0)),
        ('', None),
        ('1240-820', None),
        ('a-b', None),
        ('5', None),
        ('0-' + '9' * 400, None),
    ],
)
def test_the_zoom_of_an_address_is_a_stretch_or_nothing(
    zoom: str, metres: tuple[float, float] | None
) -> None:
    assert span(zoom) == metres
