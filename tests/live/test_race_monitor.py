import json
from typing import Any

from websockets.asyncio.server import ServerConnection

from racetrace.live.race_monitor import RaceMonitor
from racetrace.live.reach import Reach
from tests.live.tiny import listen, site, sockets

RACE = {'ID': 37872, 'ReceivingData': True, 'Instance': '24'}
OTHER = {'ID': 5, 'ReceivingData': True, 'Instance': '7'}


async def told(answer: Any) -> tuple[list[bytes], str]:
    """Return what a race tells when its page says so; `HOST` stands for where it is told."""

    async def talk(one: ServerConnection) -> None:
        assert one.request
        await one.send(f'{one.request.path} {await one.recv(decode=True)}')

    async with sockets(talk) as socket_port:
        said = json.dumps(answer).replace('HOST', f'127.0.0.1:{socket_port}')
        async with site(lambda _, query, __: (200, '', said if query == {'raceID': '37872'} else '')) as port:
            asked = f'http://127.0.0.1:{port}/Info/WebRaceList'
            return await listen(RaceMonitor(race_id=37872, reach=Reach(is_private_allowed=True), asked=asked))


async def test_it_joins_the_race_where_its_page_says() -> None:
    races = {'CurrentRaces': [OTHER, RACE], 'LiveTimingToken': 'abc-1', 'LiveTimingHost': 'HOST'}
    frames, _ = await told(races)
    assert frames == [b'/instance/24/abc-1 $JOIN,24,abc-1']


async def test_a_race_that_is_not_under_way_is_told_of() -> None:
    frames, why = await told(
        {'CurrentRaces': [RACE | {'ReceivingData': False}], 'LiveTimingToken': 'a', 'LiveTimingHost': 'HOST'}
    )
    assert (frames, why) == ([], 'Race Monitor, race 37872 sends no data now: it has not begun, or is over.')


async def test_an_answer_that_is_none_is_told_of() -> None:
    answers: list[Any] = [
        [],
        {},
        {'CurrentRaces': [RACE]},
        {'CurrentRaces': [RACE], 'LiveTimingToken': 'a,b\r\n', 'LiveTimingHost': 'HOST'},
        {'CurrentRaces': [RACE], 'LiveTimingToken': 'a', 'LiveTimingHost': 'HOST/../x@inner'},
    ]
    for answer in answers:
        frames, why = await told(answer)
        assert (frames, why) == ([], 'Race Monitor, race 37872: the answer names no feed.')
