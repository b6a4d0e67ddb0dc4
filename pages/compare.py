"""/compare?laps=5,3&ref=5&zoom=820-1240&ch=speed,brake:tall&colour=speed: where the time goes.

The address holds all that is seen, and `look` which lap is to the front.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import replace

from fastapi import Request
from nicegui import background_tasks, ui

from components import address
from components.answer_pane import AnswerPane
from components.asked import Asked
from components.channel_choice import Picked, picked, written
from components.compared_laps import MOST_LAPS, ComparedLaps
from components.first_paint import first_paint
from components.follow import follow
from components.kit import box
from components.lap_search import LapSearch
from components.linked import Linked
from components.notes import Notes
from components.nothing import Nothing
from components.picked_charts import PickedCharts
from components.proof import Proof
from components.traces import missing
from components.track_map import GAIN
from components.verdict import Busy, Refusal
from pages.framed import framed, remembered
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import RaceTraceError
from racetrace.services.compare_laps import compare_laps
from racetrace.services.find_laps import find_laps
from racetrace.services.instance import Instance
from racetrace.services.named_laps import Named, named_laps
from racetrace.services.preferences import CHANNELS, prefer
from racetrace.services.viewer import Viewer
from racetrace.services.watch_sessions import watch_sessions
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.sought import FoundLap

SOON_S = 0.3  # what is there by then needs no word of waiting
SENT_S = 0.01  # in which the charts are on their way, before the rest is made
DROP = 'Drop a file of your lap logger anywhere on this page.'


def register(instance: Instance) -> None:
    @ui.page('/compare')
    async def show(
        request: Request,
        laps: str = '',
        ref: str = '',
        look: str = '',
        zoom: str = '',
        ch: str = '',
        colour: str = '',
    ) -> None:
        viewer = viewer_of_page(request)
        found = await asyncio.to_thread(_find, instance, viewer, address.words(laps))
        kept = await remembered(instance, viewer)
        if found.chosen:
            channels = kept.get(CHANNELS)
            asked = Asked.of(ref=ref, look=look, zoom=zoom, ch=ch, colour=colour, remembered=channels)
            await first_paint(ComparePage(instance, viewer, found, asked).under_way)
            return
        with framed(instance, viewer, 'compare', [('Compare', '')]):
            if laps:
                Nothing('These laps are not there.', 'They may have been deleted.', is_missing=True)
            else:
                Nothing('There is nothing to compare yet.', DROP)


def _find(instance: Instance, viewer: Viewer, named: Sequence[str]) -> Named:
    return named_laps(instance, viewer, {word: address.number(word) for word in named}, MOST_LAPS)


class ComparePage:
    def __init__(self, instance: Instance, viewer: Viewer, found: Named, asked: Asked) -> None:
        self._instance, self._viewer = instance, viewer
        self._asked = asked
        self._picked = asked.channels
        self._colour = asked.colour
        self._is_picking = False
        self._comparing: asyncio.Task[None] | None = None
        self._charts: PickedCharts | None = None
        self._looked_at = asked.looked_at  # id of the lap that was looked at last
        self._ids: list[int] = []
        session = found.chosen[0].session
        crumbs = [('Sessions', '/'), (session.title, address.session(session.id)), ('Compare', '')]
        with framed(instance, viewer, 'compare', crumbs, flush=True):
            self._linked = Linked(asked.zoom)
            with box('chips'):
                self._compared = ComparedLaps(
                    on_look=self._look,
                    on_reference=lambda k: self._refer(self._ids[k]),
                    on_remove=lambda k: self._remove(self._ids[k]),
                )
                self._search = LapSearch(self._find_laps, self._add)
                box('grow')
                self._proof = box('proof__place')
            self._notes = box('compare__notes')
            self._split = box('split')
        self._set(found, asked.reference_id)
        follow(watch_sessions(instance, viewer, self._sessions), self._refresh)

    @property
    def under_way(self) -> list[asyncio.Task[None]]:
        return [self._comparing] if self._comparing else []

    def _sessions(self) -> list[int]:
        return [c.session.id for c in self._found.chosen]

    async def _refresh(self, _: None) -> None:
        """Compare the laps anew, as they were corrected, here or in another window."""
        wish = None
        while wish != self._wish:  # whatever is wished for meanwhile is looked for too
            wish = self._wish
            await self._change(*wish)

    def _set(self, found: Named, reference_id: int) -> None:
        """Show other laps, or other beginnings: the zoom and the channels stay as they are."""
        before = self._ids if self._charts else []
        self._found = found
        self._ids = [c.lap.id for c in found.chosen]
        self._reference = self._ids.index(reference_id) if reference_id in self._ids else 0
        self._wish = tuple(self._ids), self._ids[self._reference]
        self._linked.address(laps=','.join(map(str, self._ids)), ref=str(self._ids[self._reference]))
        self._stop()
        self._search.reference_s = found.chosen[self._reference].lap.time_s
        if before != self._ids:
            self._wait()
        if len(self._ids) < 2:
            self._say_instead(Refusal, 'A comparison needs two laps: add another.')
        else:
            self._comparing = background_tasks.create(self._compare(is_waiting=before != self._ids))

    def _wait(self) -> None:
        """Show the laps without their comparison, until that is there."""
        self._search.set_visibility(len(self._ids) < MOST_LAPS)
        self._show_laps(None)
        self._say(self._found.notes)
        if self._charts:
            self._split.classes('is-waiting')
        else:
            self._say_instead(Busy, 'Comparing the laps.')

    def _stop(self) -> None:
        if self._comparing:
            self._comparing.cancel()

    def _say_instead(self, kind: type[Refusal | Busy], sentence: str) -> None:
        """Say why there is no comparison."""
        self._charts = None
        self._split.classes(remove='is-waiting')
        self._proof.clear()
        self._split.clear()
        with self._split:
            kind(sentence)

    async def _change(self, lap_ids: Sequence[int], reference_id: int) -> None:
        self._wish = wish = tuple(lap_ids), reference_id
        found = await asyncio.to_thread(
            _find, self._instance, self._viewer, [str(lap_id) for lap_id in lap_ids]
        )
        if wish != self._wish or self._split.is_deleted:
            return  # there is another wish by now
        if not found.chosen:
            self._stop()
            self._say_instead(Refusal, 'These laps are not there any more.')
            return
        self._set(found, reference_id)

    def _show_laps(self, comparison: Comparison | None) -> None:
        laps = [(c.label, c.lap) for c in self._found.chosen]
        self._compared.show(laps, self._reference, comparison)

    async def _find_laps(self, typed: str, page: int) -> tuple[list[FoundLap], bool]:
        found = self._found.chosen, self._reference
        return await asyncio.to_thread(find_laps, self._instance, self._viewer, typed, *found, page)

    async def _add(self, lap_id: int) -> None:
        ids, reference_id = self._wish
        self._looked_at = lap_id
        await self._change([*ids, lap_id], reference_id)

    async def _refer(self, lap_id: int) -> None:
        ids, self._looked_at = self._wish
        if self._charts and ids == tuple(self._ids):
            self._set(self._found, lap_id)  # nothing has to be found
        else:
            await self._change(ids, lap_id)

    async def _remove(self, lap_id: int) -> None:
        ids, reference_id = self._wish
        if len(ids) > 1:
            await self._change([other for other in ids if other != lap_id], reference_id)

    async def _compare(self, *, is_waiting: bool) -> None:
        work = asyncio.ensure_future(compare_laps(self._instance, self._found.chosen, self._reference))
        try:
            if not is_waiting and not (await asyncio.wait({work}, timeout=SOON_S))[0]:
                self._wait()
            found: Comparison | RaceTraceError = await work
        except RaceTraceError as error:
            found = error
        finally:
            work.cancel()  # with this, or it is done
        if self._split.is_deleted:
            return
        if isinstance(found, RaceTraceError):
            self._show_laps(None)
            self._say_instead(Refusal, str(found))
        else:
            await self._show(found)

    async def _show(self, comparison: Comparison) -> None:
        self._comparison = comparison
        others = [k for k in range(len(self._ids)) if k != self._reference]
        focus = next((k for k in others if self._ids[k] == self._looked_at), others[0])
        self._linked.look(focus)
        charts = self._charts or self._build(comparison, focus)
        if charts.comparison is not comparison:
            self._split.classes(remove='is-waiting')
            charts.compare(comparison, self._picked, focus=focus)
            await charts.show()
            await asyncio.sleep(SENT_S)
            if self._comparison is not comparison or self._split.is_deleted:
                return
            self._answer.compare(comparison, focus=focus, drawn=charts.drawn)
        else:
            await charts.show()
        self._show_laps(comparison)
        unknown = missing(comparison, [one.name for one in picked(self._asked.ch)])
        self._say([*self._found.notes, *(f'No lap has a channel “{name}”.' for name in unknown)])
        self._bring_forward(focus)
        self._linked.address(ch=self._asked.ch or written(charts.picked))

    def _build(self, comparison: Comparison, focus: int) -> PickedCharts:
        self._split.clear()
        with self._split:
            charts = PickedCharts(
                comparison,
                self._linked,
                self._picked,
                focus=focus,
                is_open=self._is_picking,
                on_pick=self._pick,
                on_open=self._note_picking,
            )
            self._answer = AnswerPane(
                comparison,
                focus=focus,
                drawn=charts.drawn,
                colour=self._colour,
                on_colour=self._recolour,
            )
        self._charts = charts
        return charts

    def _look(self, focus: int) -> None:
        if self._charts:
            self._linked.look(focus)
            self._charts.look(focus)
            self._answer.look(focus)
            self._bring_forward(focus)

    def _bring_forward(self, focus: int) -> None:
        self._looked_at = self._ids[focus]
        self._compared.look(focus)
        usual = self._ids[1 if self._reference == 0 else 0]
        self._linked.address(look='' if self._looked_at == usual else str(self._looked_at))
        self._proof.clear()
        with self._proof:
            Proof(self._comparison, focus=focus)

    def _pick(self, picks: list[Picked]) -> Awaitable[None]:
        """Keep what was chosen: for this page, its address, and the next comparison of this person."""
        charts = self._charts
        assert charts  # it is they that were picked for
        self._picked = picked(charts.kept)
        self._asked = replace(self._asked, ch=written(picks))
        self._answer.offer(charts.drawn)
        self._linked.address(ch=written(picks or charts.picked))
        return asyncio.to_thread(prefer, self._instance, self._viewer, CHANNELS, charts.kept)

    def _note_picking(self, is_open: bool) -> None:
        self._is_picking = is_open

    def _recolour(self, colour: str) -> None:
        self._colour = colour
        self._linked.address(colour='' if colour == GAIN else colour)

    def _say(self, sentences: Sequence[str]) -> None:
        self._notes.clear()
        with self._notes:
            Notes(sentences)
