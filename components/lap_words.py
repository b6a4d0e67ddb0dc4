"""What a lap is called: its kind, how its time was measured, and why it is not laid on the track."""

from typing import Final

from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy
from racetrace.telemetry.summary import Summary
from racetrace.words import lap_time

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
    MeasuredBy.HAND: 'split by hand',
}


def name(lap: Lap) -> str:
    return f'L{lap.number}'


def note(lap: Lap) -> str:
    """Return why a lap does not count, or what is special about it; '' where nothing is."""
    untimed = '' if lap.is_timed else 'not timed'
    return ', '.join(filter(None, (lap.excluded_reason or KINDS[lap.kind], untimed)))


def measured(lap: Lap) -> str:
    """Return how its time was measured, and how finely; '' where there is none."""
    if not lap.is_timed:
        return ''
    known = f'; the logger says {lap_time(lap.stated_time_s)}' if lap.stated_time_s is not None else ''
    return f'{MEASURED[lap.measured_by]}, {resolution(lap.resolution_ms)}{known}'


def resolution(milliseconds: float) -> str:
    return f'±{milliseconds:.1f} ms' if 0 < milliseconds < 1 else f'±{milliseconds:.0f} ms'


def why_not_on_track(session: Summary, lap: Lap) -> str:
    """Return one sentence on why there is nothing to draw over the distance."""
    if not session.format:
        return 'This session was made by hand: there are no samples.'
    if not lap.is_comparable:
        return f'Only whole laps from line to line are laid on the track; this one is not: {note(lap)}.'
    if session.fix_rate_hz is None:
        return 'There are no positions in this file: the lap cannot be laid on a track. Its time stands.'
    if session.driven is None:
        return (
            'The positions of this session are too uncertain: no lap of it ends where it began. '
            'The lap times stand.'
        )
    return 'This lap cannot be laid on its track: it leaves it, or positions are missing. Its time stands.'
