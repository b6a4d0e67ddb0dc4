"""What a person put right of a session, each with its undo, and the ways to put more right."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, Protocol

from nicegui import ui

from components import lap_words
from components.course_choice import CourseChoice
from components.gate_editor import GateEditor
from components.kit import box, button, text
from components.lap_menu import LapMenu
from components.verdict import Refusal
from racetrace.errors import RaceTraceError
from racetrace.telemetry.corrections import Correction, CorrectionKind, holding
from racetrace.telemetry.findings import KnownLine
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary
from racetrace.telemetry.track import Track

JUST_NOW: Final = timedelta(minutes=2)


class Deeds(Protocol):
    """What is brought about by each control; any of them may raise a RaceTraceError."""

    async def track(self) -> Track: ...
    async def preview(self, track: Track, index: int) -> list[Lap]: ...
    async def move_gate(self, track: Track, index: int) -> None: ...
    async def correct(self, new: Correction) -> None: ...
    async def exclude(self, lap_id: int, reason: str) -> None: ...
    async def undo(self, correction_id: int) -> None: ...


class FixSession(ui.element):
    """Built anew when the session changes: what is in force stands here, the newest first."""

    def __init__(
        self, session: Summary, made: Sequence[Correction], courses: Sequence[KnownLine], deeds: Deeds
    ) -> None:
        super().__init__('section')
        self.classes('section fixes')
        self._deeds = deeds
        with self:
            text('Corrections', 'section__title', 'h2')
            with box('section__line'):
                GateEditor(session.laps, find=deeds.track, preview=deeds.preview, save=deeds.move_gate)
                if session.laps:
                    LapMenu(session.laps, exclude=deeds.exclude, correct=deeds.correct)
                if courses and session.driven:
                    CourseChoice(courses, session.driven.course_id, self._choose)
            self._refused = box('fixes__refused')
            with box('fixes__list', 'ul'):
                for one in reversed(made):
                    self._show(one, said(one, session, courses), is_new=one is made[-1] and _is_fresh(one))
            if not made:
                text('Nothing was corrected: this is what the file says.', 'muted', 'p')

    def _show(self, one: Correction, words: str, *, is_new: bool) -> None:
        with box('fixes__one is-new' if is_new else 'fixes__one', 'li'):
            text(words, 'fixes__words')
            control = button('Undo', kind='line', title=f'Undo: {words}')
            control.mark('undo-correction').on('click', partial(self._undo, one.id, control))

    async def _choose(self, course_id: int | None) -> None:
        await self._deeds.correct(Correction(kind=CorrectionKind.COURSE, course_id=course_id))

    async def _undo(self, correction_id: int, control: ui.element) -> None:
        control.props['disabled'] = True
        await self._told(partial(self._deeds.undo, correction_id))

    async def _told(self, deed: Callable[[], Awaitable[object]]) -> None:
        try:
            await deed()
        except RaceTraceError as error:
            if not self.is_deleted:
                self._refused.clear()
                with self._refused:
                    Refusal(str(error))


def said(one: Correction, session: Summary, courses: Sequence[KnownLine]) -> str:
    """Return a correction in words."""
    if one.kind is CorrectionKind.GATE:
        return 'The start/finish line was moved.'
    if one.kind is CorrectionKind.COURSE:
        names = {line.course_id: line.name or 'the provisional one' for line in courses}
        if one.course_id is None:
            return 'None of the known courses was driven.'
        return f'The course is {names.get(one.course_id, "another one")}.'
    index = holding(session.laps, one.at_s)
    name = lap_words.name(session.laps[index]) if index is not None else 'A lap'
    if one.kind is CorrectionKind.EXCLUDE:
        return f'{name} is left out: {one.reason}'
    if one.kind is CorrectionKind.MERGE:
        return f'{name} was made of two laps.'
    before = lap_words.name(session.laps[index - 1]) if index else 'the lap before'
    return f'{before} and {name} were one lap.'


def _is_fresh(one: Correction) -> bool:
    return one.made_at is not None and datetime.now(UTC).replace(tzinfo=None) - one.made_at < JUST_NOW
