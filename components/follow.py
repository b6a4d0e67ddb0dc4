"""Keeps a page right while others change what it shows, for as long as somebody looks at it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from nicegui import background_tasks, ui

T = TypeVar('T')


def follow(changes: AsyncIterator[T], on_change: Callable[[T], Awaitable[object]]) -> None:
    """Call `on_change` with each of `changes`; to be set up while the page is built.

    A page that lost its window, or not yet has one, does nothing: it catches up when it is back.
    """
    client = ui.context.client

    async def listen() -> None:
        async for change in changes:
            await client.connected(timeout=None)
            with client.layout:
                await on_change(change)

    client.on_delete(background_tasks.create(listen()).cancel)
