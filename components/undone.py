"""What was done a moment ago, and the way back: nobody is asked before."""

from collections.abc import Callable

from nicegui import ui

from components.kit import box, button, text


class Undone(ui.element):
    def __init__(self, sentence: str, *, on_undo: Callable[[], object] | None = None) -> None:
        """Without `on_undo` it is only told."""
        super().__init__()
        self.classes('undone')
        self.props['role'] = 'status'
        with self:
            text(sentence, 'undone__says')
            box('grow')
            if on_undo is not None:
                button('Undo', kind='line').mark('undo').on('click', on_undo)
