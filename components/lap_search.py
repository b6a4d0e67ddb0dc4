"""Another lap for the comparison, found by words: its track, driver, car or date, its number or its time."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from typing import Any

from nicegui import events, ui

from components.words import day
from racetrace.telemetry.sought import FoundLap
from racetrace.words import lap_time, signed

Find = Callable[[str, int], Awaitable[tuple[list[FoundLap], bool]]]  # a page of laps, and are there more?


class LapSearch(ui.element, component='lap_search.js'):
    """`on_add` gets the id of the lap that was taken."""

    def __init__(self, find: Find, on_add: Callable[[int], object]) -> None:
        super().__init__()
        self.classes('seek')
        self.find = find
        self.reference_s: float | None = None  # gaps are those to it

        def add(event: events.GenericEventArguments) -> object:
            return on_add(event.args) if isinstance(event.args, int) else None

        self.on('add', add)
        self.on('seek', self._seek)

    async def _seek(self, event: events.GenericEventArguments) -> None:
        match event.args:
            case {'typed': str(typed), 'page': int(page)} if 0 <= page < 1000:
                laps, more = await self.find(typed, page)
                found = {'typed': typed, 'page': page, 'more': more, 'groups': groups(laps, self.reference_s)}
                if not self.is_deleted:
                    self.run_method('found', found)


def groups(laps: Sequence[FoundLap], reference_s: float | None) -> list[dict[str, Any]]:
    """Return the laps by their sessions, in the order given; gaps on the same course only."""
    found = []
    for session, of in groupby(laps, lambda lap: lap.session):
        who = (session.driver_name, session.car_name, day(session.started_at, session.zone_source))
        against_s = reference_s if session.is_same_course else None
        found.append(
            {
                'session': session.id,
                'title': session.title,
                'who': ', '.join(filter(None, who)),
                'other': not session.is_same_course,
                'laps': [_lap(lap, against_s) for lap in of],
            }
        )
    return found


def _lap(lap: FoundLap, against_s: float | None) -> dict[str, Any]:
    behind_s = None if against_s is None else lap.time_s - against_s
    return {
        'id': lap.id,
        'name': f'L{lap.number}',
        'time': lap_time(lap.time_s),
        'gap': '' if behind_s is None else signed(behind_s),
        'tone': 'even' if not behind_s else 'lose' if behind_s > 0 else 'gain',
    }
