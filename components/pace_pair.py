"""Two karts against each other: their last laps, the mean of five, and whether the gap grows or shrinks."""

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)


class PacePair(ui.element, component='pace_pair.js'):
    def __init__(self) -> None:
        super().__init__()
        self.classes('pacepair')
