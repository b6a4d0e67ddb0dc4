"""Follow the files under way, each with what came of it."""

import asyncio
from collections.abc import AsyncIterator

from racetrace.errors import NotFound
from racetrace.live.hub import News
from racetrace.services import sessions
from racetrace.services.best_before import best_before
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.telemetry.arrived import Arrived


async def watch_files(instance: Instance, viewer: Viewer) -> AsyncIterator[tuple[News, Arrived | None]]:
    """Yield what is under way of the viewer's, then each change; the session beside the news of its end."""
    async for news in instance.hub.watch():
        if news.owner_id != viewer.user_id:
            continue
        session_id = news.session_id
        yield news, await asyncio.to_thread(_found, instance, viewer, session_id) if session_id else None


def _found(instance: Instance, viewer: Viewer, session_id: int) -> Arrived | None:
    try:
        session = sessions.session(instance, viewer, session_id)
    except NotFound:  # deleted in the meantime
        return None
    before = best_before(instance, viewer, session)
    return Arrived(session=session, before=before and before[1])
