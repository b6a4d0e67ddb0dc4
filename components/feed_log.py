"""What just happened on the track, as the board tells it: pit lane, best laps, flags; newest first."""

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)


class FeedLog(ui.element, component='feed_log.js'):
    def __init__(self) -> None:
        super().__init__()
        self.classes('news feedlog')
