"""What a thousand viewers feel of twenty who never read: the same look with these and without."""

import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from tests.bench.contest import Asked, Trial
from tests.bench.viewers import LOOK_S, p95_ms, some_viewers, viewed_site

STUCK: Final = 20
BUFFER: Final = 2048  # bytes that wait here
HELLO: Final = (
    b'GET /ours HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
    b'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n\r\n'
)
ASKED: Final = b'{"type":"delay","seconds":0}'  # answered with the whole board
FRAME: Final = bytes([0x81, 0x80 | len(ASKED)]) + bytes(4) + ASKED  # masked, by zeros
TIMES: Final = 40  # more boards than all buffers on the way hold
FILLED_S: Final = 1.5  # until all that was asked for is heard


@contextmanager
def contest(share: float, folder: Path) -> Iterator[Trial]:
    del folder
    viewers = some_viewers(share)
    with viewed_site(viewers + STUCK) as port:

        def ours() -> Sequence[float]:
            with ExitStack() as stack:
                for _ in range(STUCK):
                    stack.enter_context(stuck(port))
                time.sleep(FILLED_S)
                return [p95_ms(port, '/ours', viewers, LOOK_S * share)]

        yield Trial(
            asked=[_asked(viewers)],
            ours=ours,
            theirs=lambda: [p95_ms(port, '/ours', viewers, LOOK_S * share)],
            is_slow=True,
        )


def _asked(viewers: int) -> Asked:
    return Asked(
        name='viewers_stuck',
        task=f'p95 from a change of a 40-row board to {viewers} viewers, beside {STUCK} who never read',
        peer='the same viewers alone',
        unit='ms',
        limit=1.1,
        limit_of='ratio',
    )


@contextmanager
def stuck(port: int) -> Iterator[socket.socket]:
    """Open a viewer's socket that asks for a board again and again, and never reads."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        one.connect(('127.0.0.1', port))
        one.sendall(HELLO + FRAME * TIMES)
        yield one
