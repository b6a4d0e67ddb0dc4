"""What is looked after again and again while an instance runs."""

import asyncio
from contextlib import suppress
from datetime import UTC
from typing import Final

from racetrace.errors import StoreAway, StoreFull
from racetrace.services.instance import Instance
from racetrace.store import audit, circuits, frames
from racetrace.store.database import writing

DAY_S: Final = 86_400.0
DAY_MS: Final = 86_400_000


async def daily(instance: Instance) -> None:
    while True:
        await asyncio.sleep(DAY_S)
        with suppress(StoreFull, StoreAway):  # tomorrow, then
            await asyncio.to_thread(forget, instance)


def forget(instance: Instance) -> None:
    """Remove what has been kept for as long as it was to be."""
    forget_deeds(instance)
    forget_frames(instance)


def forget_frames(instance: Instance) -> None:
    """Remove what feeds sent, also of circuits that nobody follows any more, or that were deleted."""
    now_ms = round(instance.clock().replace(tzinfo=UTC).timestamp() * 1000)
    for circuit_id, days in circuits.days_kept(instance.engine).items():
        frames.forget(instance.engine, circuit_id, now_ms - days * DAY_MS)


def forget_deeds(instance: Instance) -> None:
    """Remove what was done longer ago than the settings say; nothing younger, whatever it tells of."""
    now = instance.clock()
    before = now - instance.audit_life
    with writing(instance.engine) as db:
        removed = audit.remove(db, before)
        if removed:
            said = f'{removed} from before {before:%Y-%m-%d}'
            audit.note(db, at=now, who_id=None, what='remove old entries', on_what=said)
