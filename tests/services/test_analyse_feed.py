"""What a feed is found to be: from a connection made for it, and from what was recorded."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from racetrace.errors import ConnectionEnded, FeedAddressRefused, NotFound, ProfileRefused
from racetrace.services import circuits
from racetrace.services.analyse_feed import analyse, analysis
from racetrace.services.followed import DAY_MS
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.store import frames
from racetrace.store.migrate import migrate
from racetrace.timing.profile import FormatProfile
from tests.live.karts import init, lap

TABLE = b'Pos;Kart;Driver;Last Lap;Laps\n1;7;Ana;61.5;3\n2;9;Ben;62.0;3\n'


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    found = Instance.at(tmp_path / 'racetrace.db', workers=1, max_upload_bytes=1 << 20)
    migrate(found.data)
    return found


@asynccontextmanager
async def feed(*said: bytes) -> AsyncIterator[str]:
    """A server that says this and ends."""

    async def tell(connection: ServerConnection) -> None:
        for one in said:
            await connection.send(one.decode())

    async with serve(tell, '127.0.0.1', 0) as server:
        yield f'ws://127.0.0.1:{server.sockets[0].getsockname()[1]}'


def circuit(instance: Instance, **said: Any) -> int:
    return circuits.add(instance, LOCAL, {'name': 'South', 'provider': 'apex', **said}).id


async def test_a_feed_is_known_by_what_it_sends(instance: Instance) -> None:
    async with feed(init({'7': 1}), lap('7', 2)) as address:
        found = await analyse(instance, LOCAL, circuit(instance, address=address))
    assert (found['provider'], found['confidence'], found['frames']) == ('apex', 1, 2)
    assert found['columns']['C4'] == {'label': 'Last', 'data_type': 'llp', 'field': 'last'}
    assert (found['version'], found['profile'], found['is_recorded']) == (1, None, False)


async def test_the_newest_finding_takes_the_place_of_the_one_before(instance: Instance) -> None:
    async with feed(init({'7': 1})) as address:
        one = circuit(instance, address=address)
        await analyse(instance, LOCAL, one)
        await analyse(instance, LOCAL, one)
    assert analysis(instance, LOCAL, one)['version'] == 2


async def test_a_table_of_nobody_that_is_known_can_be_followed_by_the_profile_proposed(
    instance: Instance,
) -> None:
    async with feed(TABLE) as address:
        one = circuit(instance, address=address, provider='table')
        found = await analyse(instance, LOCAL, one)
    assert found['provider'] == 'table'
    taken = circuits.write(instance, LOCAL, one, {'profile': found['profile']})
    assert taken.profile_version == 1
    assert dict(FormatProfile.from_dict(taken.profile).columns)['Last Lap'] == 'last'


def test_a_profile_that_is_none_is_refused(instance: Instance) -> None:
    one = circuit(instance)
    with pytest.raises(ProfileRefused):
        circuits.write(instance, LOCAL, one, {'profile': {'columns': [], 'code': 'import os'}})
    assert circuits.circuit(instance, LOCAL, one).profile_version == 0


async def test_a_feed_that_is_followed_is_not_connected_to_again(instance: Instance) -> None:
    one = circuit(instance, address='ws://127.0.0.1:9')
    told_ms = time.time_ns() // 1_000_000 - 2 * DAY_MS  # not so old that who follows it forgets it meanwhile
    frames.add(instance.engine, one, [(told_ms, init({'7': 1})), (told_ms + 1_000, lap('7', 2))])
    instance.following.start(circuits.circuit(instance, LOCAL, one))
    try:
        found = await analyse(instance, LOCAL, one)
    finally:
        await instance.following.stop_all()
    assert (found['provider'], found['is_recorded'], found['took_ms']) == ('apex', True, 1_000)


async def test_who_cannot_be_reached_is_said_in_a_sentence(instance: Instance) -> None:
    one = circuit(instance, address='ws://127.0.0.1:9')
    with pytest.raises(ConnectionEnded, match='cannot be reached'):
        await analyse(instance, LOCAL, one)
    with pytest.raises(FeedAddressRefused):
        await analyse(instance, LOCAL, circuit(instance, address='file:///etc/passwd'))
    with pytest.raises(NotFound, match='not analysed yet'):
        analysis(instance, LOCAL, one)


async def test_a_feed_that_says_nothing_is_not_waited_for(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wait(connection: ServerConnection) -> None:
        await connection.wait_closed()

    monkeypatch.setattr('racetrace.services.analyse_feed.WITHIN_S', 0.05)
    async with serve(wait, '127.0.0.1', 0) as server:
        address = f'ws://127.0.0.1:{server.sockets[0].getsockname()[1]}'
        found = await analyse(instance, LOCAL, circuit(instance, address=address))
    assert (found['provider'], found['seen']) == ('unknown', 'Nothing was received.')
