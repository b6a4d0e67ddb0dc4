import asyncio
from contextlib import aclosing

import pytest
from websockets.asyncio.server import ServerConnection

from racetrace.errors import FeedAddressRefused
from racetrace.live.address import Address
from racetrace.live.reach import Reach
from racetrace.live.web_socket import MOST_BYTES, WebSocket
from tests.live.tiny import listen, site, sockets

ANYWHERE = Reach(is_private_allowed=True)


def source(port: int, *, rest: str = '/', greeting: str = '') -> WebSocket:
    where = Address(scheme='ws', host='127.0.0.1', port=port, rest=rest)
    return WebSocket(address=where, reach=ANYWHERE, origin='https://live.apex-timing.com', greeting=greeting)


async def test_frames_come_as_they_were_sent_texts_and_bytes() -> None:
    async def talk(one: ServerConnection) -> None:
        await one.send('init|r|\n')
        await one.send('')
        await one.send(b'title1||Caf\xe9\n')

    async with sockets(talk) as port:
        frames, why = await listen(source(port))
    assert frames == [b'init|r|\n', b'', b'title1||Caf\xe9\n']
    assert why == f'ws://127.0.0.1:{port} ended the connection (code 1000).'


async def test_the_page_is_named_and_nothing_else_is_ever_said() -> None:
    heard: asyncio.Future[tuple[str | None, list[str | bytes]]] = asyncio.get_running_loop().create_future()

    async def talk(one: ServerConnection) -> None:
        assert one.request
        await one.send('init|r|\n')
        heard.set_result((one.request.headers.get('Origin'), [said async for said in one]))

    async with sockets(talk) as port:
        async with aclosing(source(port).frames()) as frames:
            await anext(frames)
        assert await asyncio.wait_for(heard, 5) == ('https://live.apex-timing.com', [])


async def test_who_joins_says_so_first() -> None:
    async def talk(one: ServerConnection) -> None:
        await one.send(f'heard {await one.recv(decode=True)}')

    async with sockets(talk) as port:
        frames, _ = await listen(source(port, greeting='$JOIN,1,abc'))
    assert frames == [b'heard $JOIN,1,abc']


async def test_a_message_without_end_is_not_taken() -> None:
    async def talk(one: ServerConnection) -> None:
        await one.send(b'x' * (MOST_BYTES + 1))
        await one.wait_closed()

    async with sockets(talk) as port:
        frames, why = await listen(source(port))
    assert frames == []
    assert 'ws://127.0.0.1' in why


async def test_it_is_led_nowhere_else() -> None:
    async with site(lambda *_: (302, 'Location: ws://127.0.0.1:1/\r\n', '')) as port:
        _, why = await listen(source(port))
    assert 'is no websocket of a feed' in why


async def test_who_speaks_no_websocket_is_told_of() -> None:
    async with site(lambda *_: (200, '', 'hello')) as port:
        _, why = await listen(source(port))
    assert why.startswith(f'ws://127.0.0.1:{port} is no websocket of a feed: ')


async def test_a_server_may_not_ask_inside() -> None:
    where = Address(scheme='ws', host='127.0.0.1', port=80)
    with pytest.raises(FeedAddressRefused):
        await anext(WebSocket(address=where, reach=Reach(is_private_allowed=False)).frames())


async def test_the_name_holds_no_token() -> None:
    assert source(80, rest='/instance/9/secret').name == 'ws://127.0.0.1'
