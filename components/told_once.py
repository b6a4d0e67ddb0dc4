"""An address that nobody is told a second time, to be copied."""

from nicegui import ui


class ToldOnce(ui.element, component='told_once.js'):
    def __init__(self, path: str, label: str, sentence: str) -> None:
        """`path` is on this host, under whatever name the browser knows it by."""
        super().__init__()
        self.classes('once')
        self.props['path'] = path
        self.props['label'] = label
        self.props['sentence'] = sentence
