"""What the control room says, newest first."""

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)


class ControlNews(ui.element, component='control_news.js'):
    def __init__(self) -> None:
        super().__init__()
        self.classes('news')
