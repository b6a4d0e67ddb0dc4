"""Move the start/finish line on the map of its track, and see what the laps come to before it is kept."""

from base64 import b64encode
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import events, ui

import components.linked  # noqa: F401  (makes `racetrace-link` known to the browser)
from components import lap_words
from racetrace.errors import RaceTraceError
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.packing import pack
from racetrace.telemetry.track import Track
from racetrace.words import lap_time


class GateEditor(ui.element, component='gate_editor.js'):
    """`find` tells where the line may be, `preview` what laps a place of it makes, `save` keeps it.

    Each may raise a RaceTraceError, whose sentence is shown.
    """

    def __init__(
        self,
        laps: Sequence[Lap],
        *,
        find: Callable[[], Awaitable[Track]],
        preview: Callable[[Track, int], Awaitable[list[Lap]]],
        save: Callable[[Track, int], Awaitable[object]],
    ) -> None:
        super().__init__()
        self.classes('fix')
        self.props['label'] = 'Move the start line' if laps else 'Set the start line'
        self._laps = laps
        self._track: Track | None = None
        self._find, self._preview, self._save = find, preview, save
        self.on('open', self._open)
        self.on('move', self._move)
        self.on('save', self._keep)

    async def _open(self) -> None:
        try:
            track = self._track = await self._find()
        except RaceTraceError as error:
            self.run_method('refuse', str(error))
            return
        packed = b64encode(pack({'east': track.east_m, 'north': track.north_m})).decode()
        self.run_method('show', packed, track.step_m, track.is_closed)

    async def _move(self, event: events.GenericEventArguments) -> None:
        place = self._place(event.args)
        if self._track is None or place is None:
            return
        try:
            found = await self._preview(self._track, place)
        except RaceTraceError as error:
            self.run_method('refuse', str(error))
        else:
            self.run_method('preview', rows(found, self._laps))

    async def _keep(self, event: events.GenericEventArguments) -> None:
        place = self._place(event.args)
        if self._track is None or place is None:
            return
        try:
            await self._save(self._track, place)
        except RaceTraceError as error:
            if not self.is_deleted:
                self.run_method('refuse', str(error))
            return
        if not self.is_deleted:
            self.run_method('close')

    def _place(self, sent: object) -> int | None:
        """Return what a browser sent, where it is a place of the track."""
        is_place = self._track is not None and isinstance(sent, int) and 0 <= sent < self._track.east_m.size
        return sent if is_place and isinstance(sent, int) else None


def rows(found: Sequence[Lap], before: Sequence[Lap]) -> list[dict[str, Any]]:
    """Return words on each timed lap: its time there, that of its number now, and what is stated of it."""
    now = {lap.number: lap for lap in before if lap.is_timed}
    return [
        {
            'number': lap.number,
            'label': lap_words.name(lap),
            'there': lap_time(lap.time_s),
            'now': lap_time(now[lap.number].time_s) if lap.number in now else '',
            'stated': lap_time(lap.stated_time_s) if lap.stated_time_s is not None else '',
        }
        for lap in found
        if lap.is_timed
    ]
