"""Put one lap right: leave it out with a reason, split it, or make it one with the next."""

import math
from collections.abc import Awaitable, Callable, Sequence
from itertools import zip_longest
from typing import Any

from nicegui import events, ui

from components import lap_words
from racetrace.errors import RaceTraceError
from racetrace.telemetry.corrections import Correction, CorrectionKind
from racetrace.telemetry.laps import Lap
from racetrace.words import lap_time

LONGEST = 200


class LapMenu(ui.element, component='lap_menu.js'):
    """`exclude` gets the id of a lap and why, '' for one that counts again; `correct` gets the others."""

    def __init__(
        self,
        laps: Sequence[Lap],
        *,
        exclude: Callable[[int, str], Awaitable[object]],
        correct: Callable[[Correction], Awaitable[object]],
    ) -> None:
        super().__init__()
        self.classes('fix')
        self.props['laps'] = [_row(lap, after) for lap, after in zip_longest(laps, laps[1:])]
        known = {lap.id: lap for lap in laps}

        async def save(event: events.GenericEventArguments) -> None:
            lap, wanted = asked(event.args, known)
            if lap is None:
                return
            try:
                await (exclude(lap.id, wanted) if isinstance(wanted, str) else correct(wanted))
            except RaceTraceError as error:
                if not self.is_deleted:
                    self.run_method('refuse', str(error))
                return
            if not self.is_deleted:
                self.run_method('close')

        self.on('save', save)


def asked(sent: Any, laps: dict[int, Lap]) -> tuple[Lap | None, str | Correction]:
    """Return the lap that a browser named, and what to do: a correction, or why to exclude it."""
    deed = sent if isinstance(sent, dict) else {}
    lap = laps.get(deed['id']) if isinstance(deed.get('id'), int) else None
    if lap is None:
        return None, ''
    if deed.get('deed') == 'merge':
        return lap, Correction(kind=CorrectionKind.MERGE, at_s=(lap.start_s + lap.end_s) / 2)
    if deed.get('deed') == 'split':
        seconds = deed.get('seconds')
        if not isinstance(seconds, int | float) or not math.isfinite(seconds):
            return None, ''
        return lap, Correction(kind=CorrectionKind.SPLIT, at_s=lap.start_s + seconds)
    reason = deed.get('reason')
    words = reason.replace('\0', '').strip()[:LONGEST] if isinstance(reason, str) else ''
    if deed.get('deed') == 'include' or words:
        return lap, '' if deed.get('deed') == 'include' else words
    return None, ''


def _row(lap: Lap, after: Lap | None) -> dict[str, Any]:
    took_s = lap.end_s - lap.start_s
    words = filter(None, (lap_words.name(lap), lap_time(lap.time_s), lap_words.note(lap)))
    return {
        'id': lap.id,
        'label': '  '.join(words),
        'timed': lap.is_timed,
        'excluded': lap.excluded_reason,
        'next': lap_words.name(after) if after else '',
        'half': round(took_s / 2, 1),
        'last': round(took_s - 1, 3),
    }
