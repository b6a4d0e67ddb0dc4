"""/compare?laps=5,3&ref=5&zoom=820-1240&ch=speed,brake: where the time goes. The address holds all of it."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from nicegui import background_tasks, ui

from components import address
from components.add_lap import AddLap
from components.answer_pane import AnswerPane
from components.chart_stack import ChartStack
from components.compared_laps import MOST_LAPS, ComparedLaps
from components.frame import frame
from components.kit import box
from components.linked import Linked
from components.notes import Notes
from components.nothing import Nothing
from components.proof import Proof
from components.traces import channels, missing, packed
from components.verdict import Busy, Refusal
from racetrace.errors import NotFound, RaceTraceError
from racetrace.services import sessions
from racetrace.services.compare_laps import Chosen, choose, compare_laps
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.services.watch_files import watch_files
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.summary import Summary
from racetrace.words import listed, plural

OFFERED = 12  # sessions of which laps can be added
DROP = 'Drop a file of your lap logger anywhere on this page.'


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What of the laps of an address is there."""

    chosen: list[Chosen]
    notes: list[str]  # on those that are not
    newest: list[Summary]


def register(instance: Instance) -> None:
    @ui.page('/compare')
    async def show(laps: str = '', ref: str = '', zoom: str = '', ch: str = '') -> None:
        found = await asyncio.to_thread(_find, instance, address.words(laps))
        if found.chosen:
            ComparePage(instance, found, ref, zoom=address.stretch(zoom), wanted=address.words(ch))
            return
        with _frame(instance, [('Compare', '')]):
            if laps:
                Nothing('These laps are not there.', 'They may have been deleted.', is_missing=True)
            else:
                Nothing('There is nothing to compare yet.', DROP)


def _find(instance: Instance, named: Sequence[str]) -> Found:
    """Find the laps that are named; without a name, the first choice of the newest session that has one."""
    newest = sessions.newest(instance, LOCAL, OFFERED)
    if not named:
        first = next((s.first_choice for s in newest if len(s.first_choice) > 1), ())
        named = [str(lap.id) for lap in first]
    there, left_out = [], []
    for word in named[:MOST_LAPS]:
        try:
            sessions.of_lap(instance, LOCAL, address.number(word))
        except NotFound:
            left_out.append(word[: address.LONGEST])
        else:
            there.append(address.number(word))
    notes = []
    if left_out:
        notes.append(f'Left out, because there is no such lap: {listed(left_out)}.')
    if len(named) > MOST_LAPS:
        notes.append(
            f'The address names {plural(len(named), "lap")}; one comparison shows the first {MOST_LAPS}.'
        )
    return Found(chosen=choose(instance, LOCAL, there), notes=notes, newest=newest)


def _frame(
    instance: Instance, crumbs: list[tuple[str, str]], *, flush: bool = False
) -> AbstractContextManager[object]:
    files = watch_files(instance, LOCAL)
    return frame('compare', crumbs, max_upload_bytes=instance.max_upload_bytes, files=files, flush=flush)


class ComparePage:
    def __init__(
        self,
        instance: Instance,
        found: Found,
        ref: str,
        *,
        zoom: tuple[float, float] | None,
        wanted: list[str],
    ) -> None:
        self._instance = instance
        self._wanted = wanted
        self._comparing: asyncio.Task[None] | None = None
        self._looked_at = 0  # id of the lap that was looked at last
        session = found.chosen[0].session
        crumbs = [('Sessions', '/'), (session.title, address.session(session.id)), ('Compare', '')]
        with _frame(instance, crumbs, flush=True):
            self._linked = Linked(zoom)
            self._bar = box('chips')
            self._notes = box('compare__notes')
            self._split = box('split')
        self._set(found, address.number(ref))

    def _set(self, found: Found, reference_id: int) -> None:
        """Show other laps, or other beginnings: the zoom and the channels stay as they are."""
        self._found = found
        self._ids = [c.lap.id for c in found.chosen]
        self._reference = self._ids.index(reference_id) if reference_id in self._ids else 0
        self._wish = tuple(self._ids), self._ids[self._reference]
        if self._comparing:
            self._comparing.cancel()
        self._show_laps(None)
        self._say(found.notes)
        self._split.clear()
        with self._split:
            if len(self._ids) < 2:
                Refusal('A comparison needs two laps: add another.')
            else:
                Busy('Comparing the laps.')
                self._comparing = background_tasks.create(self._compare())

    async def _change(self, lap_ids: Sequence[int], reference_id: int) -> None:
        self._wish = wish = tuple(lap_ids), reference_id
        found = await asyncio.to_thread(_find, self._instance, [str(lap_id) for lap_id in lap_ids])
        if wish != self._wish or self._split.is_deleted:
            return  # there is another wish by now
        if not found.chosen:
            self._split.clear()
            with self._split:
                Refusal('These laps are not there any more.')
            return
        self._set(found, reference_id)
        self._linked.address(laps=','.join(map(str, self._ids)), ref=str(self._ids[self._reference]))

    def _show_laps(self, comparison: Comparison | None) -> None:
        ids = self._ids
        self._bar.clear()
        with self._bar:
            self._compared = ComparedLaps(
                [(c.label, c.lap) for c in self._found.chosen],
                self._reference,
                comparison,
                on_look=self._look,
                on_reference=lambda k: self._change(self._wish[0], ids[k]),
                on_remove=lambda k: self._remove(ids[k]),
            )
            if len(self._ids) < MOST_LAPS:
                AddLap(self._found.newest, ids, self._add)
            box('grow')
            self._proof = box('proof__place')

    async def _add(self, lap_id: int) -> None:
        ids, reference_id = self._wish
        await self._change([*ids, lap_id], reference_id)

    async def _remove(self, lap_id: int) -> None:
        ids, reference_id = self._wish
        if len(ids) > 1:
            await self._change([other for other in ids if other != lap_id], reference_id)

    async def _compare(self) -> None:
        try:
            found: Comparison | RaceTraceError = await compare_laps(
                self._instance, self._found.chosen, self._reference
            )
        except RaceTraceError as error:
            found = error
        if self._split.is_deleted:
            return
        self._split.clear()
        if isinstance(found, RaceTraceError):
            with self._split:
                Refusal(str(found))
        else:
            self._show(found)

    def _show(self, comparison: Comparison) -> None:
        self._comparison = comparison
        others = [k for k in range(len(self._ids)) if k != self._reference]
        focus = next((k for k in others if self._ids[k] == self._looked_at), others[0])
        shown = channels(comparison, self._wanted)
        unknown = missing(comparison, self._wanted)
        self._show_laps(comparison)
        self._say([*self._found.notes, *(f'No lap has a channel “{name}”.' for name in unknown)])
        with self._split:
            with box('pane pane--charts'):
                self._charts = ChartStack(comparison, shown, focus=focus)
            self._answer = AnswerPane(comparison, focus=focus)
        self._bring_forward(focus)
        self._linked.show(packed(comparison, shown))

    def _look(self, focus: int) -> None:
        self._charts.look(self._comparison, focus)
        self._answer.look(focus)
        self._bring_forward(focus)

    def _bring_forward(self, focus: int) -> None:
        self._looked_at = self._ids[focus]
        self._compared.look(focus)
        self._linked.look(focus)
        self._proof.clear()
        with self._proof:
            Proof(self._comparison, focus=focus)

    def _say(self, sentences: Sequence[str]) -> None:
        self._notes.clear()
        with self._notes:
            Notes(sentences)
