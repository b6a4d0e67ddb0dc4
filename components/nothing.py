"""A page on which there is nothing, and the way out."""

from nicegui import ui

from components.kit import box, button, text


class Nothing(ui.element):
    def __init__(self, sentence: str, advice: str = '') -> None:
        super().__init__()
        self.classes('empty')
        with self:
            text(sentence, 't-20', 'h1')
            if advice:
                text(advice, 'muted', 'p')
            with box():
                button('To the sessions', kind='primary', href='/')
