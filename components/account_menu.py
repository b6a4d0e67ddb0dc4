"""The list below the account: oneself, and on the phone what its bottom bar has no room for."""

from collections.abc import Sequence

from nicegui import ui

from components.kit import icon


class AccountMenu(ui.element, component='account_menu.js'):
    def __init__(self, glyph: str, label: str, places: Sequence[tuple[str, str, bool]]) -> None:
        """`places` are words, where they lead, and whether the phone alone wants them here."""
        super().__init__()
        self.classes('account' if any(not narrow for _, _, narrow in places) else 'account narrow')
        self.props['label'] = label
        self.props['places'] = [
            {'word': word, 'href': href, 'classes': 'narrow' if narrow else ''}
            for word, href, narrow in places
        ]
        with self:
            icon(glyph, 18)
