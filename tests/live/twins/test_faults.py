import asyncio
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from racetrace.simulation.rmonitor import rmonitor_init_at
from tests.live.twins.apex import ApexTwin
from tests.live.twins.faults import FaultProxy
from tests.live.twins.feed_twin import HOST
from tests.live.twins.rmonitor import RMonitorTwin
from tests.simulation.tiny_race import tiny_race

HELLO = rmonitor_init_at(tiny_race(), -1)
LINE = b'$F,0,"00:00:00","09:30:00","00:00:00","      "\r\n'


@pytest.fixture
async def twin() -> AsyncIterator[RMonitorTwin]:
    async with RMonitorTwin(tiny_race()) as running:
        yield running


@pytest.fixture
async def proxy(twin: RMonitorTwin) -> AsyncIterator[FaultProxy]:
    async with FaultProxy(twin.port) as running:
        yield running


@pytest.fixture
async def reader(proxy: FaultProxy) -> AsyncIterator[asyncio.StreamReader]:
    """A client that has read what it was greeted with."""
    reader, writer = await asyncio.open_connection(HOST, proxy.port)
    assert await reader.readexactly(len(HELLO)) == HELLO
    yield reader
    writer.close()


async def test_a_good_network_carries_all(
    twin: RMonitorTwin, proxy: FaultProxy, reader: asyncio.StreamReader
) -> None:
    twin.send(LINE)
    assert await reader.readline() == LINE
    await proxy.has_carried(len(HELLO + LINE))
    assert (proxy.connected, twin.joined) == (1, 1)


async def test_a_drop_ends_both_sides(
    twin: RMonitorTwin, proxy: FaultProxy, reader: asyncio.StreamReader
) -> None:
    proxy.drop()
    assert await reader.read() == b''
    await twin.is_left()


async def test_a_stall_holds_everything_until_it_is_over(
    twin: RMonitorTwin, proxy: FaultProxy, reader: asyncio.StreamReader
) -> None:
    proxy.stall()
    twin.send(LINE)
    await proxy.is_holding()
    assert proxy.carried == len(HELLO)
    proxy.resume()
    assert await reader.readline() == LINE


async def test_garbage_is_something_that_no_server_sent(
    proxy: FaultProxy, reader: asyncio.StreamReader
) -> None:
    proxy.inject(b'\x16\x03\x01\x00')
    assert await reader.readexactly(4) == b'\x16\x03\x01\x00'


async def test_a_chunk_may_come_twice(
    twin: RMonitorTwin, proxy: FaultProxy, reader: asyncio.StreamReader
) -> None:
    proxy.duplicate()
    twin.send(LINE)
    assert [await reader.readline(), await reader.readline()] == [LINE, LINE]


async def test_half_a_chunk_may_come_alone(
    twin: RMonitorTwin, proxy: FaultProxy, reader: asyncio.StreamReader
) -> None:
    proxy.halve()
    twin.send(LINE)
    half = len(LINE) // 2
    assert await reader.readexactly(half) == LINE[:half]
    await proxy.is_holding()
    proxy.resume()
    assert await reader.readexactly(len(LINE) - half) == LINE[half:]


async def test_half_a_chunk_may_be_the_last(
    twin: RMonitorTwin, proxy: FaultProxy, reader: asyncio.StreamReader
) -> None:
    proxy.cut()
    twin.send(LINE)
    assert await reader.read() == LINE[: len(LINE) // 2]
    await twin.is_left()


async def test_connections_are_refused_until_they_are_accepted_at_the_same_door(
    proxy: FaultProxy, reader: asyncio.StreamReader
) -> None:
    port = proxy.port
    proxy.refuse()
    assert await reader.read() == b''
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(HOST, port)
    await proxy.accept()
    again, writer = await asyncio.open_connection(HOST, port)
    assert await again.readexactly(len(HELLO)) == HELLO
    writer.close()
    assert proxy.connected == 2


async def test_a_websocket_ends_with_an_error_when_it_is_cut_off() -> None:
    async with ApexTwin(tiny_race()) as twin, FaultProxy(twin.ws_port) as proxy:
        async with connect(f'ws://{HOST}:{proxy.port}') as client:
            await client.recv()
            proxy.cut()
            await twin.advance_to(10_000)
            with pytest.raises(ConnectionClosedError):
                await client.recv()
        await twin.is_left()
