"""The map and the corners of one lap."""

from nicegui import ui

from components.corner_table import CornerTable
from components.kit import box, text
from components.notes import Notes
from components.track_map import TrackMap
from racetrace.telemetry.comparison import Comparison


class LapPane(ui.element):
    """The columns of the map come through `Linked`, which stands beside it."""

    def __init__(self, lap: Comparison) -> None:
        super().__init__()
        self.classes('pane pane--side')
        with self:
            with box('pane__verdict'):
                if lap.notes:
                    Notes(lap.notes)
            with box('pane__map'):
                TrackMap(lap, focus=0)
            with box('pane__table'):
                if lap.corners:
                    CornerTable(lap, focus=0)
                else:
                    text('This course has no corners.', 'hint muted')
