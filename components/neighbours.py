"""The laps before and after this one, by a link or by k and j."""

from nicegui import ui

from components import address
from components.kit import button
from components.lap_words import name
from racetrace.telemetry.laps import Lap


class Neighbours(ui.element):
    def __init__(self, before: Lap | None, after: Lap | None) -> None:
        super().__init__('nav')
        self.classes('neighbours')
        self.props['aria-label'] = 'Laps'
        with self:
            if before is not None:
                _link(f'← {name(before)}', before, 'k', 'The lap before (k)')
            if after is not None:
                _link(f'{name(after)} →', after, 'j', 'The lap after (j)')


def _link(words: str, lap: Lap, key: str, title: str) -> None:
    button(words, kind='line', href=address.lap(lap.id), title=title).props(f'data-key={key}')
