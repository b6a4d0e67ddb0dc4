"""The laps of a comparison as chips: colour, time, difference, and what can be done with each."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from nicegui import events, ui

from components import address
from components.kit import box, text
from components.theme import lap_colour
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.words import lap_time, signed

MOST_LAPS: Final = 7  # as many as there are colours

DoWith = Callable[[int], object]  # what is done with the lap at an index


class ComparedLaps(ui.element, component='compared_laps.js'):
    """`laps` are labels and laps; without a comparison they show the times they were given.

    By key: 1…9 look at a lap, `r` makes the one looked at the reference, Delete removes it.
    """

    def __init__(
        self,
        laps: Sequence[tuple[str, Lap]],
        reference: int,
        comparison: Comparison | None = None,
        *,
        on_look: DoWith,
        on_reference: DoWith,
        on_remove: DoWith,
    ) -> None:
        super().__init__()
        self.classes('chips__laps')
        self._reference = reference
        self._focus: int | None = None  # of what is looked at, while there is a comparison
        self._on_look, self._on_reference, self._on_remove = on_look, on_reference, on_remove
        times = [lap.time_s for _, lap in laps]
        if comparison is not None:
            times = [lap.lap_time_s for lap in comparison.laps]
        self._chips = []
        with self:
            for k, (label, lap) in enumerate(laps):
                chip = box('chip').style(f'--lap:var(--{lap_colour(k, reference)})')
                self._chips.append(chip)
                with chip:
                    _name(label, lap)
                    seen = box('chip__look', 'button').mark(label)
                    if comparison is not None and k != reference:
                        seen.on('click', partial(on_look, k))
                    with seen:
                        _time(times[k], times[reference], is_reference=k == reference)
                    if k != reference:
                        _refer(label).on('click', partial(on_reference, k))
                    offered = [('Remove', partial(on_remove, k))] if len(laps) > 1 else []
                    _menu(label, lap, offered)
        self.on('lapkey', self._key)

    def look(self, focus: int) -> None:
        self._focus = focus
        for k, chip in enumerate(self._chips):
            chip.classes(add='is-focus' if k == focus else '', remove='' if k == focus else 'is-focus')

    def _key(self, event: events.GenericEventArguments) -> object:
        if self._focus is None:
            return None
        match event.args:
            case 'r':
                return self._on_reference(self._focus)
            case 'Delete':
                return self._on_remove(self._focus)
            case str(digit) if digit.isdecimal() and 0 < int(digit) <= len(self._chips):
                return None if int(digit) - 1 == self._reference else self._on_look(int(digit) - 1)
        return None


def _name(label: str, lap: Lap) -> None:
    with box('chip__lap', 'a', href=address.lap(lap.id), title=f'Open {label}'):
        box('chip__key')
        who, _, number = label.rpartition(' ')
        if who:
            text(who, 'chip__who')
        text(number)


def _time(time_s: float | None, reference_s: float | None, *, is_reference: bool) -> None:
    text(lap_time(time_s), 'chip__time num')
    if is_reference:
        text('REF', 'tag')
    elif time_s is not None and reference_s is not None:
        behind_s = time_s - reference_s
        text(signed(behind_s), f'num tone-{"lose" if behind_s > 0 else "gain"}')


def _refer(label: str) -> ui.element:
    words = f'Make {label} the reference'
    with box('chip__ref', 'button', title=f'{words} (r)', aria_label=words).mark(words) as element:
        text('REF')
    return element


def _menu(label: str, lap: Lap, offered: Sequence[tuple[str, Callable[[], object]]]) -> None:
    more = box('chip__more', 'button', title=f'More for {label}', aria_label=f'More for {label}')
    with more:
        text('⋯')
        with ui.menu().classes('menu').props('anchor="bottom right" self="top right"') as menu:
            text('Open the lap', 'menu__item', 'a').props['href'] = address.lap(lap.id)
            for words, do in offered:
                item = text(words, 'menu__item', 'button').mark(f'{words}: {label}')
                item.on('click', menu.close).on('click', do)
