"""/laps/{id}?zoom=820-1240&ch=speed,brake:tall&colour=rpm: one lap, all that was recorded of it."""

import asyncio
from collections.abc import Awaitable

from fastapi import Request
from nicegui import background_tasks, ui

from components import address
from components.channel_choice import Picked, picked, written
from components.first_paint import first_paint
from components.follow import follow
from components.kit import box
from components.lap_head import LapHead
from components.lap_pane import LapPane
from components.lap_words import why_not_on_track
from components.linked import Linked
from components.measured import Measured
from components.nothing import Nothing
from components.picked_charts import PickedCharts
from components.verdict import Busy, Refusal
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import NotFound, RaceTraceError
from racetrace.services import sessions
from racetrace.services.compare_laps import choose, look_at
from racetrace.services.instance import Instance
from racetrace.services.preferences import CHANNELS, prefer
from racetrace.services.viewer import Viewer
from racetrace.services.watch_sessions import watch_sessions
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary


def register(instance: Instance) -> None:
    @ui.page('/laps/{lap_id}')
    async def show(request: Request, lap_id: str, zoom: str = '', ch: str = '', colour: str = '') -> None:
        viewer = viewer_of_page(request)
        kept = await remembered(instance, viewer)
        try:
            session, lap = await asyncio.to_thread(sessions.of_lap, instance, viewer, address.number(lap_id))
        except NotFound as error:
            crumbs = [('Sessions', '/'), ('Not here', '')]
            with framed(instance, viewer, 'sessions', crumbs):
                Nothing(str(error), is_missing=True)
            return
        wanted = picked(ch or kept.get(CHANNELS, ''))
        page = LapPage(
            instance, viewer, session, lap, zoom=address.stretch(zoom), wanted=wanted, colour=colour
        )
        await first_paint(page.under_way)


class LapPage:
    def __init__(
        self,
        instance: Instance,
        viewer: Viewer,
        session: Summary,
        lap: Lap,
        *,
        zoom: tuple[float, float] | None,
        wanted: list[Picked],
        colour: str,
    ) -> None:
        self._instance, self._viewer = instance, viewer
        self._session = session
        self._lap = lap
        self._wanted = wanted
        self._colour = colour
        self._charts: PickedCharts | None = None
        crumbs = [('Sessions', '/'), (session.title, address.session(session.id)), (f'Lap {lap.number}', '')]
        with framed(instance, viewer, 'sessions', crumbs, flush=True):
            self._linked = Linked(zoom)
            self._head = box('page__body')
            self._split = box('split')
        with self._head:
            LapHead(session, lap)
        with self._split:
            Busy('Reading the lap.')
        self.under_way = [background_tasks.create(self._look())]
        follow(watch_sessions(instance, viewer, lambda: [session.id]), self._refresh)

    async def _refresh(self, _: None) -> None:
        """Show the lap as it was corrected, here or in another window."""
        try:
            found = await asyncio.to_thread(sessions.of_lap, self._instance, self._viewer, self._lap.id)
        except NotFound as error:
            self._charts = None
            self._head.clear()
            self._split.clear()
            with self._split:
                Nothing(str(error), 'Its session was corrected, perhaps in another window.')
            return
        self._session, self._lap = found
        self._head.clear()
        with self._head:
            LapHead(*found)
        await self._look()

    async def _look(self) -> None:
        try:
            (chosen,) = await asyncio.to_thread(choose, self._instance, self._viewer, [self._lap.id])
            found = await look_at(self._instance, chosen)
            why_not = why_not_on_track(self._session, self._lap)
        except RaceTraceError as error:
            found, why_not = None, str(error)
        if self._split.is_deleted:
            return
        if found is not None:
            await self._show(found)
            return
        self._charts = None
        self._split.clear()
        with self._split:
            Refusal(why_not)
            if self._session.format:
                Measured(self._session)

    async def _show(self, lap: Comparison) -> None:
        charts = self._charts or self._build(lap)
        if charts.comparison is not lap:  # they stay: no flicker, and half the work
            charts.compare(lap, self._wanted, focus=0)
            self._pane.compare(lap, drawn=charts.drawn)
        await charts.show()
        self._linked.address(ch=written(self._wanted or charts.picked))

    def _build(self, lap: Comparison) -> PickedCharts:
        self._split.clear()
        with self._split:
            charts = PickedCharts(lap, self._linked, self._wanted, focus=0, on_pick=self._pick)
            self._pane = LapPane(lap, drawn=charts.drawn, colour=self._colour, on_colour=self._recolour)
        self._charts = charts
        return charts

    def _pick(self, picks: list[Picked]) -> Awaitable[None]:
        charts = self._charts
        assert charts  # it is they that were picked for
        self._wanted = picked(charts.kept)
        self._pane.offer(charts.drawn)
        self._linked.address(ch=written(picks or charts.picked))
        return asyncio.to_thread(prefer, self._instance, self._viewer, CHANNELS, charts.kept)

    def _recolour(self, colour: str) -> None:
        self._colour = colour
        self._linked.address(colour=colour)
