import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

from websockets.asyncio.server import ServerConnection

from racetrace.live.apex_source import ApexSource
from racetrace.live.reach import Reach
from tests.live.tiny import listen, site, sockets

ANSWER = '0@1@init|r|\n'


@asynccontextmanager
async def circuit(
    talk: Callable[[ServerConnection], Awaitable[None]], *, first_s: float = 5.0, short_s: float = 0.0
) -> AsyncIterator[ApexSource]:
    """Yield the source of a circuit that has both ways; its polls are answered once, then refused."""
    polls = [ANSWER]
    async with sockets(talk) as socket_port:

        def page(path: str, *_: object) -> tuple[int, str, str]:
            if path.endswith('config.js'):
                return 200, '', f'var configPort = {socket_port - 2};'
            return (200, '', polls.pop()) if polls else (503, '', '')

        async with site(page) as port:
            yield ApexSource(
                page=f'http://127.0.0.1:{port}/live/rkc/',
                reach=Reach(is_private_allowed=True),
                first_s=first_s,
                short_s=short_s,
                poll_s=0.0,
            )


async def test_the_websocket_is_read_where_it_speaks() -> None:
    async def talk(one: ServerConnection) -> None:
        await one.send('init|n|\n')
        await one.send('title1||a\n')

    async with circuit(talk) as source:
        frames, why = await listen(source)
    assert frames == [b'init|n|\n', b'title1||a\n']
    assert 'ended the connection' in why


async def test_a_websocket_that_says_nothing_is_left_for_the_other_way() -> None:
    async def talk(one: ServerConnection) -> None:
        await one.wait_closed()

    async with circuit(talk, first_s=0.05) as source, aclosing(source.frames()) as frames:
        assert await asyncio.wait_for(anext(frames), 5) == b'init|r|\n'


async def test_a_websocket_that_throws_us_out_at_once_is_left_for_the_other_way() -> None:
    async def talk(one: ServerConnection) -> None:
        await one.send('init|n|\n')

    async with circuit(talk, short_s=2.0) as source:
        frames, why = await listen(source)
    assert frames == [b'init|n|\n', b'init|r|\n']
    assert why.endswith('answers with the error 503.')


async def test_a_word_in_time_is_enough_however_long_the_silence_after() -> None:
    async def talk(one: ServerConnection) -> None:
        await one.send('init|n|\n')
        await one.wait_closed()

    async with circuit(talk, first_s=0.4) as source, aclosing(source.frames()) as frames:
        assert await anext(frames) == b'init|n|\n'
        waiting = asyncio.ensure_future(anext(frames))
        await asyncio.wait([waiting], timeout=0.6)
        assert not waiting.done()
        waiting.cancel()
        await asyncio.wait([waiting])
