"""The track as it was driven, without tiles: where the lap looked at gains and loses, and where every lap is.

Thickness carries size, colour carries sign: it still reads in grey, and in sunlight. Instead it can show how
a channel goes along the lap, or the line of each lap.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from nicegui import events, ui

import components.linked  # noqa: F401  (makes `racetrace-link` known to the browser)
from components.channel_choice import short_name
from components.chart_stack import corners
from components.spoken import spoken
from components.theme import lap_colour
from components.traces import Shown, channels
from racetrace.telemetry.channels import SPEED
from racetrace.telemetry.comparison import Comparison

GAIN: Final = 'gain'
LAP: Final = 'lap'
SIGNED: Final = frozenset({'g', 'deg', 'deg/s'})  # units in which left and right, or to and fro, have a sign


def choices(comparison: Comparison, drawn: Sequence[Shown]) -> list[dict[str, Any]]:
    """Return what the map can be coloured by: time gained, speed, the channels that are drawn, the lap."""
    is_alone = len(comparison.laps) == 1
    offered = {channel.name: channel for channel in (*channels(comparison, [SPEED]), *drawn)}
    found = [] if is_alone else [{'key': GAIN, 'label': 'Time gained'}]
    found += [_choice(channel, comparison) for channel in offered.values()] if drawn else []
    return found if is_alone or not drawn else [*found, {'key': LAP, 'label': 'Lap, each its line'}]


def _choice(channel: Shown, comparison: Comparison) -> dict[str, Any]:
    traces = [lap.traces[channel.name] for lap in comparison.laps if channel.name in lap.traces]
    return {
        'key': short_name(channel.name),
        'name': channel.name,
        'label': channel.label,
        'unit': channel.unit,
        'digits': channel.digits,
        'held': any(trace.held for trace in traces),
        'signed': channel.unit in SIGNED,
    }


class TrackMap(ui.element, component='track_map.js'):
    def __init__(
        self,
        comparison: Comparison,
        *,
        focus: int,
        drawn: Sequence[Shown] = (),
        colour: str = '',
        on_colour: Callable[[str], object] | None = None,
    ) -> None:
        """`drawn` are channels whose columns come; without any there is nothing to choose."""
        super().__init__()
        self.classes('map')
        self.compare(comparison, focus=focus, drawn=drawn)
        keys = [choice['key'] for choice in self.props['choices']]
        self.props['colour'] = colour if colour in keys else next(iter(keys), GAIN)

        def recoloured(event: events.GenericEventArguments) -> object:
            return on_colour(event.args) if on_colour and isinstance(event.args, str) else None

        self.on('colour', recoloured)

    def compare(self, comparison: Comparison, *, focus: int, drawn: Sequence[Shown] = ()) -> None:
        """Show these laps from now on; the colour stays what it is."""
        self._comparison = comparison
        self.props['is-nowhere'] = all(
            np.ptp(lap.east_m) == 0 for lap in comparison.laps
        )  # a line in thought
        self.props['colours'] = [lap_colour(k, comparison.reference) for k in range(len(comparison.laps))]
        self.props['names'] = [lap.label for lap in comparison.laps]
        self.props['reference'] = comparison.reference
        self.props['stretch'] = list(comparison.stretch_m)
        self.offer(drawn)
        self.look(comparison, focus)

    def offer(self, drawn: Sequence[Shown]) -> None:
        """Let the colour be chosen of other channels."""
        self.props['choices'] = tuple(choices(self._comparison, drawn))

    def look(self, comparison: Comparison, focus: int) -> None:
        """Colour by another lap."""
        self.props['corners'] = tuple(corners(comparison, focus))
        self.props['focus'] = focus
        self.props['label'] = f'Map of the track. {spoken(comparison, focus)}'
