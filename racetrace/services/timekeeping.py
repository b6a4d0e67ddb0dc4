"""Official times as a page offers them: what its card asks for and brings about."""

import asyncio
from dataclasses import dataclass

from racetrace.services import official_times
from racetrace.services.instance import Instance
from racetrace.services.official_times import Offer
from racetrace.services.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Timekeeping:
    instance: Instance
    viewer: Viewer
    session_id: int

    async def offer(self) -> Offer:
        return await asyncio.to_thread(official_times.offer, self.instance, self.viewer, self.session_id)

    async def accept(self, timing_session_id: int, key: str) -> None:
        await official_times.accept(self.instance, self.viewer, self.session_id, timing_session_id, key)

    async def decline(self) -> None:
        await official_times.decline(self.instance, self.viewer, self.session_id)

    async def remove(self) -> None:
        await official_times.remove(self.instance, self.viewer, self.session_id)
