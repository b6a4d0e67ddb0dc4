"""How a session was measured, and so how far its numbers can be trusted."""

from collections.abc import Sequence

from nicegui import ui

from components.kit import box, text
from components.lap_words import MEASURED, resolution
from components.words import near
from racetrace.telemetry.summary import Driven, Summary
from racetrace.words import NONE, plural, signed


class Measured(ui.element):
    def __init__(self, session: Summary) -> None:
        super().__init__('section')
        self.classes('section')
        self.show(session)

    def show(self, session: Summary) -> None:
        """Say it of the session as it is from now on."""
        self.clear()
        with self:
            text('How it was measured', 'section__title', 'h2')
            with box('known', 'dl'):
                for label, value in (
                    ('Lap times', lap_times(session)),
                    ('Position', position(session)),
                    ('Course', course(session.driven)),
                    ('Gate', residual(session)),
                ):
                    text(label, 'muted', 'dt')
                    text(value, '', 'dd')
                self._channels = box('known__row')
            for sentence in session.warnings:
                text(sentence, 'section__note', 'p')

    def tell_channels(self, names: Sequence[str]) -> None:
        self._channels.clear()
        with self._channels:
            text('Channels', 'muted', 'dt')
            text(f'{len(names)} kept', '', 'dd').props['title'] = ', '.join(names)


def lap_times(session: Summary) -> str:
    """Return how the laps were timed; each way once, with the coarsest resolution."""
    finest: dict[str, float] = {}
    for lap in session.laps:
        if lap.is_timed:
            way = MEASURED[lap.measured_by]
            finest[way] = max(finest.get(way, 0.0), lap.resolution_ms)
    return '; '.join(f'{way}, {resolution(ms)}' for way, ms in finest.items()) or 'no lap is timed'


def position(session: Summary) -> str:
    if session.fix_rate_hz is None:
        return 'none in the file'
    rate = f'{session.fix_rate_hz:.2g} Hz'
    if session.tau_s:
        return f'{rate}, reckoned ahead by the phone: corrected by {session.tau_s:.1f} s'
    return f'{rate}, too coarse for braking points' if session.is_coarse else rate


def course(driven: Driven | None) -> str:
    if driven is None:
        return 'none: no lap ends where it began'
    shape = 'closed' if driven.is_closed else 'open'
    return f'{near(driven.length_m)}, {shape}, {driven.place or "provisional: found in these laps"}'


def residual(session: Summary) -> str:
    """Return how far our crossings are off the logger's times, the worst lap."""
    found = [passed.gate_residual_ms for passed in session.passed.values()]
    known = [ms for ms in found if ms is not None]
    if not known:
        return "no logger's time to check ours against" if session.passed else NONE
    worst = max(known, key=abs)
    return f"ours less the logger's: {signed(worst, 0)} ms at most, {plural(len(known), 'lap')}"
