import asyncio
from collections.abc import AsyncIterator

from components.follow import follow
from tests.conftest import OpenScreen

TURNS = 20  # of the loop: enough for all that could happen


async def turns() -> None:
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def test_a_page_without_its_window_does_nothing_and_catches_up(open_screen: OpenScreen) -> None:
    client = (await open_screen('/compare')).client
    assert client is not None
    told: asyncio.Queue[int] = asyncio.Queue()
    heard: list[int] = []

    async def changes() -> AsyncIterator[int]:
        while True:
            yield await told.get()

    async def hear(change: int) -> None:
        heard.append(change)

    with client:
        follow(changes(), hear)
    told.put_nowait(1)
    await turns()
    assert heard == [1]
    tab_id, client.tab_id = client.tab_id, None  # as NiceGUI leaves it when the socket is gone
    told.put_nowait(2)
    await turns()
    assert heard == [1]
    assert tab_id is not None
    await client.handle_handshake('another socket', tab_id, None, 'document', None)
    await turns()
    assert heard == [1, 2]
