"""What was driven, when, with what; the figures that are asked for first."""

import statistics

from nicegui import ui

from components.kit import box, stat, text
from components.words import day, kmh
from racetrace.telemetry.summary import Summary
from racetrace.words import lap_time, plural


class SessionHead(ui.element):
    def __init__(self, session: Summary) -> None:
        super().__init__('section')
        self.classes('head')
        with self:
            with box('head__words'):
                text(session.title, tag='h1')
                with box('head__facts num'):
                    for fact in facts(session):
                        text(fact)
            with box('head__stats'):
                best = session.best
                if best is not None:
                    stat('Best lap', lap_time(best.time_s), f'L{best.number}', 'tone-purple')
                times = [lap.time_s for lap in session.ranked if lap.time_s is not None]
                if len(times) > 1:
                    stat('Spread', f'±{statistics.stdev(times):.3f} s', f'over {plural(len(times), "lap")}')
                tops = [lap.max_speed_mps for lap in session.laps if lap.max_speed_mps is not None]
                if tops:
                    stat('Top speed', kmh(max(tops), 1), 'km/h')


def facts(session: Summary) -> list[str]:
    """Return what is known of a session, in words; what is not known is left out."""
    best = session.best
    known = (
        day(session.started_at, session.zone_source),
        session.name if session.track else '',
        session.format,
        session.device,
        session.vehicle,
        f'{best.length_m / 1000:.2f} km' if best and best.length_m else '',
        f'{plural(len(session.laps), "lap")}, {len(session.ranked)} timed',
    )
    return [fact for fact in known if fact]
