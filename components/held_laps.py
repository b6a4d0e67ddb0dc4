"""Laps that nobody believes before an admin does: each with why, and the way to let it count."""

from collections.abc import Callable, Sequence
from typing import Protocol

from nicegui import ui

from components import address
from components.board import Stands, measured
from components.kit import box, button, text
from racetrace.words import lap_time

NONE = 'None. What looks too fast, or was not seen to follow the course, waits here.'


class Held(Stands, Protocol):
    @property
    def id(self) -> int: ...
    @property
    def session_id(self) -> int: ...
    @property
    def held(self) -> str: ...


class HeldLaps(ui.element):
    """`on_free` gets the id of the one that is to count."""

    def __init__(self, laps: Sequence[Held], on_free: Callable[[int], object]) -> None:
        super().__init__()
        self.classes('held')
        with self:
            if not laps:
                text(
                    'None. What looks too fast, or was not seen to follow the course, waits here.',
                    'muted',
                    'p',
                )
            for lap in laps:
                _one(lap, on_free)


def _one(lap: Held, on_free: Callable[[int], object]) -> None:
    with box('held__one'):
        with box('held__words'):
            with box('held__line'):
                who = text(lap.driver_name or 'Unnamed', 'strong', 'a')
                who.props['href'] = address.session(lap.session_id)
                text(lap_time(lap.time_s), 'num strong')
                text(measured(lap), 'muted')
            text(lap.held, 'section__note', 'p')
        button('Free it', kind='line').mark(f'free-{lap.id}').on('click', lambda: on_free(lap.id))
