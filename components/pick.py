"""One of a few words, chosen at once."""

from collections.abc import Callable, Sequence

from nicegui import events, ui


class Pick(ui.element, component='pick.js'):
    """`on_pick` gets the value of another choice."""

    def __init__(
        self, label: str, options: Sequence[tuple[str, str]], chosen: str, on_pick: Callable[[str], object]
    ) -> None:
        super().__init__()
        self.props['label'] = label
        self.props['options'] = [list(option) for option in options]
        self.props['chosen'] = chosen

        def pick(event: events.GenericEventArguments) -> object:
            return on_pick(event.args) if event.args in dict(options) else None

        self.on('pick', pick)
