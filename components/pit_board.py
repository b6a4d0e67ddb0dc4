"""Stops and stints, for endurance: who is in and since when, who has been out how long, who drives."""

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)


class PitBoard(ui.element, component='pit_board.js'):
    def __init__(self) -> None:
        super().__init__()
        self.classes('pitboard')
