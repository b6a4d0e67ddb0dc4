"""The socket of the older karting program, as its app opens it: over the network."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
import pytest_asyncio
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from racetrace.accounts.mode import Mode
from racetrace.services import circuits
from racetrace.services.viewer import LOCAL
from tests.api.ancestors.served import served
from tests.live.karts import init, lap
from tests.live.twins.by_hand import ByHand

Message = dict[str, Any]


class Told(NamedTuple):
    address: str
    twin: ByHand
    circuit_id: int
    root: httpx.AsyncClient

    async def start(self) -> None:
        assert (await self.root.post(f'/circuits/{self.circuit_id}/start-timing')).is_success
        await self.twin.has_joined()

    async def stop(self) -> None:
        assert (await self.root.post(f'/circuits/{self.circuit_id}/stop-timing')).is_success

    def watching(self) -> connect:
        return connect(f'ws://{self.address}/circuits/{self.circuit_id}/live', proxy=None)


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[Told]:
    async with ByHand(init({'7': 1, '9': 1})) as twin, served(tmp_path) as (app, address):
        said = {'name': 'South', 'provider': 'apex', 'address': twin.ws_url}
        circuit_id = circuits.add(app.state.instance, LOCAL, said).id
        async with httpx.AsyncClient(base_url=f'http://{address}') as root:
            yield Told(address, twin, circuit_id, root)


async def told(socket: ClientConnection, sort: str, **wanted: Any) -> Message:
    """Return the next message of a kind, and with these values."""
    async with asyncio.timeout(10):
        while True:
            said: Message = json.loads(await socket.recv())
            if said['type'] == sort and wanted.items() <= said.items():
                return said


async def until_lap(socket: ClientConnection, kart: str, time: str) -> Message:
    while True:
        said = await told(socket, 'karting_data')
        if said['drivers'].get(f'r{kart}', {}).get('Dernier T.') == time:
            return said


async def test_changes_are_told_in_both_shapes(house: Told) -> None:
    await house.start()
    async with house.watching() as socket:
        await told(socket, 'karting_data')
        house.twin.send(lap('7', 2, '1:02.345'))
        said = await until_lap(socket, '7', '1:02.345')
        assert said['column_order'] == ['Kart', 'Equipe/Pilote', 'Tours', 'Dernier T.']
        assert said['drivers']['r7'] == dict(
            zip(said['column_order'], ('7', 'TEAM 7', '2', '1:02.345'), strict=True)
        )
        assert (said['circuit_id'], said['message_count'] > 0) == (str(house.circuit_id), True)
        row = (await told(socket, 'timing_data'))['data']
        assert row['mapped_data'] == {'C1': '7', 'C2': 'TEAM 7', 'C3': '2', 'C4': '1:02.345'}
        assert row['raw_data']['last'] == 62_345
        assert row['timestamp']


async def test_only_rows_that_changed_are_told_again_one_by_one(house: Told) -> None:
    await house.start()
    async with house.watching() as socket:
        first = {(await told(socket, 'timing_data'))['data']['raw_data']['key'] for _ in range(2)}
        assert first == {'r7', 'r9'}
        house.twin.send(lap('9', 2, '1:05.000'))
        assert (await told(socket, 'timing_data'))['data']['mapped_data']['C4'] == '1:05.000'


async def test_who_comes_late_gets_the_whole_board_and_not_the_last_change(house: Told) -> None:
    await house.start()
    async with house.watching() as early:
        house.twin.send(lap('7', 2, '1:02.345'))
        await until_lap(early, '7', '1:02.345')
        async with house.watching() as late:
            first = json.loads(await late.recv())
            assert first['type'] == 'cached_data'
            assert list(first['data']['drivers']) == ['r7', 'r9']
            assert first['data']['drivers']['r7']['Dernier T.'] == '1:02.345'
            assert first['column_order'][0] == 'Kart'
            assert (await told(late, 'status_update'))['status']['timing_connected']


async def test_nothing_of_a_value_is_lost_where_a_bar_is_in_it(house: Told) -> None:
    await house.start()
    async with house.watching() as socket:
        house.twin.send(b'r7c2|dr|RED|BLUE|WHITE')
        async with asyncio.timeout(10):
            while True:
                said = await told(socket, 'karting_data')
                if said['drivers']['r7']['Equipe/Pilote'] == 'RED|BLUE|WHITE':
                    break


async def test_a_client_stays_while_timing_stops_and_starts(house: Told) -> None:
    async with house.watching() as socket:
        assert not (await told(socket, 'status_update'))['status']['timing_connected']
        await house.start()
        assert (await told(socket, 'status_update'))['status']['timing_connected']
        await told(socket, 'karting_data')
        await house.stop()
        assert not (await told(socket, 'status_update'))['status']['timing_connected']
        assert (await house.root.get(f'/circuits/{house.circuit_id}/status')).json()['connected_clients'] == 0


async def test_what_was_told_is_there_after_timing_stopped(house: Told) -> None:
    await house.start()
    async with house.watching() as socket:
        house.twin.send(lap('7', 2, '1:02.345'))
        await until_lap(socket, '7', '1:02.345')
    one = f'/circuits/{house.circuit_id}'
    drivers = (await house.root.get(f'{one}/drivers')).json()
    exported = (await house.root.get(f'{one}/session/export')).json()['session_data']
    assert exported['drivers'] == drivers['drivers']
    assert exported['mapped_data']['r7']['C4'] == '1:02.345'
    async with asyncio.timeout(10):  # it is stored every two seconds
        while not (await house.root.get(f'/api/v1{one}/sessions')).json():
            await asyncio.sleep(0.05)
    await house.stop()
    assert (await house.root.get(f'{one}/drivers')).json()['drivers'] == drivers['drivers']
    async with house.watching() as late:
        assert (await told(late, 'cached_data'))['data']['drivers'] == drivers['drivers']


async def test_a_ping_or_no_document_at_all_is_answered(house: Told) -> None:
    async with house.watching() as socket:
        for said in ('{"type":"ping"}', 'ping', '', '{"type":', '[1]'):
            await socket.send(said)
            assert (await told(socket, 'pong'))['timestamp']


async def test_what_is_hostile_is_not_answered_and_harms_nobody(house: Told) -> None:
    async with house.watching() as socket:
        for said in (b'\xff\x00', 'x' * 100_000, '{"type":"pause"}', '[' * 190):
            await socket.send(said)
        await socket.send('ping')
        await told(socket, 'pong')


async def closed_with(address: str) -> int:
    async with connect(address, proxy=None) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 10)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


async def test_a_circuit_that_is_not_there_closes_with_4004(house: Told) -> None:
    for name in ('99', 'nobody', '%2e%2e'):
        assert await closed_with(f'ws://{house.address}/circuits/{name}/live') == 4004


@asynccontextmanager
async def private_circuit(folder: Path) -> AsyncIterator[str]:
    async with served(folder, Mode.LAN) as (app, address):
        circuits.add(app.state.instance, LOCAL, {'name': 'South', 'provider': 'apex'})
        yield f'ws://{address}/circuits/1/live'


async def test_a_circuit_of_somebody_else_is_not_there_either(tmp_path: Path) -> None:
    async with private_circuit(tmp_path) as address:
        assert await closed_with(address) == 4004


async def test_who_may_not_see_it_any_more_is_not_told_any_more(tmp_path: Path) -> None:
    async with served(tmp_path, Mode.LAN) as (app, address):
        new = {'name': 'South', 'provider': 'apex', 'visibility': 'public'}
        one = circuits.add(app.state.instance, LOCAL, new).id
        async with connect(f'ws://{address}/circuits/{one}/live', proxy=None) as socket:
            await told(socket, 'status_update')
            circuits.write(app.state.instance, LOCAL, one, {'visibility': 'private'})
            with pytest.raises(ConnectionClosed) as closed:
                await asyncio.wait_for(socket.recv(), 10)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4004
