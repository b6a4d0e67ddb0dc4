"""What a person writes to a session: a button, and plain fields in a dialog that the browser itself knows."""

from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import events, ui

from racetrace.telemetry.summary import Written

TYPES: Final = ('practice', 'qualifying', 'race', 'test')
LONGEST: Final = 200
LONGEST_NOTES: Final = 10_000


class EditSession(ui.element, component='edit_session.js'):
    """`on_save` gets what was written, by the names of Written."""

    def __init__(self, on_save: Callable[[dict[str, str]], Awaitable[None]]) -> None:
        super().__init__()
        self.classes('edit')
        self.props['longest'] = [LONGEST, LONGEST_NOTES]
        self.show(Written(), '')

        async def save(event: events.GenericEventArguments) -> None:
            changes = cleaned(event.args)
            if changes:
                await on_save(changes)

        self.on('save', save)

    def show(self, written: Written, title: str) -> None:
        """Say what is written until now; what is open stays as somebody left it."""
        self.props['title'] = title
        self.props['types'] = list(dict.fromkeys((*TYPES, *filter(None, (written.session_type,)))))
        self.props['written'] = {name: getattr(written, name) for name in Written.__slots__}


def cleaned(given: object) -> dict[str, str]:
    """Return of what a browser sent what may be kept."""
    if not isinstance(given, dict):
        return {}
    longest = {name: LONGEST_NOTES if name == 'notes' else LONGEST for name in Written.__slots__}
    return {
        name: given[name].replace('\0', '').strip()[: longest[name]]
        for name in longest
        if isinstance(given.get(name), str)
    }
