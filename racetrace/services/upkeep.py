"""What is looked after again and again while an instance runs."""

import asyncio
from contextlib import suppress
from typing import Final

from racetrace.errors import StoreAway, StoreFull
from racetrace.services.instance import Instance
from racetrace.store import audit
from racetrace.store.database import writing

DAY_S: Final = 86_400.0


async def daily(instance: Instance) -> None:
    while True:
        await asyncio.sleep(DAY_S)
        with suppress(StoreFull, StoreAway):  # tomorrow, then
            await asyncio.to_thread(forget_deeds, instance)


def forget_deeds(instance: Instance) -> None:
    """Remove what was done longer ago than the settings say; nothing younger, whatever it tells of."""
    now = instance.clock()
    before = now - instance.audit_life
    with writing(instance.engine) as db:
        removed = audit.remove(db, before)
        if removed:
            said = f'{removed} from before {before:%Y-%m-%d}'
            audit.note(db, at=now, who_id=None, what='remove old entries', on_what=said)
