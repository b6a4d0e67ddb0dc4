"""What the charts, the map and the tables of a page share in the browser: columns, cursor, zoom, focus."""

from base64 import b64encode
from pathlib import Path

from nicegui import ui
from nicegui.dependencies import register_esm

MODULE = Path(__file__).parent / 'static' / 'link'

# Not by `esm=`: that looks at the time of the folder, which an edited file leaves as it was, and browsers
# keep the module for a year.
register_esm('racetrace-link', MODULE, max_time=(MODULE / 'index.js').stat().st_mtime)


class Linked(ui.element, component='linked.js'):
    """Samples never enter props: NiceGUI would wrap, compare and resend every one of them."""

    def __init__(self, zoom_m: tuple[float, float] | None = None) -> None:
        super().__init__()
        if zoom_m:
            self.props['zoom'] = list(zoom_m)

    def show(self, packed: bytes) -> None:
        """Hand the columns of a comparison to every component of the page."""
        self.run_method('show', b64encode(packed).decode())

    def address(self, **parts: str) -> None:
        """Say in the page's address what is seen now, '' for the usual; what else stands there stays."""
        self.run_method('address', parts)

    def look(self, lap: int) -> None:
        """Bring a lap, an index into the comparison, to the front."""
        self.run_method('look', lap)
