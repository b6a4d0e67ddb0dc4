"""Each column of a feed with some of its values, and what it is said to hold."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from nicegui import events, ui

from components.format_words import SETTINGS, meanings

BY_NUMBER: Final = 'by its number'

OnChoose = Callable[[str, str], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedColumn:
    name: str
    samples: Sequence[str]
    field: str  # '': not used
    proposed: str = ''  # what was guessed, in words
    fault: str = ''
    is_grave: bool = False  # it cannot be saved so


class FormatMap(ui.element, component='format_map.js'):
    """`on_choose` gets a column and a field, `on_set` the name of a setting and its value."""

    def __init__(self, *, on_choose: OnChoose, on_set: OnChoose) -> None:
        super().__init__()
        self.classes('colmap')
        self.props['columns'] = []
        self.props['settings'] = []
        self.props['meanings'] = []
        self.on('choose', _words(on_choose, 'column', 'field'))
        self.on('set', _words(on_set, 'name', 'value'))

    def show(self, columns: Sequence[MappedColumn], said: Mapping[str, Any]) -> None:
        """`said` is the profile so far, with its settings."""
        keys = [('', BY_NUMBER), *((one.name, one.name) for one in columns)]
        settings = [('key', 'An entry is told from the others', keys)]
        settings += [(name, label, list(options)) for name, (label, options) in SETTINGS.items()]
        self.props['meanings'] = [list(one) for one in meanings(said['times_in'])]
        self.props['columns'] = [asdict(one) for one in columns]
        self.props['settings'] = [
            {'name': name, 'label': label, 'value': said[name], 'options': [list(one) for one in options]}
            for name, label, options in settings
        ]
        self.update()


def _words(done: OnChoose, *names: str) -> Callable[[events.GenericEventArguments], Awaitable[None]]:
    """Return what takes two words of a browser: what it sends else is none of ours."""

    async def take(event: events.GenericEventArguments) -> None:
        sent = event.args if isinstance(event.args, dict) else {}
        one, other = (sent.get(name) for name in names)
        if isinstance(one, str) and isinstance(other, str):
            await done(one, other)

    return take
