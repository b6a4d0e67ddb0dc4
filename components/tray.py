"""The chosen laps, and the next step with them."""

from collections.abc import Sequence

from nicegui import ui

from components.kit import box, button, text
from racetrace.telemetry.laps import Lap
from racetrace.words import lap_time, plural


class Tray(ui.element):
    def __init__(self) -> None:
        super().__init__()
        self.classes('tray')

    def show(self, laps: Sequence[Lap], href: str) -> None:
        """`href` is where the laps are compared."""
        self.clear()
        with self:
            if len(laps) < 2:
                text('Choose two laps or more to compare them.', 'muted')
                return
            text(f'{plural(len(laps), "lap")} chosen', 'strong')
            text(
                ', '.join(f'L{lap.number} {lap_time(lap.time_s)}' for lap in laps),
                'tray__laps muted num wide',
            )
            box('grow')
            button('Compare', kind='primary', href=href)
