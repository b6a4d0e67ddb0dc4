"""The flag that is shown, in a word and what it means, with the session's clock."""

from nicegui import ui

import components.live_feed  # noqa: F401  (makes `racetrace-live` known to the browser)


class FlagBanner(ui.element, component='flag_banner.js'):
    pass
