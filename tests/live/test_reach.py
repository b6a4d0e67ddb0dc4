import asyncio

import pytest

from racetrace.errors import ConnectionEnded, FeedAddressRefused
from racetrace.live.reach import Reach
from tests.live.tiny import tcp

OUTSIDE = Reach(is_private_allowed=False)
ANYWHERE = Reach(is_private_allowed=True)

INNER = [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '::7f00:1',
]


@pytest.mark.parametrize('number', INNER)
def test_a_server_asks_no_computer_of_an_inner_network(number: str) -> None:
    assert not OUTSIDE.is_allowed(number)


@pytest.mark.parametrize('number', ['8.8.8.8', '2606:4700::1111', '64:ff9b::808:808', '::ffff:8.8.8.8'])
def test_a_server_asks_computers_of_the_internet(number: str) -> None:
    assert OUTSIDE.is_allowed(number)


@pytest.mark.parametrize('number', INNER)
def test_a_laptop_asks_the_timekeepers_computer(number: str) -> None:
    assert ANYWHERE.is_allowed(number)


@pytest.mark.parametrize('number', ['0.0.0.0', '::', '224.0.0.1', 'ff02::1', '255.255.255.255', '240.0.0.1'])
def test_nobody_asks_what_is_no_one_computer(number: str) -> None:
    assert not ANYWHERE.is_allowed(number)


async def test_a_name_is_refused_for_the_number_it_stands_for() -> None:
    with pytest.raises(FeedAddressRefused, match='localhost is a computer of an inner network'):
        await OUTSIDE.numbers('localhost', 80)


@pytest.mark.parametrize('written', ['2130706433', '0x7f.1', '0177.0.0.1', '127.1'])
async def test_a_number_written_in_another_way_is_the_same_number(written: str) -> None:
    with pytest.raises((FeedAddressRefused, ConnectionEnded)):
        await OUTSIDE.connected(written, 80)


async def test_a_name_that_leads_nowhere_is_told() -> None:
    with pytest.raises(ConnectionEnded, match='Nothing is known of'):
        await ANYWHERE.numbers(f'{"a" * 70}.invalid', 80)


async def test_a_connection_is_made_to_what_was_checked() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'hello')

    async with tcp(greet) as port:
        connection = await ANYWHERE.connected('localhost', port)
        with connection:
            assert await asyncio.get_running_loop().sock_recv(connection, 5) == b'hello'


async def test_where_nobody_listens_is_told() -> None:
    async with tcp(lambda *_: asyncio.sleep(0)) as port:
        pass
    with pytest.raises(
        ConnectionEnded, match=f'127.0.0.1, port {port}, cannot be reached: Connection refused'
    ):
        await ANYWHERE.connected('127.0.0.1', port)
