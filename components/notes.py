"""Sentences on how the numbers came to be."""

from collections.abc import Sequence

from nicegui import ui

from components.kit import text


class Notes(ui.element):
    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__('section')
        self.classes('notes')
        self.set_visibility(bool(sentences))
        with self:
            for sentence in sentences:
                text(sentence, '', 'p')
