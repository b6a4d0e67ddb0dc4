"""A leaderboard: who drove how fast, and how each time was measured."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

from components import address
from components.kit import box, text
from components.words import date
from racetrace.telemetry.log import MeasuredBy
from racetrace.words import lap_time, signed

MEASURED: Final = {
    MeasuredBy.OFFICIAL: 'official',
    MeasuredBy.LOGGER: "logger's time",
    MeasuredBy.BEACON: 'beacon',
    MeasuredBy.GATE: 'crossing of the line',
    MeasuredBy.LOOP: 'crossing of a found line',
    MeasuredBy.COLUMN: 'lap column',
    MeasuredBy.HAND: 'split by hand',
}
HEADS: Final = (
    ('Pos', 'r'),
    ('Driver', ''),
    ('Car', 'wide'),
    ('Class', 'wide'),
    ('Time', 'r'),
    ('Gap', 'r'),
    ('Measured', 'wide'),
    ('Date', 'r wide'),
)


class Stands(Protocol):
    """A lap on a board."""

    @property
    def lap_id(self) -> int: ...
    @property
    def owner_id(self) -> int: ...
    @property
    def driver_name(self) -> str: ...
    @property
    def car_name(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def time_s(self) -> float: ...
    @property
    def measured_by(self) -> str: ...
    @property
    def is_coarse(self) -> bool: ...
    @property
    def driven_at(self) -> datetime | None: ...


def board(laps: Sequence[Stands], best_s: float, *, viewer_id: int, skipped: int = 0) -> None:
    """`best_s` is what the gaps are to: the leader may stand on another page."""
    with box('grid board', 'table'):
        with box(tag='thead'), box(tag='tr'):
            for word, classes in HEADS:
                text(word, classes, 'th').props['scope'] = 'col'
        with box(tag='tbody'):
            for position, lap in enumerate(laps, skipped + 1):
                _row(position, lap, best_s, is_mine=lap.owner_id == viewer_id)


def _row(position: int, lap: Stands, best_s: float, *, is_mine: bool) -> None:
    gap_s = lap.time_s - best_s
    with box('board__row is-mine' if is_mine else 'board__row', 'tr').props('data-row'):
        text(str(position), 'num r muted', 'td')
        with box('board__who', 'td'):
            text(lap.driver_name or 'Unnamed', 'board__link', 'a').props['href'] = address.lap(lap.lap_id)
            if is_mine:
                text('you', 'label')
        text(lap.car_name, 'wide', 'td')
        text(lap.category, 'muted wide', 'td')
        with box('r', 'td'):
            tone = ' cell--purple' if position == 1 else ''
            text(lap_time(lap.time_s), f'cell cell--time num{tone}')
        text(signed(gap_s) if gap_s > 0 else 'best', 'num r' if gap_s > 0 else 'r tone-purple', 'td')
        text(measured(lap), 'muted wide', 'td')
        text(date(lap.driven_at) if lap.driven_at else '', 'r num muted wide', 'td')


def measured(lap: Stands) -> str:
    """Return how a time was measured: what stands beside it must not look surer than it is."""
    said = MEASURED[MeasuredBy(lap.measured_by)]
    return f'{said}, coarse' if lap.is_coarse else said


def leader(laps: Sequence[Stands], viewer_id: int) -> str:
    """Say in a sentence who is ahead, and by how much."""
    first, *others = laps
    ahead = f'{_name(first)} leads with {lap_time(first.time_s)}'
    if not others:
        return f'{ahead}. Nobody else has a lap here.'
    behind_s = others[0].time_s - first.time_s
    mine = next((i for i, lap in enumerate(laps, 1) if lap.owner_id == viewer_id), 1)
    yours = f' Your best is number {mine}.' if mine > 1 else ''
    return f'{ahead}; {_name(others[0])} is {behind_s:.3f} s behind.{yours}'


def _name(lap: Stands) -> str:
    return lap.driver_name or 'Unnamed'
