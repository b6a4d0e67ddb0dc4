"""How far behind the feed everything on the page is: to match a stream, up to five minutes; and a pause."""

from typing import Final

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)

DELAYS_S: Final = (0, 15, 30, 60, 120, 300)


class DelayChoice(ui.element, component='delay_choice.js'):
    def __init__(self) -> None:
        super().__init__()
        self.classes('delay')
        self.props['delays'] = list(DELAYS_S)


def within(word: str) -> int:
    """Return the delay that stands in an address, or the nearest that may be had."""
    wanted = int(word) if word.isascii() and word.isdecimal() and len(word) <= 4 else 0
    return min(wanted, DELAYS_S[-1])
