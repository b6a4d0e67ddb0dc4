"""A feed of forty karts that says something new once or twice a second, and in it when that was.

What changes are six karts' laps, and the name of one team: it holds the time, so that whoever sees the name
knows how old the change is, however many hands it came through.
"""

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from random import Random
from typing import Final

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

from tests.live.karts import init, lap

ROWS: Final = 40
CROSSING: Final = 6
GAPS_S: Final = (0.5, 1.0)  # from one change to the next
STAMP: Final = re.compile(r'@([0-9]{13})')  # ms since 1970: of a clock that browsers have too


def changes() -> Iterator[str]:
    """Yield the frames without end; each names another team, or a second change would hide the first."""
    random, laps = Random(1), {str(n): 3 for n in range(1, ROWS + 1)}
    for number in count():
        said = ''
        for kart in random.sample(list(laps), CROSSING):
            laps[kart] += 1
            said += lap(kart, laps[kart], f'1:0{random.randrange(4)}.{random.randrange(1000):03}').decode()
        yield f'{said}r{1 + number % ROWS}c2|dr|TEAM @{time.time_ns() // 1_000_000}\n'


async def main() -> None:
    listeners: set[ServerConnection] = set()

    async def tell(one: ServerConnection) -> None:
        await one.send(init({str(n): 3 for n in range(1, ROWS + 1)}).decode())
        listeners.add(one)
        with suppress(ConnectionClosed):
            await one.wait_closed()
        listeners.discard(one)

    random = Random(2)
    async with serve(tell, '127.0.0.1', 0, compression=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        told = changes()
        while True:
            await asyncio.sleep(random.uniform(*GAPS_S))
            broadcast(listeners, next(told))


if __name__ == '__main__':
    asyncio.run(main())
