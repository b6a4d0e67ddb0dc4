"""Follow sessions: told when their laps, course, corrections or words are others than before."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from racetrace.errors import NotFound
from racetrace.services.instance import Instance
from racetrace.services.sessions import session
from racetrace.services.viewer import Viewer
from racetrace.store import corrections, sessions


async def watch_sessions(
    instance: Instance, viewer: Viewer, shown: Callable[[], Sequence[int]]
) -> AsyncIterator[None]:
    """Yield after each change by which what is shown of sessions is no longer right; `shown` names these."""
    stirs = instance.hub.stirs()
    stirred = asyncio.ensure_future(anext(stirs))  # listening already while the first state is read
    try:
        before = await asyncio.to_thread(_states, instance, viewer, shown())
        while True:
            await stirred
            stirred = asyncio.ensure_future(anext(stirs))
            now = await asyncio.to_thread(_states, instance, viewer, shown())
            is_changed = any(before[key] != state for key, state in now.items() if key in before)
            before = now
            if is_changed:
                yield
    finally:
        stirred.cancel()


def _states(instance: Instance, viewer: Viewer, session_ids: Sequence[int]) -> dict[int, object]:
    return {session_id: _state(instance, viewer, session_id) for session_id in session_ids}


def _state(instance: Instance, viewer: Viewer, session_id: int) -> object:
    try:
        found = session(instance, viewer, session_id)
    except NotFound:
        return None
    return (
        found.laps,
        found.written,
        found.belongs,
        [lap.id for lap in found.laps],
        found.passed.keys(),
        sessions.source(instance.engine, session_id).line_id,
        corrections.of_session(instance.engine, session_id),
    )
