"""/laps/{id}?zoom=820-1240&ch=speed: one lap, all that was recorded of it."""

import asyncio
from contextlib import AbstractContextManager

from nicegui import background_tasks, ui

from components import address
from components.chart_stack import ChartStack
from components.frame import frame
from components.kit import box
from components.lap_head import LapHead
from components.lap_pane import LapPane
from components.lap_words import why_not_on_track
from components.linked import Linked
from components.measured import Measured
from components.nothing import Nothing
from components.traces import channels, packed
from components.verdict import Busy, Refusal
from racetrace.errors import NotFound, RaceTraceError
from racetrace.services import sessions
from racetrace.services.compare_laps import choose, look_at
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.services.watch_files import watch_files
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary


def register(instance: Instance) -> None:
    @ui.page('/laps/{lap_id}')
    async def show(lap_id: str, zoom: str = '', ch: str = '') -> None:
        try:
            session, lap = await asyncio.to_thread(sessions.of_lap, instance, LOCAL, address.number(lap_id))
        except NotFound as error:
            crumbs = [('Sessions', '/'), ('Not here', '')]
            with _frame(instance, crumbs):
                Nothing(str(error), is_missing=True)
            return
        LapPage(instance, session, lap, zoom=address.stretch(zoom), wanted=address.words(ch))


def _frame(
    instance: Instance, crumbs: list[tuple[str, str]], *, flush: bool = False
) -> AbstractContextManager[object]:
    files = watch_files(instance, LOCAL)
    return frame('sessions', crumbs, max_upload_bytes=instance.max_upload_bytes, files=files, flush=flush)


class LapPage:
    def __init__(
        self,
        instance: Instance,
        session: Summary,
        lap: Lap,
        *,
        zoom: tuple[float, float] | None,
        wanted: list[str],
    ) -> None:
        self._instance = instance
        self._session = session
        self._lap = lap
        self._wanted = wanted
        crumbs = [('Sessions', '/'), (session.title, address.session(session.id)), (f'Lap {lap.number}', '')]
        with _frame(instance, crumbs, flush=True):
            self._linked = Linked(zoom)
            LapHead(session, lap)
            self._split = box('split')
        with self._split:
            Busy('Reading the lap.')
        background_tasks.create(self._look())

    async def _look(self) -> None:
        try:
            (chosen,) = await asyncio.to_thread(choose, self._instance, LOCAL, [self._lap.id])
            found = await look_at(self._instance, chosen)
            why_not = why_not_on_track(self._session, self._lap)
        except RaceTraceError as error:
            found, why_not = None, str(error)
        if self._split.is_deleted:
            return
        self._split.clear()
        with self._split:
            if found is None:
                Refusal(why_not)
                if self._session.format:
                    Measured(self._session)
            else:
                self._show(found)

    def _show(self, lap: Comparison) -> None:
        shown = channels(lap, self._wanted)
        with box('pane pane--charts'):
            ChartStack(lap, shown, focus=0)
        LapPane(lap)
        self._linked.show(packed(lap, shown))
