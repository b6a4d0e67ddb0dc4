"""The file that a session came of, to be had again; and the way to part with the session."""

from collections.abc import Callable

from nicegui import ui

from components.kit import box, button, text
from racetrace.telemetry.summary import Summary


class SessionFile(ui.element):
    def __init__(self, session: Summary, *, on_delete: Callable[[], object] | None = None) -> None:
        """Without `on_delete` it is somebody else's, to be had."""
        super().__init__('section')
        self.classes('section')
        with self:
            text('File', 'section__title', 'h2')
            if session.format:
                with box('section__line'):
                    text(session.name, 'strong section__name')
                    text(size(session.size), 'muted num')
            else:
                text('There is none: this session was made by hand.', 'muted', 'p')
            with box('section__line'):
                if session.format:
                    address = f'/api/v1/sessions/{session.id}/file'
                    button('Download', kind='line', href=address).props('download')
                if on_delete:
                    button('Delete session', kind='line').mark('delete').on('click', on_delete)


def size(nbytes: int) -> str:
    """0 kB, 948 kB, 2.2 MB, 80.1 GB."""
    if nbytes >= 1e9:
        return f'{nbytes / 1e9:.1f} GB'
    return f'{nbytes / 1e6:.1f} MB' if nbytes >= 1e6 else f'{nbytes / 1e3:.0f} kB'
