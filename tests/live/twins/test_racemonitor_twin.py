from collections.abc import AsyncIterator

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from tests.live.twins.racemonitor import INSTANCE, RACE_ID, REFUSED, TOKEN, RaceMonitorTwin
from tests.simulation.tiny_race import tiny_race

JOIN = f'$JOIN,{INSTANCE},{TOKEN}'
WAY = f'/instance/{INSTANCE}/{TOKEN}'


@pytest.fixture
async def twin() -> AsyncIterator[RaceMonitorTwin]:
    async with RaceMonitorTwin(tiny_race()) as running:
        await running.advance_to(72_000)
        yield running


async def test_the_list_says_where_a_race_is_told(twin: RaceMonitorTwin) -> None:
    async with httpx.AsyncClient(base_url=twin.url) as client:
        said = (await client.get('/Info/WebRaceList', params={'raceID': RACE_ID})).json()
        assert said['CurrentRaces'][0]['Instance'] == INSTANCE
        async with connect(f'ws://{said["LiveTimingHost"]}{WAY}') as socket:
            await socket.send(JOIN)
            assert '$RMLT,12,' in str(await socket.recv())
        twin.receiving = False
        said = (await client.get('/Info/WebRaceList', params={'raceID': RACE_ID})).json()
        assert said['CurrentRaces'] == []


async def test_who_joins_is_told_the_race_and_may_ask_for_laps(twin: RaceMonitorTwin) -> None:
    async with connect(twin.ws_url + WAY) as client:
        await client.send(JOIN)
        assert str(await client.recv()).startswith('$RMDTL,""\n$RMCA,')
        await client.send('$GET,"7"')
        assert str(await client.recv()).startswith('$RMHL,"7","1","1","00:01:00.000"')
        await twin.advance_to(73_000)
        assert str(await client.recv()).startswith('$F,')


@pytest.mark.parametrize(('way', 'said'), [(WAY, 'hello'), ('/instance/x/y', JOIN), (WAY, '$JOIN,x,y')])
async def test_who_does_not_join_properly_is_refused(twin: RaceMonitorTwin, way: str, said: str) -> None:
    async with connect(twin.ws_url + way) as client:
        await client.send(said)
        with pytest.raises(ConnectionClosedError) as refused:
            await client.recv()
    assert refused.value.rcvd is not None
    assert refused.value.rcvd.code == REFUSED
    assert (twin.joined, twin.refused) == (0, 1)
