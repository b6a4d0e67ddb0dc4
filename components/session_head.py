"""What was driven, when, by whom, with what; the figures that are asked for first."""

import statistics
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

from nicegui import ui

from components import address
from components.edit_session import NO_GARAGE, EditSession, Garage
from components.kit import box, stat, text
from components.shown_units import scales
from components.thumbnail import thumbnail
from components.words import day, far, speed
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.summary import Summary, Visibility
from racetrace.words import lap_time, plural, signed


class SessionHead(ui.element):
    def __init__(
        self,
        session: Summary,
        *,
        before: tuple[Summary, Lap] | None = None,
        on_save: Callable[[dict[str, Any]], Awaitable[None]] | None,
        garage: Garage = NO_GARAGE,
        event: tuple[str, str] | None = None,
    ) -> None:
        """Without `on_save` it is somebody else's, to be looked at."""
        super().__init__()
        self.classes('head')
        with self:
            self._outline = box('head__outline')
            with box('head__words'):
                with box('head__title'):
                    self._title = text(session.title, tag='h1')
                    if session.is_demo:
                        text('Demo', 'label')
                    self._seen_by = text('', 'label')
                    self._edit = EditSession(session, on_save, garage) if on_save else None
                self._facts = box('head__facts num')
            self._figures = box('head__stats')
        self.show(session, before=before, garage=garage, event=event)

    def show(
        self,
        session: Summary,
        *,
        before: tuple[Summary, Lap] | None,
        garage: Garage,
        event: tuple[str, str] | None,
    ) -> None:
        """Show it as it is from now on; what somebody is writing meanwhile stays.

        `before` is the lap to beat, the best of the sessions before on this course; `garage` is what it can
        be said to belong to, `event` what its event is called and where that is.
        """
        for part in (self._outline, self._facts, self._figures):
            part.clear()
        has_outline = bool(session.driven and session.driven.outline)
        self._outline.set_visibility(has_outline)
        if has_outline:
            with self._outline:
                thumbnail(session.driven)
        self._title.set_text(session.title)
        self.tell(session.belongs.visibility)
        if self._edit:
            self._edit.show(session, garage)
        with self._facts:
            if event:
                text(event[0], 'head__link', 'a').props['href'] = event[1]
            for fact in facts(session):
                text(fact)
        with self._figures:
            _stats(session)
            if before and session.best:
                _to_beat(session.best, *before)

    def tell(self, visibility: Visibility) -> None:
        """Say who sees the session, where it is not its owner alone."""
        self._seen_by.set_visibility(visibility is not Visibility.PRIVATE)
        self._seen_by.set_text(visibility.capitalize())


def _stats(session: Summary) -> None:
    best = session.best
    if best is not None and best.time_s is not None:
        stat('Best lap', lap_time(best.time_s), f'L{best.number}', 'tone-purple')
        ideal = ideal_s(session)
        if ideal is not None:
            stat('Ideal, 3 thirds', lap_time(ideal), f'{signed(ideal - best.time_s)} to best')
    times = [lap.time_s for lap in session.ranked if lap.time_s is not None]
    if len(times) > 1:
        stat('Spread', f'±{statistics.stdev(times):.3f} s', f'over {plural(len(times), "lap")}')
    tops = [lap.max_speed_mps for lap in session.laps if lap.max_speed_mps is not None]
    if tops:
        stat('Top speed', speed(max(tops), 1), scales().speed)


def _to_beat(best: Lap, earlier: Summary, before: Lap) -> None:
    if best.time_s is None or before.time_s is None:
        return
    with box('stat stat--link', 'a', href=address.comparison([before.id, best.id], before.id)) as link:
        link.props['title'] = f'Compare with L{before.number} of {earlier.title}'
        text('Best before', 'over')
        behind_s = best.time_s - before.time_s
        text(signed(behind_s), f'stat__value num tone-{"gain" if behind_s < 0 else "lose"}')
        text(lap_time(before.time_s), 'stat__note num')


def ideal_s(session: Summary) -> float | None:
    """Return the best thirds of the track together.

    None with fewer than two laps on it, and where the positions are too coarse: the best of several uncertain
    times is too good to be true.
    """
    splits = [session.passed[lap.number].splits_s for lap in session.ranked if lap.number in session.passed]
    if session.is_coarse or len(splits) < 2:
        return None
    third = len(splits[0]) // 3
    ends = (0, third, 2 * third, len(splits[0]))
    return sum(min(sum(lap[start:end]) for lap in splits) for start, end in pairwise(ends))


def facts(session: Summary) -> list[str]:
    """Return what is known of a session, in words; what is not known is left out."""
    written, driven, best = session.written, session.driven, session.best
    length_m = driven.length_m if driven else best.length_m if best else None
    rate = f', {session.fix_rate_hz:.0f} Hz GPS' if session.fix_rate_hz else ''
    known = (
        day(session.started_at, session.zone_source),
        written.session_type.capitalize(),
        written.driver_name,
        written.car_name or session.vehicle,
        far(length_m) if length_m else '',
        f'{session.format}{rate}' if session.format else 'made by hand, no file',
        f'{plural(len(session.laps), "lap")}, {len(session.ranked)} timed' if session.format else '',
    )
    return [fact for fact in known if fact]
