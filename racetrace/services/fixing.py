"""A session as a person puts it right on a page: what the components of that page ask for and bring about."""

import asyncio
from dataclasses import dataclass

from racetrace.services import corrections
from racetrace.services.instance import Instance
from racetrace.services.preview_gate import preview_gate, track_of
from racetrace.services.reach import demand_session
from racetrace.services.viewer import Viewer
from racetrace.telemetry.corrections import Correction, CorrectionKind
from racetrace.telemetry.findings import KnownLine
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary
from racetrace.telemetry.track import Track


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixing:
    instance: Instance
    viewer: Viewer
    session: Summary

    def made(self) -> tuple[list[Correction], list[KnownLine]]:
        """Return the corrections in force and the courses to choose from; blocking. Raises NotFound."""
        found = corrections.listed(self.instance, self.viewer, self.session.id)
        return found, corrections.candidates(self.instance, self.viewer, self.session.id)

    async def track(self) -> Track:
        await self._demand()
        return await asyncio.to_thread(track_of, self.instance, self.session.id)

    async def preview(self, track: Track, index: int) -> list[Lap]:
        await self._demand()
        asked = self.instance, self.session.id, self.session.laps, track, index
        return await asyncio.to_thread(preview_gate, *asked)

    async def move_gate(self, track: Track, index: int) -> None:
        latitude_deg, longitude_deg = track.place_deg(index)
        await self.correct(
            Correction(kind=CorrectionKind.GATE, latitude_deg=latitude_deg, longitude_deg=longitude_deg)
        )

    async def correct(self, new: Correction) -> None:
        await corrections.correct(self.instance, self.viewer, self.session.id, new)

    async def exclude(self, lap_id: int, reason: str) -> None:
        await asyncio.to_thread(corrections.exclude, self.instance, self.viewer, lap_id, reason)

    async def _demand(self) -> None:
        asked = self.instance, self.viewer, 'session.correct', self.session.id
        await asyncio.to_thread(demand_session, *asked)

    async def undo(self, correction_id: int) -> None:
        await corrections.undo(self.instance, self.viewer, self.session.id, correction_id)
