"""Everybody on one time axis behind the leader: trains are seen; the lapped stand hollow at its end."""

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)


class GapStrip(ui.element, component='gap_strip.js'):
    def __init__(self) -> None:
        super().__init__()
        self.classes('gapstrip')
