"""/share/{secret}: a session as it is seen by whoever has a link to it, with an account or without."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial
from urllib.parse import quote

from fastapi import Request
from nicegui import background_tasks, ui

from components.against import against
from components.first_paint import first_paint
from components.follow import follow
from components.kit import box, button, text
from components.lap_desk import LapDesk
from components.nothing import Nothing
from components.session_head import SessionHead
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound, RaceTraceError
from racetrace.live.hub import News, Stage
from racetrace.services import sessions
from racetrace.services.compare_laps import called, compare_laps
from racetrace.services.glance import glance
from racetrace.services.instance import Instance
from racetrace.services.share import Scope, Share, session_of_share
from racetrace.services.viewer import NOBODY, Viewer
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary


def register(instance: Instance) -> None:
    @ui.page('/share/{secret}')
    async def show(request: Request, secret: str) -> None:
        viewer = viewer_of_page(request)
        await remembered(instance, viewer)
        ui.add_head_html('<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">')
        try:
            session, share = await asyncio.to_thread(session_of_share, instance, secret)
        except NotFound as error:
            with framed(instance, viewer, '', [('Not here', '')]):
                Nothing(str(error), 'Ask who sent it for another.', is_missing=True)
            return
        page = SharePage(instance, viewer, secret, session, share)
        await first_paint(page.under_way)


async def _ends(instance: Instance, share: Share) -> AsyncIterator[None]:
    """Yield whenever the link may have ended: by its time, or by a person."""
    stirs = instance.hub.stirs()
    stirred = asyncio.ensure_future(anext(stirs))
    try:
        while True:
            left_s = max(0.0, (share.ends_at - instance.clock()).total_seconds()) if share.ends_at else None
            done, _ = await asyncio.wait({stirred}, timeout=left_s)
            if done:
                stirred = asyncio.ensure_future(anext(stirs))
            yield
            if not done:
                return
    finally:
        stirred.cancel()


class SharePage:
    def __init__(
        self, instance: Instance, viewer: Viewer, secret: str, session: Summary, share: Share
    ) -> None:
        self._instance, self._viewer = instance, viewer
        self._secret, self._session = secret, session
        with framed(instance, viewer, '', [(session.title, '')], flush=True, stays=True) as arriving:
            self._page = box('page__body')
        with self._page:
            SessionHead(session, on_save=None)
            self._desk = LapDesk(
                session,
                [lap.id for lap in session.first_choice],
                answer=self._answer,
                glance=partial(glance, instance, session),
                may_leave=False,
            )
            with self._desk.first:
                is_guest = viewer.user_id == NOBODY.user_id
                against(session.best, sign_in=f'/login?next=/share/{quote(secret)}' if is_guest else '')
            if share.scope is Scope.FILE:
                with self._desk.side:
                    self._file()
        self.under_way = self._desk.under_way
        arriving.on_end(self._arrived)
        follow(_ends(instance, share), self._look_again)

    def _file(self) -> None:
        with box('section', 'section'):
            text('File', 'section__title', 'h2')
            with box('section__line'):
                text(self._session.name, 'strong section__name')
                address = f'/api/v1/shared/{self._secret}/file'
                button('Download', kind='line', href=address).props('download')

    async def _answer(self, laps: Sequence[Lap]) -> Comparison:
        return await compare_laps(self._instance, called([(self._session, lap) for lap in laps]))

    async def _arrived(self, news: News) -> None:
        """Compare what was dropped here with the best lap of this session."""
        if news.stage is Stage.READY and news.session_id is not None:
            self._desk.wait('Comparing your best lap with this one.')
            background_tasks.create(self._compare(news.session_id))

    async def _compare(self, session_id: int) -> None:
        try:
            mine = await asyncio.to_thread(sessions.session, self._instance, self._viewer, session_id)
            if self._session.best is None or mine.best is None:
                raise NotFound('Your file has no whole lap that was timed.')
            laps = called([(self._session, self._session.best), (mine, mine.best)])
            found: Comparison | RaceTraceError = await compare_laps(self._instance, laps)
        except RaceTraceError as error:
            found = error
        self._desk.say(found)

    async def _look_again(self, _: None) -> None:
        try:
            await asyncio.to_thread(session_of_share, self._instance, self._secret)
        except NotFound as error:
            self._page.clear()
            with self._page:
                Nothing(str(error), 'Ask who sent it for another.')
