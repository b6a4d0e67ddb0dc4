"""Open pages end when who opened them may not see them any more: a socket outlives a sign-out."""

import asyncio
from weakref import WeakSet

from nicegui import Client, app, background_tasks

from racetrace.errors import TokenRefused
from racetrace.services.instance import Instance
from racetrace.services.share import seconds_left
from racetrace.services.viewer import Viewer
from racetrace.services.viewers import viewer_again

UNTIL_GONE_S = 0.5  # for a browser to leave by itself


def register(instance: Instance) -> None:
    if not instance.mode.has_accounts:
        return
    watched: WeakSet[Client] = WeakSet()

    @app.on_connect
    def watch(client: Client) -> None:
        viewer: Viewer | None = getattr(client.request.state, 'viewer', None)
        if viewer is not None and client not in watched:
            watched.add(client)
            client.on_delete(background_tasks.create(_watch(instance, client, viewer)).cancel)
            if viewer.links:
                client.on_delete(background_tasks.create(_stir_at_the_end(instance, viewer)).cancel)


async def _stir_at_the_end(instance: Instance, viewer: Viewer) -> None:
    """Let pages look again when a link ends by itself, as they do when one is taken back."""
    left_s = await asyncio.to_thread(seconds_left, instance, viewer)
    if left_s is not None:
        await asyncio.sleep(left_s)
        instance.hub.stir()


async def _watch(instance: Instance, client: Client, viewer: Viewer) -> None:
    async for _ in instance.hub.told(viewer.user_id):
        try:
            now = await asyncio.to_thread(viewer_again, instance, viewer)
        except TokenRefused:
            now = None
        if now is None or (now.role, now.is_stepped_up) != (viewer.role, viewer.is_stepped_up):
            client.run_javascript('location.reload()')
            await asyncio.sleep(UNTIL_GONE_S)
            _end(client)
            return


def _end(client: Client) -> None:
    """Whatever the browser did: nothing on that page does anything any more."""
    for left in list(client._delete_tasks):  # NiceGUI would delete it again, and take that for a fault
        client._cancel_delete_task(left)
    client.delete()
