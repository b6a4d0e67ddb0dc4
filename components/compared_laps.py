"""The laps of a comparison as chips: colour, time, difference, and what can be done with each."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from nicegui import events, ui

from components import address
from components.theme import lap_colour
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.words import lap_time, signed

MOST_LAPS: Final = 7  # as many as there are colours

DoWith = Callable[[int], object]  # what is done with the lap at an index


class ComparedLaps(ui.element, component='compared_laps.js'):
    """By key: 1…9 look at a lap, `r` makes the one looked at the reference, Delete removes it."""

    def __init__(self, *, on_look: DoWith, on_reference: DoWith, on_remove: DoWith) -> None:
        super().__init__()
        self.classes('chips__laps')
        self.props['laps'] = ()
        self._focus: int | None = None  # of what is looked at, while there is a comparison
        self._on_look, self._on_reference = on_look, on_reference
        self.on('look', self._looked_at)
        self.on('reference', self._referred)
        self.on('remove', lambda said: on_remove(said.args) if self._is_lap(said.args) else None)

    def show(
        self, laps: Sequence[tuple[str, Lap]], reference: int, comparison: Comparison | None = None
    ) -> None:
        """Show labels and laps; without a comparison with the times they were given."""
        times = [lap.time_s for _, lap in laps]
        if comparison is not None:
            times = [lap.lap_time_s for lap in comparison.laps]
        self.props['laps'] = tuple(
            _chip(label, lap, times[k], times[reference], lap_colour(k, reference))
            for k, (label, lap) in enumerate(laps)
        )
        self.props['reference'] = reference
        if comparison is None:
            self.look(None)

    def look(self, focus: int | None) -> None:
        self._focus = focus
        self.props['focus'] = focus

    def _looked_at(self, said: events.GenericEventArguments) -> object:
        return self._on_look(said.args) if self._focus is not None and self._is_other(said.args) else None

    def _referred(self, said: events.GenericEventArguments) -> object:
        return self._on_reference(said.args) if self._is_other(said.args) else None

    def _is_other(self, lap: object) -> bool:
        return self._is_lap(lap) and lap != self.props['reference']

    def _is_lap(self, lap: object) -> bool:
        return isinstance(lap, int) and 0 <= lap < len(self.props['laps'])


def _chip(
    label: str, lap: Lap, time_s: float | None, reference_s: float | None, colour: str
) -> dict[str, Any]:
    who, _, number = label.rpartition(' ')
    behind_s = None if time_s is None or reference_s is None else time_s - reference_s
    return {
        'id': lap.id,
        'label': label,
        'who': who,
        'number': number,
        'href': address.lap(lap.id),
        'colour': colour,
        'time': lap_time(time_s),
        'behind': '' if behind_s is None else signed(behind_s),
        'side': 'lose' if behind_s and behind_s > 0 else 'gain',
    }
