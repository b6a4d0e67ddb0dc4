"""Corners, sorted by time lost; of one lap, in driving order with the time each took.

A row hovered lights the corner everywhere; a click zooms.
"""

from typing import Any

from nicegui import ui

import components.linked  # noqa: F401  (makes `racetrace-link` known to the browser)
from components.shown_units import scales
from components.words import near, speed
from racetrace.telemetry.comparison import Comparison, CornerOfLap, CornerRow
from racetrace.words import NONE, signed

SAME_M = 3  # closer than this nobody can say


def rows(comparison: Comparison, focus: int, most: int | None = None) -> list[dict[str, Any]]:
    """Return a row of words per corner, the dearest first; of one lap alone in driving order.

    `most` leaves those out that matter least.
    """
    if len(comparison.laps) == 1:
        return [_alone(row, row.laps[0]) for row in comparison.corners]
    weighty = sorted(comparison.corners, key=lambda row: abs(row.laps[focus].lost_s), reverse=True)[:most]
    most_s = abs(weighty[0].laps[focus].lost_s) if weighty else 0.0
    return [
        _row(row, row.laps[focus], row.laps[comparison.reference], most_s or 1)
        for row in sorted(weighty, key=lambda row: row.laps[focus].lost_s, reverse=True)
    ]


def _row(row: CornerRow, lap: CornerOfLap, reference: CornerOfLap, most_s: float) -> dict[str, Any]:
    side = ('lose' if lap.lost_s > 0 else 'gain') if lap.is_significant else 'even'
    speeds = {
        key: (speed(ours), signed((ours - theirs) / scales().mps, 0))
        for key, ours, theirs in (
            ('entry', lap.entry_mps, reference.entry_mps),
            ('min', lap.min_mps, reference.min_mps),
            ('exit', lap.exit_mps, reference.exit_mps),
        )
    }
    return {
        'name': row.corner.name,
        'from': row.corner.start_m,
        'to': row.corner.end_m,
        'share': abs(lap.lost_s) / most_s,
        'lost': signed(lap.lost_s),
        'sigma': f'±{2 * lap.sigma_s:.3f}',
        'side': side,
        'braking': braking(lap.braking_m, reference.braking_m),
        **speeds,
    }


def _alone(row: CornerRow, lap: CornerOfLap) -> dict[str, Any]:
    speeds = {'entry': lap.entry_mps, 'min': lap.min_mps, 'exit': lap.exit_mps}
    return {
        'name': row.corner.name,
        'from': row.corner.start_m,
        'to': row.corner.end_m,
        'took': f'{lap.time_s:.3f}',
        'braking': NONE if lap.braking_m is None else f'{near(lap.braking_m)} before',
        **{key: (speed(mps), '') for key, mps in speeds.items()},
    }


def braking(ours_m: float | None, theirs_m: float | None) -> str:
    """Words, not a sign: nobody remembers which way a braking point counts. Metres before the apex."""
    if ours_m is None or theirs_m is None:
        return NONE
    by_m = ours_m - theirs_m
    return 'same' if abs(by_m) < SAME_M else f'{near(abs(by_m))} {"early" if by_m > 0 else "late"}'


class CornerTable(ui.element, component='corner_table.js'):
    def __init__(self, comparison: Comparison, *, focus: int, most: int | None = None) -> None:
        super().__init__()
        self._most = most
        self.classes('corners')
        self.look(comparison, focus)

    def look(self, comparison: Comparison, focus: int) -> None:
        """Show another lap, of this comparison or another."""
        self.props['rows'] = tuple(rows(comparison, focus, self._most))
        self.props['stretch'] = list(comparison.stretch_m)
