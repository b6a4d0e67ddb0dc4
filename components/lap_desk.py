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

    What a page shows besides stands in `main`, below the laps, and in `side`, below the answer.
    """

    def __init__(
        self,
        session: Summary,
        chosen: Sequence[int],
        *,
        answer: Callable[[Sequence[Lap]], Awaitable[Comparison]],
        glance: Callable[[], Seen],
        may_leave: bool = True,
    ) -> None:
        """`may_leave`: whoever looks may open the laps elsewhere too."""
        super().__init__()
        self.classes('work')
        self._session, self._answer_of, self._glance_of = session, answer, glance
        self._dots: Dots | None = None
        self._answering: asyncio.Task[None] | None = None
        self.under_way: list[asyncio.Task[None]] = []
        self.chosen = [lap.id for lap in session.laps if lap.id in chosen]
        with self:
            self._linked = Linked()
            with box('work__main'):
                if session.laps:
                    self._table = LapTable(session, self.chosen, self._picked, has_links=may_leave)
                else:
                    text(no_laps(session), 'hint muted', 'p')
                self._below = box('work__below')
                self.main = box('work__below')
                if session.written.notes:
                    with box('section', 'section'):
                        text('Notes', 'section__title', 'h2')
                        text(session.written.notes, 'section__notes', 'p')
                self._tray = Tray(self._clear)
                self._tray.set_visibility(may_leave and bool(session.laps))
            with box('work__side'):
                self._side = box('work__answer')
                self.first = box('work__below')
                if session.format:
                    self._measured = Measured(session)
                    self.under_way.append(background_tasks.create(self._look()))
                self.side = box('work__below')
        if session.laps:
            self._choose(self.chosen)

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
        self._side.clear()
        with self._side:
            if len(laps) < 2:
                text('Choose two laps, and the answer stands here.', 'hint muted')
            elif len(laps) <= MOST_LAPS:
                Busy('Comparing the chosen laps.')
                self._answering = background_tasks.create(self._answer(laps))
                self.under_way.append(self._answering)

    async def _answer(self, laps: Sequence[Lap]) -> None:
        """Compare with the fastest of the chosen, and look at the next."""
        try:
            found: Comparison | RaceTraceError = await self._answer_of(laps)
        except RaceTraceError as error:
            found = error
        self.say(found)

    def wait(self, sentence: str) -> None:
        """Say what is being worked on, where the answer will stand."""
        if self._answering:
            self._answering.cancel()
        self._side.clear()
        with self._side:
            Busy(sentence)

    def say(self, found: Comparison | RaceTraceError) -> None:
        """Show an answer, or why there is none."""
        if self._side.is_deleted:
            return
        self._side.clear()
        with self._side:
            if isinstance(found, RaceTraceError):
                Refusal(str(found))
                return
            AnswerPane(found, focus=1, most_corners=CORNERS)
            self._linked.show(packed(found, channels(found)[:1]))

    async def _look(self) -> None:
        try:
            found = await asyncio.to_thread(self._glance_of)
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
