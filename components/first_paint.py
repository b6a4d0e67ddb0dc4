"""What can be had at once is part of a page from the start: later it waits for the page and its socket."""

import asyncio
from collections.abc import Collection
from typing import Final

AT_ONCE_S: Final = 0.4  # a page with nothing but its frame is better than no page


async def first_paint(tasks: Collection[asyncio.Task[None]]) -> None:
    """Give what a page shows so long; what takes longer comes when it is there."""
    if tasks:
        await asyncio.wait(tasks, timeout=AT_ONCE_S)
