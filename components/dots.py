"""Where the laps differ: a dot per lap and corner, the spread below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from nicegui import ui

from components.lap_words import name
from components.theme import lap_colour
from racetrace.telemetry.apart import Apart
from racetrace.telemetry.laps import Lap
from racetrace.words import listed

MOST_COLOURED: Final = 6
MOST_ON_A_PHONE: Final = 9  # corners, those that differ most
LEAST_S: Final = 0.05  # that the height stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A corner: its laps as a share of the height, 0 for the best passage."""

    corner: str
    spread_s: float
    shares: Mapping[int, float]  # by the id of the lap
    is_minor: bool


def height_s(apart: Apart) -> float:
    """Return what the height stands for; a lap that was lost in a corner must not press the others flat."""
    behind_s = np.concatenate(list(apart.over_best_s.values()))
    return max(LEAST_S, float(min(behind_s.max(), 4 * np.quantile(behind_s, 0.9))))


def columns(apart: Apart) -> list[Column]:
    full_s = height_s(apart)
    spread_s = np.max(list(apart.over_best_s.values()), axis=0)
    minor = set(np.argsort(-spread_s, kind='stable')[MOST_ON_A_PHONE:].tolist())
    return [
        Column(
            corner=corner,
            spread_s=float(spread_s[i]),
            shares={
                lap_id: min(1.0, float(over_s[i]) / full_s) for lap_id, over_s in apart.over_best_s.items()
            },
            is_minor=i in minor,
        )
        for i, corner in enumerate(apart.corners)
    ]


def said(apart: Apart) -> str:
    """Return the same in words: the three corners with the widest spread."""
    widest = sorted(columns(apart), key=lambda column: -column.spread_s)[:3]
    return f'The laps differ most in {listed([f"{of.corner} by {of.spread_s:.2f} s" for of in widest])}.'


class Dots(ui.element, component='dots.js'):
    def __init__(self, apart: Apart, laps: Sequence[Lap]) -> None:
        super().__init__()
        self.classes('section dots')
        self.tell(apart, laps)

    def tell(self, apart: Apart, laps: Sequence[Lap]) -> None:
        """Tell of these laps from now on; none is chosen."""
        self._apart = apart
        self._laps = {lap.id: lap for lap in laps}
        self.props['sure'] = f'±{2 * apart.sigma_s:.2f} s'
        self.props['said'] = said(apart)
        self.show(())

    def show(self, chosen: Sequence[int]) -> None:
        """Colour the laps that are chosen, the first of them as the reference."""
        there = [lap_id for lap_id in chosen if lap_id in self._apart.over_best_s][:MOST_COLOURED]
        colours = {lap_id: lap_colour(i, 0) for i, lap_id in enumerate(there)}
        self.props['legend'] = self._legend(colours)
        self.props['corners'] = tuple(_drawn(column, colours) for column in columns(self._apart))

    def _legend(self, colours: Mapping[int, str]) -> list[dict[str, str]]:
        found = [{'name': name(self._laps[lap_id]), 'colour': colour} for lap_id, colour in colours.items()]
        if len(colours) < len(self._apart.over_best_s):
            found.append({'name': 'others' if colours else 'laps', 'colour': ''})
        return found


def _drawn(column: Column, colours: Mapping[int, str]) -> dict[str, Any]:
    return {
        'name': column.corner,
        'spread': f'{column.spread_s:.2f}',
        'title': f'{column.corner}: {column.spread_s:.3f} s between the laps',
        'minor': column.is_minor,
        'usual': ''.join(_dot(share) for lap_id, share in column.shares.items() if lap_id not in colours),
        'chosen': [
            [colour, _dot(column.shares[lap_id])] for lap_id, colour in reversed(list(colours.items()))
        ],
    }


def _dot(share: float) -> str:
    return f'M5 {100 * (1 - share):.1f}h0'
