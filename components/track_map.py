"""The track as it was driven, without tiles: where the lap looked at gains and loses, and where every lap is.

Thickness carries size, colour carries sign: it still reads in grey, and in sunlight.
"""

from nicegui import ui

import components.linked  # noqa: F401  (makes `racetrace-link` known to the browser)
from components.chart_stack import corners
from components.theme import lap_colour
from racetrace.telemetry.comparison import Comparison


class TrackMap(ui.element, component='track_map.js'):
    def __init__(self, comparison: Comparison, *, focus: int) -> None:
        super().__init__()
        self.classes('map')
        self.props['colours'] = [lap_colour(k, comparison.reference) for k in range(len(comparison.laps))]
        self.props['reference'] = comparison.reference
        self.props['stretch'] = list(comparison.stretch_m)
        self._set(comparison, focus)

    def look(self, comparison: Comparison, focus: int) -> None:
        """Colour by another lap."""
        self._set(comparison, focus)

    def _set(self, comparison: Comparison, focus: int) -> None:
        self.props['corners'] = corners(comparison, focus)
        self.props['focus'] = focus
