"""/sessions/{id}?laps=3,5: what was driven, and beside it the answer for the chosen laps."""

import asyncio

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
from components.kit import box, text
from components.lap_table import LapTable
from components.linked import Linked
from components.measured import Measured
from components.nothing import Nothing
from components.session_file import SessionFile
from components.session_head import SessionHead
from components.spark import sparks
from components.traces import channels, packed
from components.tray import Tray
from components.verdict import Busy, Refusal
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound, RaceTraceError
from racetrace.services import sessions
from racetrace.services.best_before import best_before
from racetrace.services.compare_laps import choose, compare_laps
from racetrace.services.fixing import Fixing
from racetrace.services.glance import glance
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.services.watch_sessions import watch_sessions
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary

CORNERS = 6  # beside the laps: those that matter most; all of them are in the comparison


def register(instance: Instance) -> None:
    @ui.page('/sessions/{session_id}')
    async def show(request: Request, session_id: str, laps: str = '') -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        try:
            found, before = await asyncio.to_thread(_find, instance, viewer, address.number(session_id))
        except NotFound as error:
            crumbs = [('Sessions', '/'), ('Not here', '')]
            with framed(instance, viewer, 'sessions', crumbs):
                Nothing(str(error), is_missing=True)
            return
        wanted = [address.number(word) for word in address.words(laps)]
        await first_paint(SessionPage(instance, viewer, found, before, wanted).under_way)


def _find(instance: Instance, viewer: Viewer, session_id: int) -> tuple[Summary, tuple[Summary, Lap] | None]:
    session = sessions.session(instance, viewer, session_id)
    return session, best_before(instance, viewer, session)


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
        self._dots: Dots | None = None
        self._offers_undo = False  # it was deleted here
        crumbs = [('Sessions', '/'), (session.title, '')]
        with framed(instance, viewer, 'sessions', crumbs, flush=True):
            self._page = box('page__body')
        self._show()
        follow(watch_sessions(instance, viewer, lambda: [session.id]), self._refresh)

    def _show(self) -> None:
        session = self._session
        self._dots = None
        with self._page:
            self._linked = Linked()
            is_mine = session.belongs.owner_id == self._viewer.user_id
            SessionHead(session, before=self._before, on_save=self._write if is_mine else None)
            with box('work'):
                with box('work__main'):
                    if session.laps:
                        self._table = LapTable(session, self._chosen, self._picked)
                    else:
                        text(no_laps(session), 'hint muted', 'p')
                    self._below = box('work__below')
                    self._fixes = box('work__below')
                    if session.written.notes:
                        with box('section', 'section'):
                            text('Notes', 'section__title', 'h2')
                            text(session.written.notes, 'section__notes', 'p')
                    self._tray = Tray(self._clear)
                with box('work__side'):
                    self._side = box('work__answer')
                    if session.format:
                        self._measured = Measured(session)
                        self.under_way = [background_tasks.create(self._glance())]
                        if is_mine:
                            self.under_way.append(background_tasks.create(self._show_fixes()))
                    if is_mine:
                        SessionFile(session, on_delete=self._delete)
        self._tray.set_visibility(bool(session.laps))
        if session.laps:
            self._choose(self._chosen)

    async def _show_fixes(self) -> None:
        fixing = Fixing(instance=self._instance, viewer=self._viewer, session=self._session)
        try:
            made, courses = await asyncio.to_thread(fixing.made)
        except NotFound:
            return
        if not self._fixes.is_deleted:
            with self._fixes:
                FixSession(self._session, made, courses, fixing)

    async def _refresh(self, _: None) -> None:
        """Show what was corrected, here or in another window; what was chosen stays chosen."""
        if self._offers_undo:
            return
        try:
            self._session, self._before = await asyncio.to_thread(
                _find, self._instance, self._viewer, self._session.id
            )
        except NotFound as error:
            self._gone(error)
            return
        there = {lap.id for lap in self._session.laps}
        kept = [lap_id for lap_id in self._chosen if lap_id in there]
        self._chosen = kept or [lap.id for lap in self._session.first_choice]
        self._page.clear()
        self._show()

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
        self._side.clear()
        with self._side:
            if len(laps) < 2:
                text('Choose two laps, and the answer stands here.', 'hint muted')
            elif len(laps) <= MOST_LAPS:
                Busy('Comparing the chosen laps.')
                self._answering = background_tasks.create(self._answer(laps))
                self.under_way.append(self._answering)

    async def _answer(self, laps: list[Lap]) -> None:
        """Compare with the fastest of the chosen, and look at the next."""
        try:
            chosen = await asyncio.to_thread(choose, self._instance, self._viewer, [lap.id for lap in laps])
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

    async def _glance(self) -> None:
        try:
            found = await asyncio.to_thread(glance, self._instance, self._session)
        except (RaceTraceError, ValueError):
            return  # who asks for an answer is told why there is none
        if self._measured.is_deleted:
            return
        self._measured.tell_channels(found.channels)
        if self._session.laps:
            self._table.draw_speeds(sparks(found.speeds_mps))
        if found.apart and found.apart.corners:
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
