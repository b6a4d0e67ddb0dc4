"""Whether somebody may still watch a circuit, asked at each change: a socket outlives a sign-out."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from racetrace.services.circuits import circuit, topic
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer

AGAIN_S: Final = 60.0  # for what ends by itself: sign-ins, tokens

Asked = Callable[[], Awaitable[Viewer]]  # who it is by now


async def admitted(instance: Instance, asked: Asked, circuit_id: int) -> Viewer:
    """Return who may see a circuit. Raises NotFound, and what `asked` raises."""
    viewer = await asked()
    await asyncio.to_thread(circuit, instance, viewer, circuit_id)
    return viewer


async def while_admitted(instance: Instance, asked: Asked, viewer: Viewer, circuit_id: int) -> None:
    """Ask again and again, until it raises what `admitted` does."""
    told = [instance.hub.told(one) for one in (viewer.user_id, topic(circuit_id))]
    changes = [asyncio.ensure_future(anext(one)) for one in told]
    await asyncio.sleep(0)  # they listen before it is asked
    try:
        while True:
            await admitted(instance, asked, circuit_id)
            await asyncio.wait(changes, timeout=AGAIN_S, return_when=asyncio.FIRST_COMPLETED)
            for number, change in enumerate(changes):
                if change.done():
                    changes[number] = asyncio.ensure_future(anext(told[number]))
            await asyncio.sleep(0)
    finally:
        for change in changes:
            change.cancel()
