"""The map and the corners of one lap."""

from collections.abc import Callable, Sequence

from nicegui import ui

from components.corner_table import CornerTable
from components.kit import box, text
from components.notes import Notes
from components.traces import Shown
from components.track_map import TrackMap
from racetrace.telemetry.comparison import Comparison


class LapPane(ui.element):
    """The columns of the map come through `Linked`, which stands beside it."""

    def __init__(
        self,
        lap: Comparison,
        *,
        drawn: Sequence[Shown] = (),
        colour: str = '',
        on_colour: Callable[[str], object] | None = None,
    ) -> None:
        """`drawn` are the channels that the map can be coloured by."""
        super().__init__()
        self.classes('pane pane--side')
        with self:
            self._notes = box('pane__verdict')
            with box('pane__map'):
                self._map = TrackMap(lap, focus=0, drawn=drawn, colour=colour, on_colour=on_colour)
            with box('pane__table'):
                self._table = CornerTable(lap, focus=0)
                self._straight = text('This course has no corners.', 'hint muted')
        self._say(lap)

    def compare(self, lap: Comparison, *, drawn: Sequence[Shown]) -> None:
        """Show the lap as it is from now on."""
        self._map.compare(lap, focus=0, drawn=drawn)
        self._table.look(lap, 0)
        self._say(lap)

    def _say(self, lap: Comparison) -> None:
        self._notes.clear()
        with self._notes:
            if lap.notes:
                Notes(lap.notes)
        self._table.set_visibility(bool(lap.corners))
        self._straight.set_visibility(not lap.corners)

    def offer(self, drawn: Sequence[Shown]) -> None:
        """Let the map be coloured by other channels."""
        self._map.offer(drawn)
