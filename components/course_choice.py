"""Choose the course of a session, of those around it, or say that it is none of them."""

from collections.abc import Awaitable, Callable, Sequence

from nicegui import events, ui

from components.words import near
from racetrace.errors import RaceTraceError
from racetrace.telemetry.findings import KnownLine


class CourseChoice(ui.element, component='course_choice.js'):
    """`choose` gets the id of a course; None: none of these."""

    def __init__(
        self,
        courses: Sequence[KnownLine],
        chosen: int | None,
        choose: Callable[[int | None], Awaitable[object]],
    ) -> None:
        super().__init__()
        self.classes('fix')
        known = {line.course_id: line for line in courses if line.course_id is not None}
        self.props['courses'] = [
            {'id': course_id, 'label': _label(line)} for course_id, line in known.items()
        ]
        self.props['chosen'] = chosen or 0

        async def pick(event: events.GenericEventArguments) -> None:
            wanted = event.args if isinstance(event.args, int) and event.args in known else None
            try:
                await choose(wanted)
            except RaceTraceError as error:
                if not self.is_deleted:
                    self.run_method('refuse', str(error))

        self.on('choose', pick)


def _label(line: KnownLine) -> str:
    return f'{line.name or "provisional"}, {near(line.course().line.length_m)}'
