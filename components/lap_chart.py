"""The places of everybody, lap by lap. Fetched while it is looked at, for it grows with the race.

The document is `{"laps": 17, "entries": [{"number", "colour", "name", "places": [3, 3, 2, null, …],
"recalled": [1, 2]}]}`, a place for each lap from the first, and the laps that the provider told afterwards.
"""

from typing import Any, Final

import nicegui.elements.echart  # noqa: F401  (makes `nicegui-echart` known to the browser)
from nicegui import ui

import components.chart_stack
import components.live_feed  # noqa: F401  (and `racetrace-live`)

AXIS: Final = {'axisLine': {'show': False}, 'axisTick': {'show': False}}
LABEL: Final = {'color': '$muted', 'fontSize': 11, 'hideOverlap': True}


def option() -> dict[str, Any]:
    """Return axes and colours, the latter as names of tokens; the lines come in the browser."""
    return {
        'animation': False,
        'grid': {'left': 30, 'right': 34, 'top': 12, 'bottom': 24},
        'xAxis': {'type': 'value', 'min': 1, 'minInterval': 1, **AXIS, 'axisLabel': LABEL}
        | {'splitLine': {'show': False}},
        'yAxis': {'type': 'value', 'inverse': True, 'min': 1, 'minInterval': 1, **AXIS, 'axisLabel': LABEL}
        | {'splitLine': {'lineStyle': {'color': '$line-soft'}}},
    }


class LapChart(ui.element, component='lap_chart.js'):
    def __init__(self, url: str) -> None:
        """`url` is of the document."""
        super().__init__()
        self.classes('lapchart')
        self.props['url'] = url
        self.props['option'] = option()
