"""/sessions/{id}?laps=3,5: what was driven, and beside it the answer for the chosen laps."""

import asyncio
from contextlib import AbstractContextManager

from nicegui import background_tasks, ui

from components import address
from components.answer_pane import AnswerPane
from components.compared_laps import MOST_LAPS
from components.deleted import Deleted
from components.frame import frame
from components.kit import box, text
from components.lap_table import LapTable
from components.linked import Linked
from components.measured import Measured
from components.nothing import Nothing
from components.session_file import SessionFile
from components.session_head import SessionHead
from components.traces import channels, packed
from components.tray import Tray
from components.verdict import Busy, Refusal
from racetrace.errors import NotFound, RaceTraceError
from racetrace.services import sessions
from racetrace.services.compare_laps import choose, compare_laps, recorded
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.services.watch_files import watch_files
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary

CORNERS = 6  # beside the laps: those that matter most; all of them are in the comparison


def register(instance: Instance) -> None:
    @ui.page('/sessions/{session_id}')
    async def show(session_id: str, laps: str = '') -> None:
        try:
            found = await asyncio.to_thread(sessions.session, instance, LOCAL, address.number(session_id))
        except NotFound as error:
            crumbs = [('Sessions', '/'), ('Not here', '')]
            with _frame(instance, crumbs):
                Nothing(str(error), is_missing=True)
            return
        SessionPage(instance, found, [address.number(word) for word in address.words(laps)])


def _frame(
    instance: Instance, crumbs: list[tuple[str, str]], *, flush: bool = False
) -> AbstractContextManager[object]:
    files = watch_files(instance, LOCAL)
    return frame('sessions', crumbs, max_upload_bytes=instance.max_upload_bytes, files=files, flush=flush)


class SessionPage:
    def __init__(self, instance: Instance, session: Summary, wanted: list[int]) -> None:
        self._instance = instance
        self._session = session
        self._chosen = [lap.id for lap in session.laps if lap.id in wanted] or [
            lap.id for lap in session.first_choice
        ]
        self._answering: asyncio.Task[None] | None = None
        crumbs = [('Sessions', '/'), (session.title, '')]
        with _frame(instance, crumbs, flush=True):
            self._page = box('page__body')
        self._show()

    def _show(self) -> None:
        session = self._session
        with self._page:
            self._linked = Linked()
            SessionHead(session, on_save=self._write)
            with box('work'):
                with box('work__main'):
                    if session.laps:
                        self._table = LapTable(session, self._chosen, self._picked)
                    else:
                        text(no_laps(session), 'hint muted', 'p')
                    if session.written.notes:
                        with box('section', 'section'):
                            text('Notes', 'section__title', 'h2')
                            text(session.written.notes, 'section__notes', 'p')
                    self._tray = Tray(self._clear)
                with box('work__side'):
                    self._side = box('work__answer')
                    if session.format:
                        self._measured = Measured(session)
                        background_tasks.create(self._count_channels())
                    SessionFile(session, on_delete=self._delete)
        self._tray.set_visibility(bool(session.laps))
        if session.laps:
            self._choose(self._chosen)

    def _clear(self) -> None:
        self._table.clear_choice()

    def _picked(self, lap_ids: list[int]) -> None:
        self._linked.address(laps=','.join(map(str, lap_ids)))
        self._choose(lap_ids)

    def _choose(self, lap_ids: list[int]) -> None:
        self._chosen = lap_ids
        laps = [lap for lap in self._session.laps if lap.id in lap_ids]
        laps.sort(key=lambda lap: lap.time_s or float('inf'))
        self._tray.show(laps)
        if self._answering:
            self._answering.cancel()
        self._side.clear()
        with self._side:
            if len(laps) < 2:
                text('Choose two laps, and the answer stands here.', 'hint muted')
            elif len(laps) <= MOST_LAPS:
                Busy('Comparing the chosen laps.')
                self._answering = background_tasks.create(self._answer(laps))

    async def _answer(self, laps: list[Lap]) -> None:
        """Compare with the fastest of the chosen, and look at the next."""
        try:
            chosen = await asyncio.to_thread(choose, self._instance, LOCAL, [lap.id for lap in laps])
            found: Comparison | RaceTraceError = await compare_laps(self._instance, chosen)
        except RaceTraceError as error:
            found = error
        if self._side.is_deleted:
            return
        self._side.clear()
        with self._side:
            if isinstance(found, RaceTraceError):
                Refusal(str(found))
                return
            AnswerPane(found, focus=1, most_corners=CORNERS)
        self._linked.show(packed(found, channels(found)[:1]))

    async def _count_channels(self) -> None:
        try:
            found = await asyncio.to_thread(recorded, self._instance, self._session.id)
        except (RaceTraceError, ValueError):
            return  # who asks for an answer is told why there is none
        if not self._measured.is_deleted:
            self._measured.tell_channels([channel.name for channel in found.channels])

    async def _write(self, changes: dict[str, str]) -> None:
        try:
            await asyncio.to_thread(sessions.write, self._instance, LOCAL, self._session.id, changes)
        except NotFound as error:
            self._gone(error)
        else:
            ui.navigate.reload()  # the title stands in the frame too

    async def _delete(self) -> None:
        try:
            await asyncio.to_thread(sessions.delete, self._instance, LOCAL, self._session.id)
        except NotFound as error:
            self._gone(error)
            return
        self._page.clear()
        with self._page:
            Deleted(self._session.title, on_undo=self._undo)

    async def _undo(self) -> None:
        try:
            self._session = await asyncio.to_thread(sessions.restore, self._instance, LOCAL, self._session.id)
        except NotFound as error:
            self._gone(error)
            return
        self._page.clear()
        self._show()

    def _gone(self, error: NotFound) -> None:
        self._page.clear()
        with self._page:
            Nothing(str(error), 'It was deleted, perhaps in another window.')


def no_laps(session: Summary) -> str:
    if session.format:
        return 'No laps were found in this file: no line is crossed often enough. What it recorded is kept.'
    return 'This session was made by hand: it has a name and notes, but no file and no laps.'
