"""/sessions/{id}?laps=3,5: what was driven, and beside it the answer for the chosen laps."""

import asyncio
from contextlib import AbstractContextManager
from functools import partial

from fastapi import Request
from nicegui import background_tasks, ui

from components import address
from components.answer_pane import AnswerPane
from components.compared_laps import MOST_LAPS
from components.deleted import Deleted
from components.dots import Dots
from components.first_paint import first_paint
from components.fix_session import FixSession
from components.follow import follow
from components.frame import frame
from components.kit import box, text
from components.lap_table import LapTable
from components.linked import Linked
from components.measured import Measured
from components.nothing import Nothing
from components.session_file import SessionFile
from components.session_head import SessionHead
from components.shown_units import show_in
from components.spark import sparks
from components.traces import channels, packed
from components.tray import Tray
from components.verdict import Busy, Refusal
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound, RaceTraceError
from racetrace.services import sessions
from racetrace.services.best_before import best_before
from racetrace.services.compare_laps import choose, compare_laps
from racetrace.services.fixing import Fixing
from racetrace.services.glance import glance
from racetrace.services.instance import Instance
from racetrace.services.preferences import UNITS, prefer, preferences
from racetrace.services.viewer import Viewer
from racetrace.services.watch_files import watch_files
from racetrace.services.watch_sessions import watch_sessions
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary

SOON_S = 0.3  # what is there by then needs no word of waiting
CORNERS = 6  # beside the laps: those that matter most; all of them are in the comparison


def register(instance: Instance) -> None:
    @ui.page('/sessions/{session_id}')
    async def show(request: Request, session_id: str, laps: str = '') -> None:
        viewer = viewer_of_page(request)
        kept = await asyncio.to_thread(preferences, instance, viewer)
        show_in(kept.get(UNITS), keep=partial(prefer, instance, viewer, UNITS))
        try:
            found, before = await asyncio.to_thread(_find, instance, viewer, address.number(session_id))
        except NotFound as error:
            crumbs = [('Sessions', '/'), ('Not here', '')]
            with _frame(instance, viewer, crumbs):
                Nothing(str(error), is_missing=True)
            return
        wanted = [address.number(word) for word in address.words(laps)]
        await first_paint(SessionPage(instance, viewer, found, before, wanted).under_way)


def _find(instance: Instance, viewer: Viewer, session_id: int) -> tuple[Summary, tuple[Summary, Lap] | None]:
    session = sessions.session(instance, viewer, session_id)
    return session, best_before(instance, viewer, session)


def _frame(
    instance: Instance, viewer: Viewer, crumbs: list[tuple[str, str]], *, flush: bool = False
) -> AbstractContextManager[object]:
    files = watch_files(instance, viewer)
    return frame('sessions', crumbs, max_upload_bytes=instance.max_upload_bytes, files=files, flush=flush)


