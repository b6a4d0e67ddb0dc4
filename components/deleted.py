"""What stands where a session was deleted a moment ago."""

from collections.abc import Callable

from nicegui import ui

from components.kit import box, button, text


class Deleted(ui.element):
    def __init__(self, title: str, *, on_undo: Callable[[], object]) -> None:
        super().__init__()
        self.classes('empty')
        with self:
            text(f'{title} is deleted.', 't-20', 'h1')
            text('It stays in the bin for 30 days.', 'muted', 'p')
            with box('section__line'):
                button('Undo', kind='primary').mark('undo').on('click', on_undo)
                button('To the sessions', kind='line', href='/')
