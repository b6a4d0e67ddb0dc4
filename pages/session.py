"""/sessions/{id}: what was driven, and beside it the answer for the chosen laps."""

from nicegui import background_tasks, run, ui

from components.answer_pane import AnswerPane
from components.frame import frame
from components.kit import box, text
from components.lap_table import LapTable
from components.linked import Linked
from components.notes import Notes
from components.nothing import Nothing
from components.session_head import SessionHead
from components.traces import channels, packed
from components.tray import Tray
from components.verdict import Busy, Refusal
from racetrace.errors import NotFound, RaceTraceError
from racetrace.services import sessions
from racetrace.services.compare_laps import compare_laps
from racetrace.services.instance import Instance
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary


def register(instance: Instance) -> None:
    @ui.page('/sessions/{session_id}')
    async def show(session_id: int) -> None:
        try:
            session = await run.io_bound(sessions.session, instance, session_id)
        except NotFound as error:
            with frame(
                'sessions', [('Sessions', '/'), ('Not here', '')], max_upload_bytes=instance.max_upload_bytes
            ):
                Nothing(str(error))
            return
        if session is not None:  # it is when the program is ending
            SessionPage(instance, session)


class SessionPage:
    def __init__(self, instance: Instance, session: Summary) -> None:
        self._instance = instance
        self._session = session
        self._chosen = [lap.number for lap in session.first_choice]
        crumbs = [('Sessions', '/'), (session.title, '')]
        with frame('sessions', crumbs, max_upload_bytes=instance.max_upload_bytes, flush=True):
            self._linked = Linked()
            SessionHead(session)
            with box('work'):
                with box('work__main'):
                    LapTable(session, self._chosen, self._choose)
                    Notes(session.warnings)
                    self._tray = Tray()
                self._side = box('work__side')
        self._choose(self._chosen)

    def _choose(self, numbers: list[int]) -> None:
        self._chosen = numbers
        laps = [lap for number in numbers if (lap := self._session.lap(number))]
        laps.sort(key=lambda lap: lap.time_s or float('inf'))
        self._tray.show(laps, address(self._session.id, laps))
        self._side.clear()
        with self._side:
            if len(laps) < 2:
                text('Choose two laps, and the answer stands here.', 'hint muted')
            else:
                Busy('Comparing the chosen laps.')
                background_tasks.create(self._answer(numbers, laps))

    async def _answer(self, numbers: list[int], laps: list[Lap]) -> None:
        """Compare with the fastest of the chosen, and look at the next."""
        try:
            comparison = await compare_laps(
                self._instance, self._session.id, [lap.number for lap in laps], laps[0].number
            )
        except RaceTraceError as error:
            if numbers == self._chosen and not self._side.is_deleted:
                self._side.clear()
                with self._side:
                    Refusal(str(error))
            return
        if numbers == self._chosen and not self._side.is_deleted:
            self._side.clear()
            with self._side:
                AnswerPane(comparison, focus=1)
            self._linked.show(packed(comparison, channels(comparison)[:1]))


def address(session_id: int, laps: list[Lap]) -> str:
    """Return where these laps are compared with the first of them."""
    if not laps:
        return '/compare'
    numbers = ','.join(str(lap.number) for lap in laps)
    return f'/compare?session={session_id}&laps={numbers}&ref={laps[0].number}'
