"""The timing tower: rows patched in place, a change of order glides; the columns follow what the feed tells.

One kart is followed (a tap, or `f`; kept in the address), two are set against each other by `x`.
"""

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)


class Tower(ui.element, component='tower.js'):
    def __init__(self) -> None:
        super().__init__()
        self.classes('tower')
