"""/sessions/{id}?laps=3,5: what was driven, and beside it the answer for the chosen laps."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import Request
from nicegui import background_tasks, ui

from components import address
from components.against import against
from components.deleted import Deleted
from components.edit_session import NO_GARAGE, Garage
from components.first_paint import first_paint
from components.fix_session import FixSession
from components.follow import follow
from components.kit import box
from components.lap_desk import LapDesk
from components.nothing import Nothing
from components.official_card import OfficialCard
from components.session_file import SessionFile
from components.session_head import SessionHead
from components.who_sees import WhoSees
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import ChangeRefused, NotFound
from racetrace.live.hub import News, Stage
from racetrace.services import events, sessions
from racetrace.services.best_before import best_before
from racetrace.services.compare_laps import choose, compare_laps
from racetrace.services.describe import choices, describe
from racetrace.services.fixing import Fixing
from racetrace.services.glance import glance
from racetrace.services.instance import Instance
from racetrace.services.reach import may_with_session
from racetrace.services.sharing import Sharing
from racetrace.services.timekeeping import Timekeeping
from racetrace.services.viewer import Viewer
from racetrace.services.watch_sessions import watch_sessions
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    session: Summary
    before: tuple[Summary, Lap] | None
    event: tuple[str, str] | None  # its name, and where it is
    garage: Garage
    may_download: bool


def register(instance: Instance) -> None:
    @ui.page('/sessions/{session_id}')
    async def show(request: Request, session_id: str, laps: str = '') -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        try:
            found = await asyncio.to_thread(_find, instance, viewer, address.number(session_id))
        except NotFound as error:
            crumbs = [('Sessions', '/'), ('Not here', '')]
            with framed(instance, viewer, 'sessions', crumbs):
                Nothing(str(error), is_missing=True)
            return
        wanted = [address.number(word) for word in address.words(laps)]
        await first_paint(SessionPage(instance, viewer, found, wanted).under_way)


def _find(instance: Instance, viewer: Viewer, session_id: int) -> Found:
    session = sessions.session(instance, viewer, session_id)
    is_mine = session.belongs.owner_id == viewer.user_id
    found = choices(instance, viewer) if is_mine else None
    return Found(
        session=session,
        before=best_before(instance, viewer, session),
        event=_event(instance, viewer, session.belongs.event_id),
        garage=Garage(cars=found.cars, events=found.events, drivers=found.drivers) if found else NO_GARAGE,
        may_download=bool(session.format)
        and may_with_session(instance, viewer, 'session.download', session.id),
    )


def _event(instance: Instance, viewer: Viewer, event_id: int | None) -> tuple[str, str] | None:
    if event_id is None:
        return None
    try:
        event, _ = events.event(instance, viewer, event_id)
    except NotFound:
        return None  # it is its owner's, and the session is shown to more
    return event.name, address.event(event.id)


class SessionPage:
    def __init__(self, instance: Instance, viewer: Viewer, found: Found, wanted: Sequence[int]) -> None:
        self._instance, self._viewer = instance, viewer
        self._found = found
        session = found.session
        self._chosen = _chosen(session, wanted)
        self.under_way: list[asyncio.Task[None]] = []
        self._offers_undo = False  # it was deleted here
        crumbs = [('Sessions', '/'), (session.title, '')]
        is_mine = session.belongs.owner_id == viewer.user_id
        with framed(instance, viewer, 'sessions', crumbs, flush=True, stays=not is_mine) as arriving:
            self._page = box('page__body')
        if not is_mine:
            arriving.on_end(self._race)
        self._show()
        follow(watch_sessions(instance, viewer, lambda: [session.id]), self._refresh)

    def _show(self) -> None:
        found, session = self._found, self._found.session
        is_mine = session.belongs.owner_id == self._viewer.user_id
        with self._page:
            self._head = SessionHead(
                session,
                before=found.before,
                on_save=self._write if is_mine else None,
                garage=found.garage,
                event=found.event,
            )
            self._desk = LapDesk(
                session, self._chosen, answer=self._answer, glance=partial(glance, self._instance)
            )
        self.under_way = [*self._desk.under_way]
        self._fixed: object = None
        self._sees: WhoSees | None = None
        self._official: OfficialCard | None = None
        if is_mine:
            self._show_what_is_mine()
        else:
            here = address.session(session.id)
            with self._desk.first:
                against(session.best, sign_in='' if self._viewer.is_somebody else f'/login?next={here}')
            if found.may_download:
                with self._desk.side:
                    SessionFile(session)

    def _show_what_is_mine(self) -> None:
        session = self._found.session
        if session.format:
            self.under_way.append(background_tasks.create(self._show_fixes()))
            keeping = Timekeeping(instance=self._instance, viewer=self._viewer, session_id=session.id)
            with self._desk.first:
                self._official = OfficialCard(keeping)
            self.under_way.append(background_tasks.create(self._official.refresh()))
        if self._instance.mode.has_accounts:
            sharing = Sharing(instance=self._instance, viewer=self._viewer, session_id=session.id)
            with self._desk.first:
                self._sees = WhoSees(sharing, self._head.tell)
            self.under_way.append(background_tasks.create(self._sees.refresh()))
        with self._desk.side:
            SessionFile(session, on_delete=self._delete)

    async def _answer(self, laps: Sequence[Lap]) -> Comparison:
        ids = [lap.id for lap in laps]
        chosen = await asyncio.to_thread(choose, self._instance, self._viewer, ids)
        return await compare_laps(self._instance, chosen)

    async def _show_fixes(self) -> None:
        session, place = self._found.session, self._desk.main
        fixing = Fixing(instance=self._instance, viewer=self._viewer, session=session)
        try:
            made, courses = await asyncio.to_thread(fixing.made)
        except NotFound:
            return
        shown = session.laps, made, courses
        if place.is_deleted or session is not self._found.session or shown == self._fixed:
            return  # what is open there stays open
        self._fixed = shown
        place.clear()
        with place:
            FixSession(session, made, courses, fixing)

    async def _refresh(self, _: None) -> None:
        """Show what was corrected, here or in another window; what was chosen stays chosen."""
        if self._offers_undo:
            return
        before = self._found.session
        try:
            found = await asyncio.to_thread(_find, self._instance, self._viewer, before.id)
        except NotFound as error:
            self._gone(error)
            return
        self._found, session = found, found.session
        self._chosen = _chosen(session, self._desk.chosen)
        if bool(before.laps) != bool(session.laps) or self._head.is_deleted:
            self._page.clear()
            self._show()
            return
        self._head.show(session, before=found.before, garage=found.garage, event=found.event)
        self._desk.show(session, self._chosen)
        if session.format and session.belongs.owner_id == self._viewer.user_id:
            await self._show_fixes()
        if self._official and before.laps != session.laps:
            await self._official.refresh()
        if self._sees and before.belongs != session.belongs:
            await self._sees.refresh()

    async def _race(self, news: News) -> None:
        """Lead from a file that was dropped here to its best lap against the best of this session."""
        best = self._found.session.best
        if news.stage is not Stage.READY or news.session_id is None or best is None:
            return
        mine = await asyncio.to_thread(sessions.session, self._instance, self._viewer, news.session_id)
        if mine.best is not None:
            ui.navigate.to(address.comparison([best.id, mine.best.id], best.id))

    async def _write(self, changes: dict[str, Any]) -> None:
        session = self._found.session
        try:
            await asyncio.to_thread(describe, self._instance, self._viewer, session.id, changes)
        except (NotFound, ChangeRefused) as error:
            self._gone(error)
        else:
            ui.navigate.reload()  # the title stands in the frame too

    async def _delete(self) -> None:
        self._offers_undo = True
        session = self._found.session
        try:
            await asyncio.to_thread(sessions.delete, self._instance, self._viewer, session.id)
        except NotFound as error:
            self._gone(error)
            return
        self._page.clear()
        with self._page:
            Deleted(session.title, on_undo=self._undo)

    async def _undo(self) -> None:
        self._offers_undo = False
        session_id = self._found.session.id
        try:
            await asyncio.to_thread(sessions.restore, self._instance, self._viewer, session_id)
            self._found = await asyncio.to_thread(_find, self._instance, self._viewer, session_id)
        except NotFound as error:
            self._gone(error)
            return
        self._page.clear()
        self._show()

    def _gone(self, error: NotFound | ChangeRefused) -> None:
        self._page.clear()
        with self._page:
            Nothing(str(error), 'It was deleted, or is shown to you no longer.')


def _chosen(session: Summary, wanted: Sequence[int]) -> list[int]:
    """Return of the laps that are wanted those that are there, or else the first choice."""
    return [lap.id for lap in session.laps if lap.id in wanted] or [lap.id for lap in session.first_choice]
