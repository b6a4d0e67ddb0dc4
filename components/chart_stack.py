"""Delta and channels of laps over one distance axis, in one chart with a grid for each; of one, no delta.

Python says how it looks and is tested for it; the samples come packed through `Linked`; the browser draws.
Colours are names of tokens ('$lap-1'), so that a change of theme needs no word from the server.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import nicegui.elements.echart  # noqa: F401  (makes `nicegui-echart` known to the browser)
from nicegui import ui
from nicegui.dependencies import register_esm

import components.linked  # noqa: F401  (and `racetrace-link`)
from components.spoken import spoken
from components.theme import lap_colour
from components.traces import Shown, source
from racetrace.telemetry.comparison import Comparison
from racetrace.words import signed

HANDS: Final = Path(__file__).parent / 'static' / 'stack'
register_esm('racetrace-stack', HANDS, max_time=(HANDS / 'index.js').stat().st_mtime)

DELTA: Final = Shown(name='delta', label='Delta', unit='s', digits=3, weight=2.1)
LINE: Final = {
    'type': 'line',
    'showSymbol': False,
    'silent': True,
    'emphasis': {'disabled': True},
}

ZERO: Final = {
    'silent': True,
    'symbol': 'none',
    'label': {'show': False},
    'data': [{'yAxis': 0, 'lineStyle': {'color': '$muted', 'type': 'solid', 'width': 1}}],
}


def option(comparison: Comparison, rows: Sequence[Shown]) -> dict[str, Any]:
    """Return the ECharts option: axes, series, colours. A series names its columns and holds no samples."""
    return {
        'animation': False,
        'xAxis': [_distance_axis(i, comparison, is_last=i == len(rows) - 1) for i in range(len(rows))],
        'yAxis': [_value_axis(i, shown) for i, shown in enumerate(rows)],
        'dataZoom': [_window('xAxisIndex', list(range(len(rows)))), *_following(rows)],
        'series': [series for i, shown in enumerate(rows) for series in _series(i, shown, comparison)],
    }


def _following(rows: Sequence[Shown]) -> list[dict[str, Any]]:
    """Return the windows of the vertical axes that follow what is seen: one action moves them all."""
    return [_window('yAxisIndex', row) for row, shown in enumerate(rows) if shown.low is None]


def _window(which: str, axes: int | list[int]) -> dict[str, Any]:
    return {
        'type': 'inside',
        which: axes,
        'filterMode': 'none',
        'disabled': True,
    }  # hands are not its business


def _distance_axis(row: int, comparison: Comparison, *, is_last: bool) -> dict[str, Any]:
    return {
        'gridIndex': row,
        'type': 'value',
        'min': comparison.stretch_m[0],
        'max': comparison.stretch_m[1],
        'axisLine': {'show': False},
        'axisTick': {'show': False},
        'axisLabel': {
            'show': is_last,
            'color': '$muted',
            'fontSize': 11,
            'margin': 5,
            'hideOverlap': True,
            'showMaxLabel': False,
            'alignMinLabel': 'left',
        },
        'splitLine': {'lineStyle': {'color': '$line-soft'}},
    }


def _value_axis(row: int, shown: Shown) -> dict[str, Any]:
    return {
        'gridIndex': row,
        'type': 'value',
        'position': 'right',
        'min': shown.low,
        'max': shown.high,
        'splitNumber': 4 if shown.weight > 2 else 2,
        'minInterval': 0 if shown.digits else 1,  # there is no gear 2.5
        'axisLine': {'show': False},
        'axisTick': {'show': False},
        'axisLabel': {
            'color': '$muted',
            'fontSize': 11,
            'margin': 6,
            'hideOverlap': True,
            'showMinLabel': False,
            'showMaxLabel': False,
        },
        'splitLine': {'lineStyle': {'color': '$line-soft'}},
    }


def _series(row: int, shown: Shown, comparison: Comparison) -> list[dict[str, Any]]:
    """Return the lines of one grid; zero is marked where there is a sign."""
    lines = []
    for k, lap in enumerate(comparison.laps):
        colour = '$' + lap_colour(k, comparison.reference)
        place = LINE | {'xAxisIndex': row, 'yAxisIndex': row}
        if shown is not DELTA:
            trace = lap.traces.get(shown.name)
            if trace is not None and trace.values.size:
                columns = [f'{k}/{shown.name}/x', f'{k}/{shown.name}']
                step = 'end' if trace.held else False
                lines.append(place | _stroke(k, colour, comparison) | {'columns': columns, 'step': step})
        elif k != comparison.reference:
            slot = k - (k > comparison.reference)  # with any reference the same ones
            lines += [place | band for band in _band(k, slot, colour)]
            lines.append(place | _stroke(k, colour, comparison) | {'columns': [f'{k}/x', f'{k}/delta']})
    if lines and (shown is DELTA or shown.unit == 'g'):
        lines[-1] = lines[-1] | {'markLine': ZERO}
    return lines


def _stroke(k: int, colour: str, comparison: Comparison) -> dict[str, Any]:
    is_reference = k == comparison.reference
    width = 1.7 if is_reference else 1.0  # exactly one pixel is drawn in a third less time
    return {'lap': k, 'z': 4 if is_reference else 3, 'lineStyle': {'color': colour, 'width': width}}


def _band(k: int, slot: int, colour: str) -> list[dict[str, Any]]:
    """Return two sigma to either side: an unseen line below, and the width stacked on it."""
    stacked = {'stack': f'band {slot}', 'stackStrategy': 'all', 'lineStyle': {'opacity': 0}}
    area = {'color': colour, 'opacity': 0.18}
    return [
        stacked | {'columns': [f'{k}/x', f'{k}/low']},
        stacked | {'columns': [f'{k}/x', f'{k}/width'], 'areaStyle': area, 'lap': k},
    ]


class ChartStack(ui.element, component='chart_stack.js'):
    """What is long goes into props as tuples: of lists NiceGUI watches every part, for 10 ms and more."""

    def __init__(self, comparison: Comparison, shown: Sequence[Shown], *, focus: int) -> None:
        super().__init__()
        self.classes('stack stack--alone' if len(comparison.laps) == 1 else 'stack')
        self.show(comparison, shown, focus=focus)

    def show(self, comparison: Comparison, shown: Sequence[Shown], *, focus: int) -> None:
        """Show these from now on: their samples come through `Linked`."""
        is_alone = len(comparison.laps) == 1
        rows = [*shown] if is_alone else [DELTA, *shown]
        made = option(comparison, rows)
        self.props['option'] = {key: tuple(of) if isinstance(of, list) else of for key, of in made.items()}
        self.props['rows'] = tuple(_row(shown, comparison) for shown in rows)
        self.props['laps'] = tuple(
            {'label': short(lap.label), 'colour': lap_colour(k, comparison.reference)}
            for k, lap in enumerate(comparison.laps)
        )
        self.props['reference'] = comparison.reference
        self.props['source'] = source(comparison, shown)
        self.props['corners'] = tuple(corners(comparison, focus))
        self.props['stretch'] = list(comparison.stretch_m)
        self._name(comparison, focus)

    def look(self, comparison: Comparison, focus: int) -> None:
        """Show what the corners cost another lap."""
        self.run_method('ruler', corners(comparison, focus))
        self._name(comparison, focus)

    def _name(self, comparison: Comparison, focus: int) -> None:
        self.props['role'] = 'group'
        self.props['aria-label'] = f'Traces over distance. {spoken(comparison, focus)}'


def short(label: str) -> str:
    """Return a label as far as the gutter has room for it: the lap's number is never cut."""
    who, _, number = label.rpartition(' ')
    return f'{who[:4]}… {number}' if len(who) > 5 else label


def _row(shown: Shown, comparison: Comparison) -> dict[str, Any]:
    """Return what the gutter beside a grid prints. Labels are text there, never markup."""
    held = any(lap.traces[shown.name].held for lap in comparison.laps if shown.name in lap.traces)
    return {
        'key': shown.name,
        'label': shown.label,
        'unit': shown.unit,
        'digits': shown.digits,
        'weight': shown.weight,
        'signed': shown is DELTA or shown.unit == 'g',
        'held': held,
        'perUnit': shown.per_unit,
    }


def corners(comparison: Comparison, focus: int) -> list[dict[str, Any]]:
    """Return the corners in driving order, with what each cost the lap looked at."""
    found = []
    is_alone = len(comparison.laps) == 1
    for row in comparison.corners:
        lap = row.laps[focus]
        side = 'lose' if lap.lost_s > 0 else 'gain'
        found.append(
            {
                'name': row.corner.name,
                'from': row.corner.start_m,
                'to': row.corner.end_m,
                'apex': row.corner.apex_m,
                'lost': round(lap.lost_s, 3),
                'said': '' if is_alone else signed(lap.lost_s, 2),
                'side': side if lap.is_significant and not is_alone else 'even',
            }
        )
    return found
