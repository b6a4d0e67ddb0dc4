"""Sessions as rows, the newest first; and the files that could not be read, each with its sentence."""

from collections.abc import Sequence

from nicegui import ui

from components.kit import box, icon, text
from components.words import day
from racetrace.telemetry.summary import Summary
from racetrace.telemetry.upload import Upload
from racetrace.words import lap_time, plural

MOST_BARS = 12
MOST_REFUSED = 5


class SessionList(ui.element):
    def __init__(self, sessions: Sequence[Summary]) -> None:
        super().__init__('section')
        self.classes('panel')
        with self:
            with box('panel__head'):
                text('Sessions', 'panel__title', 'h1')
                if sessions:
                    text(str(len(sessions)), 'muted num')
            for session in sessions:
                _row(session)
            if not sessions:
                with box('empty'):
                    text('Nothing here yet.', 't-20', 'div')
                    text(
                        'Drop a file of your lap logger anywhere on this page. Two of its laps are compared '
                        'at once, and you see which corner cost the time.',
                        'muted',
                        'p',
                    )


def _row(session: Summary) -> None:
    with box('list__row', 'a', href=f'/sessions/{session.id}'):
        with box('list__words'):
            text(session.title, 'list__name', 'div')
            when = day(session.started_at, session.zone_source)
            laps = plural(len(session.ranked), 'timed lap')
            text(', '.join(filter(None, (when, laps))), 'list__sub num', 'div')
        text(session.format, 'list__sub wide')
        text(lap_time(session.best.time_s if session.best else None), 'list__time num r')
        _pace(session)
        icon('chevron', 16, 'muted')


def _pace(session: Summary) -> None:
    """Draw the laps as bars in driving order, the best in purple."""
    laps = sorted(session.ranked, key=lambda lap: lap.start_s)[:MOST_BARS]
    times = [lap.time_s or 0.0 for lap in laps]
    with box('pace wide'):
        for lap, time_s in zip(laps, times, strict=True):
            span = max(max(times) - min(times), 0.02 * min(times))
            height = 100 - 70 * (time_s - min(times)) / span
            box('pace__best' if lap is session.best else '', 'i').style(f'height:{height:.0f}%')


class RefusedFiles(ui.element):
    def __init__(self, uploads: Sequence[Upload]) -> None:
        super().__init__('section')
        self.classes('panel')
        self.set_visibility(bool(uploads))
        with self:
            with box('panel__head'):
                text('Could not be read', 'panel__title', 'h2')
            for upload in uploads[:MOST_REFUSED]:
                with box('refused'):
                    with box('job__line'):
                        box('dot dot--bad')
                        text(upload.name, 'job__name strong')
                    text(upload.refusal, 'muted', 'p')
