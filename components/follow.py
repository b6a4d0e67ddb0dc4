"""Keeps a page right while others change what it shows, for as long as somebody looks at it."""

from collections.abc import AsyncIterator, Awaitable, Callable

from nicegui import background_tasks, ui


def follow(changes: AsyncIterator[None], on_change: Callable[[], Awaitable[object]]) -> None:
    """Call `on_change` after each of `changes`; to be set up while the page is built."""
    client = ui.context.client

    async def listen() -> None:
        async for _ in changes:
            with client.layout:
                await on_change()

    client.on_delete(background_tasks.create(listen()).cancel)
