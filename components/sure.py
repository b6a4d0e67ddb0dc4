"""A button for what cannot be taken back: it asks once."""

from collections.abc import Callable

from nicegui import ui


class Sure(ui.element, component='sure.js'):
    def __init__(self, label: str, sentence: str, on_sure: Callable[[], object]) -> None:
        """`sentence` says what goes."""
        super().__init__()
        self.classes('sure')
        self.props['label'] = label
        self.props['sentence'] = sentence
        self.on('sure', lambda _: on_sure())
