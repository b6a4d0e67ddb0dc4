"""The charts of the channels that are picked, and beside them the pane in which one picks."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from components import traces
from components.channel_choice import Picked, as_shown, shown, written
from components.channel_picker import ChannelPicker
from components.chart_stack import ChartStack
from components.kit import box, button
from components.linked import Linked
from racetrace.telemetry.channels import SPEED
from racetrace.telemetry.comparison import Comparison


class PickedCharts:
    """Two panes for a page that is split. `on_pick` hears what is chosen; [] is the usual."""

    def __init__(
        self,
        comparison: Comparison,
        linked: Linked,
        picked: Sequence[Picked],
        *,
        focus: int,
        is_open: bool = False,
        on_pick: Callable[[list[Picked]], Awaitable[object]],
        on_open: Callable[[bool], object] = lambda _is_open: None,
    ) -> None:
        self._linked = linked
        self._on_pick, self._on_open = on_pick, on_open
        self._pane = box('pane pane--picker')
        with box('pane pane--charts') as self._charts:
            opener = button('Channels', kind='line', title='Choose channels, their order and heights')
            opener.classes('picker__open').on('click', self._toggle).mark('channels')
            self._opener = opener.props('aria-expanded=false')
            self._place = box('charts__place')
        self.kept = ''  # what to remember of a choice: with channels that only these laps lack
        self.drawn: list[traces.Shown] = []
        self.is_open = False
        self._packing: object = None  # the samples that were asked for last
        self._stack: ChartStack | None = None
        self.compare(comparison, picked, focus=focus)
        if is_open:
            self._toggle()

    def compare(self, comparison: Comparison, picked: Sequence[Picked], *, focus: int) -> None:
        """Draw these laps from now on. The charts stay, so that nothing flickers and no zoom is lost."""
        self.comparison, self._focus = comparison, focus
        self._absent = [one for one in picked if not traces.channels(comparison, [one.name])]
        self._draw(picked)
        if self.is_open:
            self._offer()

    async def show(self) -> None:
        """Hand over the samples, once all that shows them is there."""
        self._packing = packing = object()
        with self._place:  # which knows the page, and so its units
            speed = traces.channels(self.comparison, [SPEED])  # the map shows it, and the overview
        every = {channel.name: channel for channel in (*self.drawn, *speed)}
        # Meanwhile the page hears how the charts are to look.
        packed = await asyncio.to_thread(traces.packed, self.comparison, list(every.values()))
        if self._packing is packing and not self._linked.is_deleted:
            self._linked.show(packed)

    def look(self, focus: int) -> None:
        self._focus = focus
        if self._stack:
            self._stack.look(self.comparison, focus)

    def _draw(self, picked: Sequence[Picked]) -> None:
        self.drawn = shown(self.comparison, picked)
        self.picked = as_shown(picked, self.drawn, self.comparison)
        self._charts.style(f'--weights:{sum(c.weight for c in self.drawn) + 2.1:.1f}')
        with self._place:
            if self._stack:
                self._stack.show(self.comparison, self.drawn, focus=self._focus)
            else:
                self._stack = ChartStack(self.comparison, self.drawn, focus=self._focus)

    def _pick(self, picked: list[Picked]) -> Awaitable[object]:
        self._draw(picked)
        self.kept = written([*self.picked, *self._absent]) if picked else ''
        return asyncio.gather(self.show(), self._on_pick(self.picked if picked else []))

    def _usual(self) -> Awaitable[object]:
        done = self._pick([])
        self._offer()
        return done

    def _toggle(self) -> None:
        self.is_open = not self.is_open
        self._on_open(self.is_open)
        self._opener.props(f'aria-expanded={str(self.is_open).lower()}')
        self._offer()

    def _offer(self) -> None:
        self._pane.clear()
        if self.is_open:
            with self._pane:
                ChannelPicker(
                    self.comparison,
                    self.picked,
                    on_pick=self._pick,
                    on_usual=self._usual,
                    on_close=self._toggle,
                )
