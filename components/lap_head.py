"""One lap: its time, what it is, how it was measured, and what to do with it."""

from nicegui import ui

from components import address, lap_words
from components.kit import box, button, stat, text
from components.neighbours import Neighbours
from components.shown_units import scales
from components.words import near, speed
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary
from racetrace.words import lap_time, signed


class LapHead(ui.element):
    def __init__(self, session: Summary, lap: Lap) -> None:
        super().__init__()
        self.classes('head')
        laps = list(session.laps)
        at = laps.index(lap)
        with self:
            with box('head__words'):
                with box('head__title'):
                    text(f'Lap {lap.number}', tag='h1')
                    Neighbours(laps[at - 1] if at else None, laps[at + 1] if at + 1 < len(laps) else None)
                with box('head__facts num'):
                    text(session.title, 'head__link', 'a').props['href'] = address.session(session.id)
                    for fact in facts(session, lap):
                        text(fact)
            with box('head__stats'):
                _stats(session, lap)
            other = opponent(session, lap)
            if other is None and session.best and lap is not session.best:
                best = session.best
                button(f'To the best lap, L{best.number}', kind='line', href=address.lap(best.id))
            if other is not None:
                words = 'Compare with the best' if other is session.best else f'Compare with L{other.number}'
                href = address.comparison([other.id, lap.id], other.id)
                with button(words, kind='primary', href=href).props('data-key=c'):
                    text('c', 'kbd', 'kbd')


def _stats(session: Summary, lap: Lap) -> None:
    best = session.best
    is_best = lap is best
    said = ('best of the session', 'tone-purple') if is_best else ()
    stat('Time', lap_time(lap.time_s), *said)
    if best and not is_best and lap.is_comparable and lap.time_s is not None and best.time_s is not None:
        stat('Gap', signed(lap.time_s - best.time_s), f'to L{best.number}')
    if lap.max_speed_mps is not None:
        stat('Top speed', speed(lap.max_speed_mps, 1), scales().speed)


def opponent(session: Summary, lap: Lap) -> Lap | None:
    """Return what a lap is compared with: the best of its session, or for that one the next; None if none."""
    others = [other for other in (*session.ranked, *session.first_choice) if other is not lap]
    return others[0] if others and lap.is_comparable else None


def facts(session: Summary, lap: Lap) -> list[str]:
    """Return what is known of a lap, in words."""
    passed = session.passed.get(lap.number)
    residual_ms = passed.gate_residual_ms if passed else None
    known = (
        lap_words.note(lap),
        lap_words.measured(lap),
        '' if lap.length_m is None else near(lap.length_m),
        '' if residual_ms is None else f'our crossings {signed(residual_ms, 0)} ms',
        f'from {lap_time(lap.start_s)} of the recording',
    )
    return [fact for fact in known if fact]
