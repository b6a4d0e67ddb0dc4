"""The hands of a replay: play and pause, how fast, and where in the recording, with its sessions marked."""

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)


class ReplayBar(ui.element, component='replay_bar.js'):
    """It shows itself when the socket says `{"type": "replay", "from_ms", "to_ms", "at_ms", "speed",
    "is_playing", "marks": [[ms, words], …]}`, and answers in the same words: `{"type": "replay", "speed"}`,
    `{"type": "replay", "is_playing"}`, `{"type": "replay", "at_ms"}`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.classes('replay')
