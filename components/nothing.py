"""A page on which there is nothing, and the way out."""

from nicegui import ui

from components.kit import box, button, text


class Nothing(ui.element):
    def __init__(
        self,
        sentence: str,
        advice: str = '',
        *,
        way: tuple[str, str] | None = ('To the sessions', '/'),
        is_missing: bool = False,
    ) -> None:
        """`way` is the way out: its words, and where it leads; None: what is set in here is.

        `is_missing` while the page is built makes it a page that is not there, to programs too."""
        super().__init__()
        self.classes('empty')
        if is_missing:
            self.client.status_code = 404
        with self:
            text(sentence, 't-20', 'h1')
            if advice:
                text(advice, 'muted', 'p')
            if way:
                with box():
                    button(way[0], kind='primary', href=way[1])
