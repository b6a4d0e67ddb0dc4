"""The answer, the map, the corners and the proof of a comparison, one below the other."""

from collections.abc import Callable, Sequence

from nicegui import ui

from components.corner_table import CornerTable
from components.kit import box
from components.notes import Notes
from components.proof import Proof
from components.traces import Shown
from components.track_map import TrackMap
from components.verdict import Verdict
from racetrace.telemetry.answer import answer
from racetrace.telemetry.comparison import Comparison


class AnswerPane(ui.element):
    """The columns of the map come through `Linked`, which stands beside it."""

    def __init__(
        self,
        comparison: Comparison,
        *,
        focus: int,
        most_corners: int | None = None,
        drawn: Sequence[Shown] = (),
        colour: str = '',
        on_colour: Callable[[str], object] | None = None,
    ) -> None:
        """`drawn` are the channels that the map can be coloured by."""
        super().__init__()
        self.classes('pane pane--side')
        self._comparison = comparison
        with self:
            self._verdict = box('pane__verdict')
            with box('pane__map'):
                self._map = TrackMap(comparison, focus=focus, drawn=drawn, colour=colour, on_colour=on_colour)
            with box('pane__table'):
                self._table = CornerTable(comparison, focus=focus, most=most_corners)
            self._proof = box('pane__proof')
        self._say(focus)

    def offer(self, drawn: Sequence[Shown]) -> None:
        """Let the map be coloured by other channels."""
        self._map.offer(drawn)

    def compare(self, comparison: Comparison, *, focus: int, drawn: Sequence[Shown]) -> None:
        """Answer for these laps from now on."""
        self._comparison = comparison
        self._say(focus)
        self._map.compare(comparison, focus=focus, drawn=drawn)
        self._table.look(comparison, focus)

    def look(self, focus: int) -> None:
        """Answer for another lap of the comparison."""
        self._say(focus)
        self._map.look(self._comparison, focus)
        self._table.look(self._comparison, focus)

    def _say(self, focus: int) -> None:
        self._verdict.clear()
        with self._verdict:
            Verdict(answer(self._comparison, focus))
            if self._comparison.notes:
                Notes(self._comparison.notes)
        self._proof.clear()
        with self._proof:
            Proof(self._comparison, focus=focus)
