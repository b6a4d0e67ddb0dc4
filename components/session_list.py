"""Sessions as rows, the newest first."""

from collections.abc import Sequence

from nicegui import ui

from components import address
from components.kit import box, button, icon, markup, text
from components.thumbnail import thumbnail
from components.words import clock, date
from racetrace.telemetry.summary import Summary
from racetrace.words import lap_time, plural

PLACES = 12  # so that the bars of a row are as wide as those of the next
WIDTH, HEIGHT = 128, 20


class SessionList(ui.element):
    def __init__(
        self, sessions: Sequence[Summary], *, total: int, older: str = '', newer: str = '', typed: str = ''
    ) -> None:
        """`older` and `newer` are where the list goes on; `typed` is what these sessions were found by."""
        super().__init__()
        demo = [session for session in sessions if session.is_demo]
        yours = [session for session in sessions if not session.is_demo]
        with self:
            _group('Demo', demo)
            _group('Yours' if demo else '', yours)
            if not total:
                _not_found(typed) if typed.strip() else _nothing()
            if older or newer:
                with box('list__more', 'nav', aria_label='More sessions'):
                    if newer:
                        button('Newest sessions', kind='line', href=newer)
                    if older:
                        button('Older sessions', kind='line', href=older)


def _group(title: str, sessions: Sequence[Summary]) -> None:
    if title and sessions:
        text(title, 'list__day', 'h3')
    for session in sessions:
        session_row(session)


def session_row(session: Summary) -> None:
    with box('list__row', 'a', href=address.session(session.id)).props('data-row'):
        thumbnail(session.driven, 'list__thumb')
        with box('list__words'):
            text(session.title, 'list__name', 'div')
            _when(session)
        text(by(session), 'list__sub wide')
        text(lap_time(session.best.time_s if session.best else None), 'list__time num r')
        markup(pace(session), 'wide')
        icon('chevron', 16, 'muted')


def _when(session: Summary) -> None:
    at, laps = session.started_at, plural(len(session.ranked), 'lap')
    with box('list__sub num'):
        if at is not None:
            text(f'{date(at)}, ')
            text(f'{clock(at, session.zone_source)}, ', 'wide')
        text(laps)


def by(session: Summary) -> str:
    """Return who drove what, where somebody wrote that; else what recorded it."""
    written = session.written
    driven = ', '.join(filter(None, (written.driver_name, written.car_name or session.vehicle)))
    rate = f', {session.fix_rate_hz:.0f} Hz' if session.fix_rate_hz else ''
    return driven if written.driver_name or written.car_name else f'{session.format}{rate}'


def pace(session: Summary) -> str:
    """Draw the laps as bars in driving order, the faster the higher, the best in purple."""
    laps = sorted(session.ranked, key=lambda lap: lap.start_s)
    times_s = [lap.time_s or 0.0 for lap in laps]
    best_s = min(times_s, default=0.0)
    span_s = max(max(times_s, default=0.0) - best_s, 0.02 * best_s) or 1.0
    step = WIDTH / max(PLACES, len(laps))
    wide = step - 1 if step > 3 else step
    usual, best = '', ''
    for i, (lap, time_s) in enumerate(zip(laps, times_s, strict=True)):
        high = HEIGHT * (1 - 0.7 * (time_s - best_s) / span_s)
        bar = f'M{i * step:.1f} {HEIGHT - high:.1f}h{wide:.1f}v{high:.1f}h-{wide:.1f}z'
        usual, best = (usual, bar) if lap is session.best else (usual + bar, best)
    paths = f'<path class="pace__usual" d="{usual}"/><path class="pace__best" d="{best}"/>'
    return f'<svg class="pace" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{paths}</svg>'


def _not_found(typed: str) -> None:
    with box('empty'):
        text(f'No session has “{typed.strip()}”.', 't-20 found__not', 'div')
        text('A track, a name, a driver, a car, a file or a date such as 2026-06-13 finds it.', 'muted', 'p')
        button('All sessions', kind='line', href='/')


def _nothing() -> None:
    with box('empty'):
        text('Nothing here yet.', 't-20', 'div')
        text(
            'Drop a file of your lap logger anywhere on this page. Two of its laps are compared '
            'at once, and you see which corner cost the time.',
            'muted',
            'p',
        )
        button('Choose log files', kind='primary', glyph='upload').props('data-upload')
