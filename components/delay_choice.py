"""How far behind the feed everything on the page is: to match a stream, up to five minutes; and a pause."""

from collections.abc import Sequence
from typing import Final

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)

DELAYS_S: Final = (0, 15, 30, 60, 120, 300)


class DelayChoice(ui.element, component='delay_choice.js'):
    def __init__(self, *, least_s: int = 0) -> None:
        """`least_s` is what the feed's owner holds everybody back by: less is not offered."""
        super().__init__()
        self.classes('delay')
        self.props['delays'] = list(offered(least_s))


def offered(least_s: int) -> Sequence[int]:
    return sorted({least_s, *(one for one in DELAYS_S if one >= least_s)})


def within(word: str, least_s: int = 0) -> int:
    """Return the delay that stands in an address, or the nearest that may be had."""
    wanted = int(word) if word.isascii() and word.isdecimal() and len(word) <= 4 else 0
    return max(least_s, min(wanted, DELAYS_S[-1]))
