"""How late a change of a board is at its viewers, against a bare broadcast of the same texts.

This process is the viewers. Each connection is a fresh one: the web server closes a websocket after five
seconds where one was made on a connection that had served a request before.
"""

import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

if sys.platform != 'win32':
    import resource

from tests.bench.contest import Asked, NotHere, Trial

VIEWERS: Final = 1000
LOOK_S: Final = 8.0  # at each side
AT_ONCE: Final = 50  # connections that are opened together
ROOT: Final = Path(__file__).parents[2]

_BEGUN: Final = re.compile(rb'"now_ms":\s?([0-9.]+)')


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Trial]:
    del folder
    viewers = some_viewers(share)
    with viewed_site(viewers) as port:
        yield Trial(
            asked=[_asked(viewers)],
            ours=lambda: [p95_ms(port, '/ours', viewers, LOOK_S * share)],
            theirs=lambda: [p95_ms(port, '/bare', viewers, LOOK_S * share)],
            is_slow=True,
        )


def some_viewers(share: float) -> int:
    return max(20, round(VIEWERS * share))


@contextmanager
def viewed_site(sockets: int) -> Iterator[int]:
    """Start the site, and allow so many sockets; yield its port."""
    _allow_sockets(sockets)
    command = [sys.executable, '-m', 'tests.bench.viewed_site']
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as site:
        try:
            assert site.stdout is not None
            yield int(site.stdout.readline())
        finally:
            site.kill()


def _asked(viewers: int) -> Asked:
    return Asked(
        name='viewers',
        task=f'p95 from a change of a 40-row board to {viewers} viewers of one process, twice a second',
        peer='a bare broadcast of the same texts over the same web server',
        unit='ms',
        limit=1.5,
        limit_of='ratio',
    )


class _Viewer(asyncio.Protocol):
    """A websocket that looks only at when what it is told was begun."""

    def __init__(self, path: str, late_ms: list[float]) -> None:
        self._path, self._late_ms = path, late_ms
        self._rest = b''
        self.is_open = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(
            f'GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
            'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n\r\n'.encode()
        )

    def data_received(self, data: bytes) -> None:
        now_ms = time.monotonic() * 1000
        self._rest += data
        if not self.is_open.done():
            head, end, rest = self._rest.partition(b'\r\n\r\n')
            if not end:
                return
            self._rest = rest
            self.is_open.set_result(head.startswith(b'HTTP/1.1 101'))
        while (size := _whole(self._rest)) and len(self._rest) >= size:
            frame, self._rest = self._rest[:size], self._rest[size:]
            if b'"delta"' in frame[:30] and (begun := _BEGUN.search(frame)) is not None:
                self._late_ms.append(now_ms - float(begun[1]))

    def connection_lost(self, error: Exception | None) -> None:
        del error
        if not self.is_open.done():
            self.is_open.set_result(False)


def _whole(data: bytes) -> int:
    """Return the size of the frame that begins here; 0: that is not known yet."""
    if len(data) < 4:
        return 0
    length = data[1] & 0x7F
    if length < 126:
        return 2 + length
    return 4 + int.from_bytes(data[2:4]) if length == 126 else 10 + int.from_bytes(data[2:10])


def p95_ms(port: int, path: str, viewers: int, seconds: float) -> float:
    return asyncio.run(_look(port, path, viewers, max(1.5, seconds)))


async def _look(port: int, path: str, viewers: int, seconds: float) -> float:
    loop = asyncio.get_running_loop()
    late_ms: list[float] = []
    watching: list[_Viewer] = []
    for first in range(0, viewers, AT_ONCE):
        some = range(first, min(first + AT_ONCE, viewers))
        made = [loop.create_connection(lambda: _Viewer(path, late_ms), '127.0.0.1', port) for _ in some]
        new = [viewer for _, viewer in await asyncio.gather(*made)]
        assert all(await asyncio.gather(*(viewer.is_open for viewer in new)))
        watching += new
    late_ms.clear()
    await asyncio.sleep(seconds)
    for viewer in watching:
        assert viewer.transport is not None
        viewer.transport.abort()
    await asyncio.sleep(0.5)
    assert len(late_ms) >= viewers, 'viewers were not told'
    return float(np.percentile(late_ms, 95))


def _allow_sockets(viewers: int) -> None:
    """Allow this process and the site, which inherits it, so many; raises NotHere."""
    if sys.platform == 'win32':
        return  # it has no such limit
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = viewers + 200
    if soft < needed:
        if hard < needed:
            raise NotHere(f'It needs {needed} open files, and {hard} are allowed: see ulimit -n.')
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
