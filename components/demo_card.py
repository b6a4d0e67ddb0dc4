"""The demo: one click from a comparison, with its answer beside it as soon as that is known."""

from collections.abc import Sequence

import numpy as np
from nicegui import ui

from components import address
from components.kit import box, button, markup, text
from components.thumbnail import curves, joined, svg, thumbnail
from racetrace.telemetry.comparison import Comparison, CornerRow
from racetrace.telemetry.summary import Summary
from racetrace.words import signed

MOST_CORNERS = 3
MUCH = 0.3  # of what the dearest piece of the track cost


class DemoCard(ui.element):
    def __init__(self, demo: Summary) -> None:
        super().__init__('section')
        self.classes('panel demo')
        self._demo = demo
        with self:
            self._track = box('demo__track')
            with self._track:
                thumbnail(demo.driven)
            with box('demo__words'):
                text('See which corner cost the time', tag='h1')
                text(_about(demo), tag='p')
                with box('demo__act'):
                    button('Open the comparison', kind='primary', href=_comparison(demo))
                    button('Show the laps', kind='line', href=address.session(demo.id))
            self._losses = box('losses')

    def show(self, comparison: Comparison, lap: int) -> None:
        """Tell where the lap at index `lap` of a comparison lost its time."""
        driven = self._demo.driven
        line = curves(driven.outline, is_closed=driven.is_closed) if driven else []
        if line:
            road = ''.join(f'<path class="thumb--{part}" d="{joined(line)}"/>' for part in ('edge', 'road'))
            self._track.clear()
            with self._track:
                markup(svg(line, tones(comparison, lap, len(line)), road))
        self._losses.clear()
        with self._losses:
            _losses(dearest(comparison.corners, lap), lap)


def _about(demo: Summary) -> str:
    place = demo.driven.place if demo.driven and demo.driven.place else demo.title
    best, second = (lap.time_s or 0.0 for lap in demo.first_choice)
    return (
        f'The demo holds {len(demo.ranked)} laps of {place}, a circuit that we made up. '
        f'Its two fastest are {second - best:.3f} s apart: see where that went.'
    )


def _comparison(demo: Summary) -> str:
    laps = [lap.id for lap in demo.first_choice]
    return address.comparison(laps, laps[0])


def dearest(rows: Sequence[CornerRow], lap: int) -> list[CornerRow]:
    """Return the corners that cost the lap most, the dearest first; none that it gained in."""
    lost = sorted((row for row in rows if row.laps[lap].lost_s > 0), key=lambda row: -row.laps[lap].lost_s)
    return lost[:MOST_CORNERS]


def tones(comparison: Comparison, lap: int, places: int) -> list[str]:
    """Return how time went at places evenly apart along the course: lose, gain or even."""
    step_m = comparison.length_m / places
    ends_m = np.arange(-0.5, places) * step_m
    lost_s = np.diff(np.interp(ends_m, comparison.distance_m, comparison.laps[lap].delta_t_s))
    much_s = MUCH * np.abs(lost_s).max()
    return ['lose' if lost > much_s else 'gain' if lost < -much_s else 'even' for lost in lost_s]


def _losses(rows: Sequence[CornerRow], lap: int) -> None:
    most_s = max((row.laps[lap].lost_s for row in rows), default=1.0)
    for row in rows:
        lost = row.laps[lap]
        side = 'lose' if lost.is_significant else 'even'
        with box('losses__row'):
            text(row.corner.name, 'strong')
            box(f'losses__bar losses__bar--{side}').style(f'width:{100 * lost.lost_s / most_s:.0f}%')
            text(signed(lost.lost_s), f'num strong tone-{side}')
