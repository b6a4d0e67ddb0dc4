"""Another lap for the comparison, out of the sessions that are there."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from nicegui import events, ui

from components.words import day
from racetrace.telemetry.summary import Summary
from racetrace.words import lap_time


class AddLap(ui.element, component='add_lap.js'):
    """`on_add` gets the id of a lap that is not among the chosen ones."""

    def __init__(
        self, sessions: Sequence[Summary], chosen: Collection[int], on_add: Callable[[int], object]
    ) -> None:
        super().__init__()
        self.classes('add')
        self.props['groups'] = groups(sessions, chosen)

        def add(event: events.GenericEventArguments) -> object:
            return on_add(event.args) if isinstance(event.args, int) else None

        self.on('add', add)


def groups(sessions: Sequence[Summary], chosen: Collection[int]) -> list[dict[str, Any]]:
    """Return the comparable laps of each session but those chosen; sessions without any are left out."""
    found = []
    for session in sessions:
        laps = [
            {'id': lap.id, 'label': f'L{lap.number}  {lap_time(lap.time_s)}'}
            for lap in session.laps
            if lap.is_comparable and lap.id not in chosen
        ]
        who = (session.title, session.written.driver_name, day(session.started_at, session.zone_source))
        if laps:
            found.append({'label': ', '.join(filter(None, who)), 'laps': laps})
    return found
