"""The laps of a session, those that are chosen, and beside them the answer for these."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from nicegui import background_tasks, ui

from components.answer_pane import AnswerPane
from components.compared_laps import MOST_LAPS
from components.dots import Dots
from components.kit import box, text
from components.lap_table import LapTable
from components.linked import Linked
from components.measured import Measured
from components.spark import sparks
from components.traces import channels, packed
from components.tray import Tray
from components.verdict import Busy, Refusal
from racetrace.errors import RaceTraceError
from racetrace.telemetry.apart import Apart
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.summary import Summary

SOON_S = 0.3  # what is there by then needs no word of waiting
CORNERS = 6  # beside the laps: those that matter most; all of them are in the comparison


class Seen(Protocol):
    """What a glance at a session shows beyond its rows."""

    @property
    def channels(self) -> tuple[str, ...]: ...
    @property
    def apart(self) -> Apart | None: ...
    @property
    def speeds_mps(self) -> Mapping[int, Samples]: ...


class LapDesk(ui.element):
    """`answer` compares laps with the first of them, `glance` reads what was recorded: in a thread.

    What a page shows besides stands in `main`, below the laps, in `first` and in `side`, below the answer.
    """

    def __init__(
        self,
        session: Summary,
        chosen: Sequence[int],
        *,
        answer: Callable[[Sequence[Lap]], Awaitable[Comparison]],
        glance: Callable[[Summary], Seen],
    ) -> None:
        super().__init__()
        self.classes('work')
        self._session, self._answer_of, self._glance_of = session, answer, glance
        self._dots: Dots | None = None
        self._pane: AnswerPane | None = None
        self._answering: asyncio.Task[None] | None = None
        self.under_way: list[asyncio.Task[None]] = []
        self.chosen: list[int] = []
        with self:
            self._linked = Linked()
            with box('work__main'):
                if session.laps:
                    self._table = LapTable(session, chosen, self._picked)
                else:
                    text(no_laps(session), 'hint muted', 'p')
                self._below = box('work__below')
                self.main = box('work__below')
                self._notes = box()
                self._tray = Tray(self._clear)
                self._tray.set_visibility(bool(session.laps))
            with box('work__side'):
                self._side = box('work__answer')
                self.first = box('work__below')
                if session.format:
                    self._measured = Measured(session)
                self.side = box('work__below')
        self._fill(chosen)

    def show(self, session: Summary, chosen: Sequence[int]) -> None:
        """Show it as it is from now on, of a session that has laps still or has none still."""
        self._session = session
        if session.laps:
            self._table.show(session, chosen)
        if session.format:
            self._measured.show(session)
        self._fill(chosen)

    def _fill(self, chosen: Sequence[int]) -> None:
        session, self.under_way = self._session, []
        self._notes.clear()
        if session.written.notes:
            with self._notes, box('section', 'section'):
                text('Notes', 'section__title', 'h2')
                text(session.written.notes, 'section__notes', 'p')
        if session.format:
            self.under_way.append(background_tasks.create(self._look()))
        if session.laps:
            self._choose([lap.id for lap in session.laps if lap.id in chosen])

    def _clear(self) -> None:
        self._table.clear_choice()

    def _picked(self, lap_ids: list[int]) -> None:
        self._linked.address(laps=','.join(map(str, lap_ids)))
        self._choose(lap_ids)

    def _choose(self, lap_ids: list[int]) -> None:
        self.chosen = lap_ids
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

    async def _answer(self, laps: Sequence[Lap]) -> None:
        """Compare with the fastest of the chosen, and look at the next."""
        work = asyncio.ensure_future(self._answer_of(laps))
        try:
            if self._pane is None or not (await asyncio.wait({work}, timeout=SOON_S))[0]:
                self._say_instead(Busy, 'Comparing the chosen laps.')
            found = await work
        except RaceTraceError as error:
            self._say_instead(Refusal, str(error))
            return
        finally:
            work.cancel()  # with this, or it is done
        if not self._side.is_deleted:
            await self._show_answer(found)

    async def _show_answer(self, found: Comparison) -> None:
        if self._pane is not None:
            self._pane.compare(found, focus=1, drawn=())
        else:
            self._side.clear()
            with self._side:
                self._pane = AnswerPane(found, focus=1, most_corners=CORNERS)
        with self._side:  # which knows the page, and so its units
            speed = channels(found)[:1]
        self._linked.show(await asyncio.to_thread(packed, found, speed))

    def _say_instead(self, kind: type[Busy | Refusal], sentence: str) -> None:
        self._pane = None
        if not self._side.is_deleted:
            self._side.clear()
            with self._side:
                kind(sentence)

    async def _look(self) -> None:
        session = self._session
        try:
            found = await asyncio.to_thread(self._glance_of, session)
        except (RaceTraceError, ValueError):
            return  # who asks for an answer is told why there is none
        if self._measured.is_deleted or session is not self._session:
            return
        self._measured.tell_channels(found.channels)
        if session.laps:
            self._table.draw_speeds(sparks(found.speeds_mps))
        self._tell_apart(found.apart)

    def _tell_apart(self, apart: Apart | None) -> None:
        if not apart or not apart.corners:
            self._below.clear()
            self._dots = None
        elif self._dots:
            self._dots.tell(apart, self._session.laps)
        else:
            with self._below:
                self._dots = Dots(apart, self._session.laps)
        self._show_dots()

    def _show_dots(self) -> None:
        if self._dots:
            laps = [lap for lap in self._session.ranked if lap.id in self.chosen]
            self._dots.show([lap.id for lap in laps])


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
