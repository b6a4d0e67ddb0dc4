"""Where a file may be dropped, for those who look for such a place; the whole window takes them."""

from nicegui import ui

from components.kit import box, icon, text
from components.log_upload import FORMATS


class DropCard(ui.element):
    def __init__(self) -> None:
        super().__init__('button')
        self.classes('drop').props('data-upload')
        with self:
            icon('upload', 26)
            text('Drop a logger file anywhere', 't-20')
            text('Or choose one. Laps are found by themselves; nothing leaves this computer.', 'muted')
            with box('formats'):
                for name in FORMATS:
                    text(name)
