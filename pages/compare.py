"""/compare?session=1&laps=5,3&ref=5: where the time goes. All that is seen is in the address."""

from nicegui import background_tasks, run, ui

from components.answer_pane import AnswerPane
from components.chart_stack import ChartStack
from components.compared_laps import ChosenLaps, ComparedLaps
from components.frame import frame
from components.kit import box
from components.linked import Linked
from components.nothing import Nothing
from components.proof import Proof
from components.traces import channels, packed
from components.verdict import Busy, Refusal
from racetrace.errors import NotFound, RaceTraceError
from racetrace.services import sessions
from racetrace.services.compare_laps import compare_laps
from racetrace.services.instance import Instance
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary

MOST_LAPS = 7  # as many as there are colours


def register(instance: Instance) -> None:
    @ui.page('/compare')
    async def show(session: int = 0, laps: str = '', ref: str = '', zoom: str = '', ch: str = '') -> None:
        found = await run.io_bound(_find, instance, session)
        chosen = _chosen(found, laps) if found else []
        if found is None or len(chosen) < 2:
            _nothing(instance, found)
            return
        reference = next((lap for lap in chosen if str(lap.number) == ref), chosen[0])
        ComparePage(instance, found, chosen, reference, zoom=span(zoom), wanted=ch.split(',') if ch else [])


def _find(instance: Instance, session_id: int) -> Summary | None:
    """Return the session; without a number the newest that has two laps."""
    try:
        if session_id:
            return sessions.session(instance, session_id)
    except NotFound:
        return None
    return next((s for s in sessions.newest(instance) if len(s.first_choice) > 1), None)


def _chosen(session: Summary, numbers: str) -> list[Lap]:
    """Return the laps named, in that order; those that are not there are left out."""
    if not numbers:
        return list(session.first_choice)
    known = {str(lap.number): lap for lap in session.laps}
    return [known[n] for n in dict.fromkeys(numbers.split(',')) if n in known][:MOST_LAPS]


def span(zoom: str) -> tuple[float, float] | None:
    """Return the metres of `820-1240`; None for what is no stretch."""
    start, _, end = zoom.partition('-')
    is_short = max(len(start), len(end)) < 7  # metres
    if is_short and start.isdecimal() and end.isdecimal() and int(start) < int(end):
        return float(start), float(end)
    return None


def _nothing(instance: Instance, session: Summary | None) -> None:
    with frame('compare', [('Compare', '')], max_upload_bytes=instance.max_upload_bytes):
        if session is None:
            Nothing(
                'There is nothing to compare yet.', 'Drop a file of your lap logger anywhere on this page.'
            )
        else:
            Nothing('A comparison needs two laps.', f'Choose them in {session.title}.')


class ComparePage:
    def __init__(
        self,
        instance: Instance,
        session: Summary,
        laps: list[Lap],
        reference: Lap,
        *,
        zoom: tuple[float, float] | None,
        wanted: list[str],
    ) -> None:
        self._instance = instance
        self._session = session
        self._laps = laps
        self._reference = reference
        self._wanted = wanted
        crumbs = [('Sessions', '/'), (session.title, f'/sessions/{session.id}'), ('Compare', '')]
        with frame('compare', crumbs, max_upload_bytes=instance.max_upload_bytes, flush=True):
            self._linked = Linked(zoom)
            self._chips = box('chips')
            self._split = box('split')
        with self._chips:
            ChosenLaps(laps, reference.number)
        with self._split:
            Busy('Comparing the laps.')
        background_tasks.create(self._compare())

    async def _compare(self) -> None:
        numbers = [lap.number for lap in self._laps]
        try:
            comparison = await compare_laps(self._instance, self._session.id, numbers, self._reference.number)
        except RaceTraceError as error:
            if not self._split.is_deleted:
                self._split.clear()
                with self._split:
                    Refusal(str(error))
            return
        if not self._split.is_deleted:
            self._show(comparison)

    def _show(self, comparison: Comparison) -> None:
        self._comparison = comparison
        focus = next(k for k in range(len(comparison.laps)) if k != comparison.reference)
        shown = channels(comparison, self._wanted)
        self._chips.clear()
        self._split.clear()
        with self._chips:
            self._compared = ComparedLaps(comparison, focus=focus, on_look=self._look)
            box('grow')
            self._proof = box('proof__place')
        with self._split:
            with box('pane pane--charts'):
                self._charts = ChartStack(comparison, shown, focus=focus)
            self._answer = AnswerPane(comparison, focus=focus)
        self._prove(focus)
        self._linked.look(focus)
        self._linked.show(packed(comparison, shown))

    def _look(self, focus: int) -> None:
        self._compared.look(focus)
        self._charts.look(self._comparison, focus)
        self._answer.look(focus)
        self._prove(focus)
        self._linked.look(focus)

    def _prove(self, focus: int) -> None:
        self._proof.clear()
        with self._proof:
            Proof(self._comparison, focus=focus)
