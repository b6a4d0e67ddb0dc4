"""Ways to look at the same board, one at a time beside the tower; which one stands in the address."""

from collections.abc import Sequence

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)


class LivePanes(ui.element, component='live_panes.js'):
    """Its children, in the order of `ways`, are the panes."""

    def __init__(self, ways: Sequence[tuple[str, str]], *, chosen: str = '') -> None:
        """`ways` are each a word for the address and one for the eye."""
        super().__init__()
        self.classes('panes')
        keys = [key for key, _ in ways]
        self.props['ways'] = [list(way) for way in ways]
        self.props['chosen'] = chosen if chosen in keys else keys[0]
