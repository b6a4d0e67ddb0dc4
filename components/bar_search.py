"""The field in the bar of every page: finds sessions and tracks, and leads to them."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Final

from nicegui import events, ui

LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    title: str
    about: str
    href: str
    time: str = ''


Look = Callable[[str], Awaitable[tuple[list[Hit], bool]]]  # what is found, and is there more?


class BarSearch(ui.element, component='bar_search.js'):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self.classes('barsearch wide')
        self.props['longest'] = LONGEST

        async def seek(event: events.GenericEventArguments) -> None:
            if not isinstance(event.args, str):
                return
            hits, more = await look(event.args[:LONGEST])
            if not self.is_deleted:
                found = {'typed': event.args, 'hits': [asdict(hit) for hit in hits], 'more': more}
                self.run_method('found', found)

        self.on('seek', seek)
