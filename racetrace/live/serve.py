"""One viewer's socket: what he is told goes out, what he asks for comes in."""

import asyncio
import json
import math
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final, Protocol

from racetrace.live.boards import Boards, Key
from racetrace.live.viewer import Viewer

LONGEST: Final = 200  # of what a viewer says
BETWEEN_S: Final = 0.02  # one who says more waits, and the others do not

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

    Raises NotFound before anything is sent.
    """
    viewer = boards.watch(key, seq=seq, delay_s=delay_s)
    await until_one_ends(_hear(socket, viewer, ask), _tell(socket, viewer))


async def until_one_ends(*parts: Coroutine[Any, Any, None]) -> None:
    """Do all of it until one has ended, then end the others; what that one raises is raised."""
    tasks = [asyncio.create_task(one) for one in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
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
        await asyncio.sleep(BETWEEN_S)


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