class SessionPage:
    def __init__(
        self,
        instance: Instance,
        viewer: Viewer,
        session: Summary,
        before: tuple[Summary, Lap] | None,
        wanted: list[int],
    ) -> None:
        self._instance, self._viewer = instance, viewer
        self._session = session
        self._before = before
        self._chosen = [lap.id for lap in session.laps if lap.id in wanted] or [
            lap.id for lap in session.first_choice
        ]
        self._answering: asyncio.Task[None] | None = None
        self.under_way: list[asyncio.Task[None]] = []
        self._is_mine = session.belongs.owner_id == viewer.user_id
        self._offers_undo = False  # it was deleted here
        crumbs = [('Sessions', '/'), (session.title, '')]
        with _frame(instance, viewer, crumbs, flush=True):
            self._page = box('page__body')
        self._show()
        follow(watch_sessions(instance, viewer, lambda: [session.id]), self._refresh)

    def _show(self) -> None:
        session, is_mine = self._session, self._is_mine
        self._dots: Dots | None = None
        self._pane: AnswerPane | None = None
        self._fixed: object = None
        with self._page:
            self._linked = Linked()
            self._head = SessionHead(session, before=self._before, on_save=self._write if is_mine else None)
            with box('work'):
                with box('work__main'):
                    if session.laps:
                        self._table = LapTable(session, self._chosen, self._picked)
                    else:
                        text(no_laps(session), 'hint muted', 'p')
                    self._below = box('work__below')
                    self._fixes = box('work__below')
                    self._notes = box()
                    self._tray = Tray(self._clear)
                with box('work__side'):
                    self._side = box('work__answer')
                    if session.format:
                        self._measured = Measured(session)
                    if is_mine:
                        SessionFile(session, on_delete=self._delete)
        self._tray.set_visibility(bool(session.laps))
        self._fill()

    def _fill(self) -> None:
        """Show what stands below the head and the laps, and what takes longer to know."""
        self._notes.clear()
        if self._session.written.notes:
            with self._notes, box('section', 'section'):
                text('Notes', 'section__title', 'h2')
                text(self._session.written.notes, 'section__notes', 'p')
        self.under_way = []
        if self._session.format:
            self.under_way.append(background_tasks.create(self._glance()))
            if self._is_mine:
                self.under_way.append(background_tasks.create(self._show_fixes()))
        if self._session.laps:
            self._choose(self._chosen)

    async def _show_fixes(self) -> None:
        fixing = Fixing(instance=self._instance, viewer=self._viewer, session=self._session)
        try:
            made, courses = await asyncio.to_thread(fixing.made)
        except NotFound:
            return
        shown = self._session.laps, made, courses
        if self._fixes.is_deleted or fixing.session is not self._session or shown == self._fixed:
            return  # what is open there stays open
        self._fixed = shown
        self._fixes.clear()
        with self._fixes:
            FixSession(fixing.session, made, courses, fixing)

    async def _refresh(self, _: None) -> None:
        """Show what was corrected, here or in another window; what was chosen stays chosen."""
        if self._offers_undo:
            return
        before = self._session
        try:
            self._session, self._before = await asyncio.to_thread(
                _find, self._instance, self._viewer, before.id
            )
        except NotFound as error:
            self._gone(error)
            return
        there = {lap.id for lap in self._session.laps}
        kept = [lap_id for lap_id in self._chosen if lap_id in there]
        self._chosen = kept or [lap.id for lap in self._session.first_choice]
        if bool(before.laps) != bool(self._session.laps) or self._head.is_deleted:
            self._page.clear()
            self._show()
            return
        self._head.show(self._session, self._before)
        if self._session.laps:
            self._table.show(self._session, self._chosen)
        if self._session.format:
            self._measured.show(self._session)
        self._fill()

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
        self._show_dots()
        if self._answering:
            self._answering.cancel()
        if 2 <= len(laps) <= MOST_LAPS:
            self._answering = background_tasks.create(self._answer(laps))
            self.under_way.append(self._answering)
            return
        self._pane = None
        self._side.clear()
        if len(laps) < 2:
            with self._side:
                text('Choose two laps, and the answer stands here.', 'hint muted')

    async def _answer(self, laps: list[Lap]) -> None:
        """Compare with the fastest of the chosen, and look at the next."""
        work = asyncio.ensure_future(self._compared([lap.id for lap in laps]))
        try:
            if self._pane is None or not (await asyncio.wait({work}, timeout=SOON_S))[0]:
                self._say_instead(Busy, 'Comparing the chosen laps.')
            found = await work
        except RaceTraceError as error:
            self._say_instead(Refusal, str(error))
            return
        finally:
            work.cancel()  # with this, or it is done
        if self._side.is_deleted:
            return
        if self._pane is not None:
            self._pane.compare(found, focus=1, drawn=())
        else:
            self._side.clear()
            with self._side:
                self._pane = AnswerPane(found, focus=1, most_corners=CORNERS)
        with self._side:  # which knows the page, and so its units
            speed = channels(found)[:1]
        self._linked.show(await asyncio.to_thread(packed, found, speed))

    async def _compared(self, lap_ids: list[int]) -> Comparison:
        chosen = await asyncio.to_thread(choose, self._instance, self._viewer, lap_ids)
        return await compare_laps(self._instance, chosen)

    def _say_instead(self, kind: type[Busy | Refusal], sentence: str) -> None:
        self._pane = None
        if not self._side.is_deleted:
            self._side.clear()
            with self._side:
                kind(sentence)

    async def _glance(self) -> None:
        try:
            session = self._session
            found = await asyncio.to_thread(glance, self._instance, session)
        except (RaceTraceError, ValueError):
            return  # who asks for an answer is told why there is none
        if self._measured.is_deleted or session is not self._session:
            return
        self._measured.tell_channels(found.channels)
        if self._session.laps:
            self._table.draw_speeds(sparks(found.speeds_mps))
        if not found.apart or not found.apart.corners:
            self._below.clear()
            self._dots = None
        elif self._dots:
            self._dots.tell(found.apart, self._session.laps)
        else:
            with self._below:
                self._dots = Dots(found.apart, self._session.laps)
        self._show_dots()

    def _show_dots(self) -> None:
        if self._dots:
            laps = [lap for lap in self._session.ranked if lap.id in self._chosen]
            self._dots.show([lap.id for lap in laps])

    async def _write(self, changes: dict[str, str]) -> None:
        try:
            await asyncio.to_thread(sessions.write, self._instance, self._viewer, self._session.id, changes)
        except NotFound as error:
            self._gone(error)
        else:
            ui.navigate.reload()  # the title stands in the frame too

    async def _delete(self) -> None:
        self._offers_undo = True
        try:
            await asyncio.to_thread(sessions.delete, self._instance, self._viewer, self._session.id)
        except NotFound as error:
            self._gone(error)
            return
        self._page.clear()
        with self._page:
            Deleted(self._session.title, on_undo=self._undo)

    async def _undo(self) -> None:
        self._offers_undo = False
        try:
            self._session = await asyncio.to_thread(
                sessions.restore, self._instance, self._viewer, self._session.id
            )
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
        return (
            'No laps were found in this file: no line is crossed often enough. What it recorded is kept. '
            'For laps, drop a file here that passes one place at least twice.'
        )
    return (
        'This session was made by hand: it has a name and notes, but no file and no laps. '
        'Drop a file of your lap logger anywhere on this page; it becomes a session of its own.'
    )
