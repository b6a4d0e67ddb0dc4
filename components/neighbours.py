"""The laps before and after this one, by a link or by j and k."""

from nicegui import ui

from components import address
from components.lap_words import name
from racetrace.telemetry.laps import Lap


class Neighbours(ui.element, component='neighbours.js'):
    def __init__(self, before: Lap | None, after: Lap | None) -> None:
        super().__init__()
        self.classes('neighbours')
        for side, lap in (('before', before), ('after', after)):
            if lap is not None:
                self.props[side] = {'href': address.lap(lap.id), 'label': name(lap)}
