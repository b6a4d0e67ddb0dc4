"""One viewer's socket: what he is told goes out, what he asks for comes in."""

import asyncio
import json
import math
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from racetrace.live.boards import Boards, Key
from racetrace.live.viewer import Viewer

LONGEST: Final = 200  # of what a viewer says

Asked = Callable[[Mapping[str, Any]], None]


class Socket(Protocol):
    """As Starlette's WebSocket is."""

    async def send_text(self, data: str) -> None: ...
    async def receive_text(self) -> str: ...


async def serve_viewer(
    socket: Socket,
    boards: Boards,
    key: Key,
    *,
    seq: int | None = None,
    delay_s: float = 0.0,
    ask: Asked | None = None,
) -> None:
    """Serve until the board is closed; what the socket raises when its viewer leaves is raised.

    He may say `{"type": "delay", "seconds": 30}`, `{"type": "pause"}` and `{"type": "resume"}`; of a replay,
    `{"type": "replay", …}`, which `ask` takes. To anything else the answer is a pong.

    Raises NotFound, TooBusy before anything is sent.
    """
    viewer = boards.watch(key, seq=seq, delay_s=delay_s)
    heard, told = asyncio.create_task(_hear(socket, viewer, ask)), asyncio.create_task(_tell(socket, viewer))
    try:
        done, _ = await asyncio.wait({heard, told}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (heard, told):
            task.cancel()
        await asyncio.gather(heard, told, return_exceptions=True)
    for task in done:
        task.result()


async def _tell(socket: Socket, viewer: Viewer) -> None:
    with viewer:
        while (text := await viewer.next()) is not None:
            await socket.send_text(text)


async def _hear(socket: Socket, viewer: Viewer, ask: Asked | None) -> None:
    while True:
        said = _said(await socket.receive_text())
        match said.get('type'):
            case 'delay':
                viewer.delay(_seconds(said.get('seconds')))
            case 'pause':
                viewer.pause()
            case 'resume':
                viewer.resume()
            case 'replay' if ask is not None:
                ask(said)
            case _:
                viewer.answer('{"type":"pong"}')


def _said(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        return {}
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _seconds(value: object) -> float:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0
