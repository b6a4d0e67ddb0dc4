"""Follow the files under way, each with what came of it."""

import asyncio
from collections.abc import AsyncIterator

from racetrace.errors import NotFound
from racetrace.live.hub import News
from racetrace.services import sessions
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.telemetry.summary import Summary


async def watch_files(instance: Instance, viewer: Viewer) -> AsyncIterator[tuple[News, Summary | None]]:
    """Yield what is under way, then each change; the session beside the news that it is ready."""
    async for news in instance.hub.watch():
        yield news, await _found(instance, viewer, news.session_id)


async def _found(instance: Instance, viewer: Viewer, session_id: int | None) -> Summary | None:
    if session_id is None:
        return None
    try:
        return await asyncio.to_thread(sessions.session, instance, viewer, session_id)
    except NotFound:  # deleted in the meantime
        return None
