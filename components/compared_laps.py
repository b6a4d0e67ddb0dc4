"""The laps of a comparison as chips: colour, time, difference; the one looked at is lit."""

from collections.abc import Callable

from nicegui import ui

from components.kit import box, text
from components.theme import lap_colour
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.words import lap_time, signed


class ComparedLaps(ui.element):
    def __init__(self, comparison: Comparison, *, focus: int, on_look: Callable[[int], None]) -> None:
        super().__init__()
        self.classes('chips__laps')
        reference = comparison.laps[comparison.reference]
        with self:
            self._chips = [
                _chip(
                    lap.label,
                    lap.lap_time_s,
                    None if lap is reference else lap.lap_time_s - reference.lap_time_s,
                    lap_colour(k, comparison.reference),
                    is_reference=lap is reference,
                )
                for k, lap in enumerate(comparison.laps)
            ]
        for k, chip in enumerate(self._chips):
            if k != comparison.reference:
                chip.on('click', lambda k=k: on_look(k))
        self.look(focus)

    def look(self, focus: int) -> None:
        for k, chip in enumerate(self._chips):
            chip.classes(add='is-focus' if k == focus else '', remove='' if k == focus else 'is-focus')


class ChosenLaps(ui.element):
    """The same laps while there is no comparison of them."""

    def __init__(self, laps: list[Lap], reference: int) -> None:
        super().__init__()
        self.classes('chips__laps')
        index = next((k for k, lap in enumerate(laps) if lap.number == reference), 0)
        with self:
            for k, lap in enumerate(laps):
                ours, theirs = lap.time_s, laps[index].time_s
                behind_s = None if k == index or ours is None or theirs is None else ours - theirs
                _chip(f'L{lap.number}', ours, behind_s, lap_colour(k, index), is_reference=k == index)


def _chip(
    label: str, time_s: float | None, behind_s: float | None, colour: str, *, is_reference: bool
) -> ui.element:
    with box('chip', 'button').style(f'--lap:var(--{colour})').mark(label) as chip:
        box('chip__key')
        text(label, 'chip__lap')
        text(lap_time(time_s), 'chip__time num')
        if behind_s is not None:
            text(signed(behind_s), f'num tone-{"lose" if behind_s > 0 else "gain"}')
        elif is_reference:
            text('REF', 'tag')
    return chip
