"""The laps of a session: time, gap to the best, mini-sectors, which are chosen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nicegui import events, ui

from components import lap_words
from components.ribbon import HEIGHT, WIDTH, ribbons
from components.shown_units import scales
from components.words import speed
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import MeasuredBy
from racetrace.telemetry.summary import Summary
from racetrace.words import lap_time, plural, signed


def rows(session: Summary) -> list[dict[str, Any]]:
    """Return a row of words per lap, in the order they were driven."""
    found, own_best_s = [], float('inf')
    strips = ribbons(session)
    counting = {id(lap) for lap in session.ranked}
    best_s = session.best.time_s if session.best and session.best.time_s else 0.0
    slowest_s = max((lap.time_s or 0.0 for lap in session.ranked), default=0.0)
    for lap in session.laps:
        row = _facts(lap) | {'ribbon': strips.get(lap.number)}
        if lap.is_comparable and row['ribbon'] is None and not row['note']:
            row['note'] = 'no mini-sectors: it has no place on the track'
        if id(lap) in counting and lap.time_s is not None:
            gap_s = lap.time_s - best_s
            row |= {
                'counts': True,
                'tone': 'purple' if lap is session.best else 'green' if lap.time_s < own_best_s else 'yellow',
                'gap': 'best' if lap is session.best else signed(gap_s),
                'share': gap_s / ((slowest_s - best_s) or 1),
            }
            own_best_s = min(own_best_s, lap.time_s)
        found.append(row)
    return found


def folded(session: Summary) -> str:
    """Return what the laps are called that stand behind one row; '' where all count, or none does."""
    others = [lap for lap in session.laps if not lap.is_best_candidate]
    if not others or not session.ranked:
        return ''
    why = 'not timed' if not any(lap.is_timed for lap in others) else 'not counted'
    return f'{plural(len(others), "lap")} {why}'


def _facts(lap: Lap) -> dict[str, Any]:
    return {
        'id': lap.id,
        'number': lap.number,
        'label': lap_words.name(lap),
        'time': lap_time(lap.time_s),
        'measured': lap_words.measured(lap),
        'official': lap.is_timed and lap.measured_by is MeasuredBy.OFFICIAL,
        'stated': '' if lap.stated_time_s is None else lap_time(lap.stated_time_s),
        'note': lap_words.note(lap),
        'top': speed(lap.max_speed_mps, 1),
        'length': '' if lap.length_m is None else f'{lap.length_m / scales().far_m:.2f}',
        'counts': False,
        'tone': '',
        'gap': '',
        'share': 0.0,
    }


class LapTable(ui.element, component='lap_table.js'):
    """`on_pick` gets the ids of the chosen laps whenever they change."""

    def __init__(
        self, session: Summary, chosen: Sequence[int], on_pick: Callable[[list[int]], object]
    ) -> None:
        super().__init__()
        self.classes('laps')
        self.props['units'] = [scales().far, scales().speed]
        self.props['box'] = f'0 0 {WIDTH} {HEIGHT}'
        self.show(session, chosen)

        def pick(event: events.GenericEventArguments) -> None:
            ids = event.args if isinstance(event.args, list) else []
            on_pick([n for n in ids if isinstance(n, int) and n in self._known])

        self.on('pick', pick)

    def show(self, session: Summary, chosen: Sequence[int]) -> None:
        """Show these laps from now on."""
        self._known = {lap.id for lap in session.laps}
        self.props['rows'] = tuple(rows(session))
        self.props['chosen'] = list(chosen)
        self.props['folded'] = folded(session)
        self.props['best'] = session.best.id if session.best else 0

    def draw_speeds(self, paths: Mapping[int, str]) -> None:
        """Show a line per lap, by its id, in a box of 100 by 20."""
        self.run_method('draw', list(paths.items()))

    def clear_choice(self) -> None:
        self.run_method('choose', [])
