"""What keeps the board of a live page up: a socket of its own, and a word about how old the picture is."""

from pathlib import Path
from typing import Any, Final

from nicegui import ui
from nicegui.dependencies import register_esm

MODULE: Final = Path(__file__).parent / 'static' / 'live'
register_esm('racetrace-live', MODULE, max_time=max(one.stat().st_mtime for one in MODULE.glob('*.js')))


class LiveFeed(ui.element, component='live_feed.js'):
    """A page has one. The board never enters props: NiceGUI would wrap, compare and resend every cell."""

    def __init__(self, url: str, *, provider: str = '', delay_s: int = 0) -> None:
        """`url` is of the socket, '' for a board that is only handed in; `provider` names the feed."""
        super().__init__()
        self.props['url'] = url
        self.props['provider'] = provider
        self.props['delay'] = delay_s

    def show(self, said: dict[str, Any]) -> None:
        """Hand in what the socket would say: a snapshot, a delta, a word about the feed."""
        self.run_method('show', said)
