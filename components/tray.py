"""The chosen laps, and the next step with them."""

from collections.abc import Callable, Sequence

from nicegui import ui

from components import address
from components.compared_laps import MOST_LAPS
from components.kit import box, button, text
from racetrace.telemetry.laps import Lap
from racetrace.words import lap_time, plural


class Tray(ui.element):
    def __init__(self, on_clear: Callable[[], object]) -> None:
        super().__init__()
        self.classes('tray')
        self._on_clear = on_clear

    def show(self, laps: Sequence[Lap]) -> None:
        """Offer to compare laps with the first of them."""
        self.clear()
        with self:
            if len(laps) < 2:
                text('Choose two laps or more to compare them.', 'muted')
                return
            text(f'{plural(len(laps), "lap")} chosen', 'strong')
            if len(laps) > MOST_LAPS:
                text(f'One comparison shows {MOST_LAPS} at most.', 'muted')
            else:
                said = ', '.join(f'L{lap.number} {lap_time(lap.time_s)}' for lap in laps)
                text(said, 'tray__laps muted num wide')
            box('grow')
            button('Clear').on('click', self._on_clear)
            if len(laps) <= MOST_LAPS:
                ids = [lap.id for lap in laps]
                compare = button('Compare', kind='primary', href=address.comparison(ids, ids[0]))
                with compare.props('data-key=c'):
                    text('c', 'kbd', 'kbd')
