"""The laps of a session: time and how it was measured, gap to the best, which are chosen."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from nicegui import events, ui

from components.words import kmh
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy
from racetrace.telemetry.summary import Summary
from racetrace.words import lap_time, signed

KINDS: Final = {
    LapKind.OUT: 'out-lap',
    LapKind.FLYING: '',
    LapKind.IN: 'in-lap',
    LapKind.PIT: 'stood still, or in the pits',
    LapKind.SLOW: 'slow lap',
    LapKind.CUT: 'cut: a part of the track is missing',
    LapKind.DOUBLE: 'two laps in one: a crossing was missed',
    LapKind.OPEN: 'recording ends',
    LapKind.STANDING: 'standing start',
}
MEASURED: Final = {
    MeasuredBy.OFFICIAL: 'official time',
    MeasuredBy.LOGGER: "logger's time",
    MeasuredBy.BEACON: 'beacon',
    MeasuredBy.GATE: 'crossing of the line',
    MeasuredBy.LOOP: 'crossing of a line that was found',
    MeasuredBy.COLUMN: 'lap column',
}


def rows(session: Summary) -> list[dict[str, Any]]:
    """Return a row of words per lap, in the order they were driven."""
    found, own_best_s = [], float('inf')
    counting = {id(lap) for lap in session.ranked}
    best_s = session.best.time_s if session.best and session.best.time_s else 0.0
    slowest_s = max((lap.time_s or 0.0 for lap in session.ranked), default=0.0)
    for lap in session.laps:
        row = _facts(lap)
        if id(lap) in counting and lap.time_s is not None:
            gap_s = lap.time_s - best_s
            row |= {
                'counts': True,
                'tone': 'purple' if lap is session.best else 'green' if lap.time_s < own_best_s else 'yellow',
                'gap': 'best' if lap is session.best else signed(gap_s),
                'share': gap_s / ((slowest_s - best_s) or 1),
            }
            own_best_s = min(own_best_s, lap.time_s)
        found.append(row)
    return found


def _facts(lap: Lap) -> dict[str, Any]:
    return {
        'number': lap.number,
        'label': f'L{lap.number}',
        'time': lap_time(lap.time_s),
        'measured': MEASURED[lap.measured_by] if lap.is_timed else '',
        'fine': resolution(lap.resolution_ms) if lap.is_timed else '',
        'note': _note(lap),
        'top': kmh(lap.max_speed_mps, 1),
        'length': '' if lap.length_m is None else f'{lap.length_m / 1000:.2f}',
        'counts': False,
        'tone': '',
        'gap': '',
        'share': 0.0,
    }


def _note(lap: Lap) -> str:
    """Return why a lap does not count, or what is special about it."""
    return ', '.join(
        filter(None, (lap.excluded_reason or KINDS[lap.kind], '' if lap.is_timed else 'not timed'))
    )


def resolution(milliseconds: float) -> str:
    return f'±{milliseconds:.1f} ms' if 0 < milliseconds < 1 else f'±{milliseconds:.0f} ms'


class LapTable(ui.element, component='lap_table.js'):
    """`on_pick` gets the numbers of the chosen laps whenever they change."""

    def __init__(
        self, session: Summary, chosen: Sequence[int], on_pick: Callable[[list[int]], object]
    ) -> None:
        super().__init__()
        self.classes('laps')
        known = {lap.number for lap in session.laps}
        self.props['rows'] = rows(session)
        self.props['chosen'] = list(chosen)

        def pick(event: events.GenericEventArguments) -> None:
            numbers = event.args if isinstance(event.args, list) else []
            on_pick([n for n in numbers if isinstance(n, int) and n in known])

        self.on('pick', pick)
