"""A field that asks while one types; what is asked for stands in the address."""

from collections.abc import Awaitable, Callable

from nicegui import events, ui

LONGEST = 200


class SearchBox(ui.element, component='search_box.js'):
    def __init__(
        self, label: str, typed: str, on_find: Callable[[str], Awaitable[None]], *, is_asked: bool = False
    ) -> None:
        """`is_asked`: somebody came here to search, so the field has the focus."""
        super().__init__()
        self.classes('search')
        self.props['label'] = label
        self.props['typed'] = typed
        self.props['asked'] = is_asked
        self.props['longest'] = LONGEST

        async def find(event: events.GenericEventArguments) -> None:
            if isinstance(event.args, str):
                await on_find(event.args[:LONGEST])

        self.on('find', find)
