from collections.abc import AsyncIterator

import pytest

from racetrace.errors import ConnectionEnded, EntryRefused
from racetrace.live.apex_history import ApexHistory
from racetrace.live.apex_page import apex_page
from racetrace.live.reach import Reach
from racetrace.live.web import Web
from racetrace.timing.apex_history import Archived
from tests.live.twins.apex import ApexTwin
from tests.simulation.tiny_race import tiny_race


@pytest.fixture
async def twin() -> AsyncIterator[ApexTwin]:
    async with ApexTwin(tiny_race()) as running:
        yield running


@pytest.fixture
async def history(twin: ApexTwin) -> AsyncIterator[ApexHistory]:
    async with Web(Reach(is_private_allowed=True)) as web:
        yield ApexHistory(page=await apex_page(twin.url, web), web=web)


async def test_the_laps_before_we_came_are_those_of_the_race(twin: ApexTwin, history: ApexHistory) -> None:
    await twin.advance_to(195_000)
    told = await history.past('r12')
    truth = next(run for run in tiny_race().sessions[0].runs if run.row == 12)
    assert [lap.ms for lap in told.laps] == [None, *(lap.time_ms for lap in truth.laps)]
    assert (told.number, told.name) == ('12', truth.entrant.team)
    assert twin.requests == ['D#-2000#D12.L#-999#D12.P#2#D12.B#1#D12.INF']


async def test_only_the_last_laps_may_be_asked_for(twin: ApexTwin, history: ApexHistory) -> None:
    await twin.advance_to(195_000)
    assert [lap.number for lap in (await history.past('r12', laps=2)).laps] == [3, 4]


async def test_sessions_that_are_over_are_kept(twin: ApexTwin, history: ApexHistory) -> None:
    assert await history.sessions() == []
    await twin.advance_to(300_000)
    assert await history.sessions() == [Archived(1, 'Race')]
    assert (await history.result(1)).startswith(b'grid|')
    told = await history.past('r7', session=1)
    assert [stop.lap for stop in told.stops] == [3, 4]
    assert (await history.past('r7')).laps == ()


async def test_what_is_not_kept_is_told(history: ApexHistory) -> None:
    with pytest.raises(ConnectionEnded, match='keeps no session 9'):
        await history.result(9)


async def test_nothing_else_can_be_smuggled_into_a_request(history: ApexHistory, twin: ApexTwin) -> None:
    for key in ('7', 'r7.L#S#', 'r7&port=1', ''):
        with pytest.raises(EntryRefused, match='no entry of a board'):
            await history.past(key)
    assert twin.requests == []
