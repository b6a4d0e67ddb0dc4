"""The files on their way: how far each of them is, what is left, and what came of it."""

import math
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic
from typing import Any, Final

from nicegui import events, ui
from nicegui.dependencies import register_esm

from components import address
from racetrace.live.hub import News, Stage
from racetrace.telemetry.arrived import Arrived
from racetrace.words import lap_time, plural, signed

MODULE: Final = Path(__file__).parent / 'static' / 'files'
STEPS: Final = ('Arrives', 'Read', 'Laps', 'Track', 'Compare', 'Keep')
STEP: Final = {
    Stage.RECEIVING: 0,
    Stage.WAITING: 1,
    Stage.READING: 1,
    Stage.CUTTING: 2,
    Stage.COURSE: 3,
    Stage.PLACING: 4,
    Stage.KEEPING: 5,
    Stage.READY: 6,
    Stage.REFUSED: 6,
}
BEGINS_PCT: Final = (0, 30, 55, 62, 72, 95, 100)  # of the whole work, where each step begins
MOST_READY: Final = 5
SOON_S: Final = 1.0  # before that nobody can tell how long it takes

register_esm('racetrace-files', MODULE, max_time=(MODULE / 'index.js').stat().st_mtime)


class Arriving(ui.element, component='arriving.js'):
    """Floats above the page, unless it is moved into a `.aside`."""

    def __init__(self) -> None:
        super().__init__()
        self._files: dict[str, dict[str, Any]] = {}
        self._since: dict[str, tuple[Stage, float]] = {}
        self._on_end: Callable[[News], Awaitable[None]] | None = None
        self.props['steps'] = list(STEPS)
        self.props['files'] = []
        self.on('close', lambda event: self.close(_key(event)))

    def on_end(self, handler: Callable[[News], Awaitable[None]]) -> None:
        """Call it when a file is ready or refused."""
        self._on_end = handler

    async def hear(self, said: tuple[News, Arrived | None]) -> None:
        news, found = said
        self.tell(news, found)
        if news.stage.is_end and self._on_end:
            await self._on_end(news)

    def tell(self, news: News, found: Arrived | None = None) -> None:
        known = self._files.get(news.key)
        if known and known['safe'] and news.job_id is None:
            return  # an earlier attempt to send the same file: that it broke off is no news any more
        stage, since_s = self._since.get(news.key, (None, 0.0))
        if stage is not news.stage:
            since_s = monotonic()
            self._since[news.key] = news.stage, since_s
        self._files[news.key] = drawn(news, found, left_s(news, monotonic() - since_s))
        ready = [key for key, file in self._files.items() if file['end'] == Stage.READY]
        for key in ready[:-MOST_READY]:
            del self._files[key]
        self._draw()

    def close(self, key: str) -> None:
        self._files.pop(key, None)
        self._since.pop(key, None)
        self._draw()

    def _draw(self) -> None:
        self.props['files'] = list(self._files.values())


def _key(event: events.GenericEventArguments) -> str:
    return str(event.args)


def drawn(news: News, found: Arrived | None = None, left: float | None = None) -> dict[str, Any]:
    """Return what the browser shows of a file."""
    laps = [lap.id for lap in found.first_question] if found else []
    return {
        'key': news.key,
        'name': news.name,
        'size': size(news.size) if news.size else '',
        'percent': percent(news),
        'step': STEP[news.stage],
        'says': says(news, found, left),
        'end': news.stage if news.stage.is_end else '',
        'safe': news.job_id is not None,  # it arrived whole, and is kept whatever happens
        'laps': address.session(found.session.id) if found else '',
        'compare': address.comparison(laps, laps[0]) if len(laps) > 1 else '',
        'question': 'Compare with the best before' if found and found.before else 'Compare the two best',
    }


def percent(news: News) -> int:
    """Return the share of the whole work; each step has its part of it."""
    step = STEP[news.stage]
    if step == len(STEPS):
        return 100
    share = min(1.0, news.done / news.of) if news.of else 0.0
    return math.floor(BEGINS_PCT[step] + share * (BEGINS_PCT[step + 1] - BEGINS_PCT[step]))


def left_s(news: News, spent_s: float) -> float | None:
    """Return how long this step still takes [s] at the pace of what is done; None while nobody knows."""
    if spent_s < SOON_S or not news.of or not news.done:
        return None
    return spent_s * (news.of - news.done) / news.done


def says(news: News, found: Arrived | None = None, left: float | None = None) -> str:
    about = f', about {_span(left)} left' if left else ''
    match news.stage:
        case Stage.RECEIVING if news.of:
            return f'{size(news.done)} of {size(news.of)}{about}'
        case Stage.WAITING:
            return news.sentence or 'Waiting for its turn'
        case Stage.PLACING:
            return f'Lap {news.done + 1:.0f} of {news.of:.0f}{about}'
        case Stage.READY:
            return f'Ready{_of(found)}'
        case Stage.REFUSED:
            return news.sentence
    return DOING[news.stage]


DOING: Final = {
    Stage.RECEIVING: 'Arriving',
    Stage.READING: 'Reading the channels',
    Stage.CUTTING: 'Finding the laps',
    Stage.COURSE: 'Finding the track',
    Stage.KEEPING: 'Keeping what was found',
}


def _of(found: Arrived | None) -> str:
    if found is None:
        return ''
    session = found.session
    best = f', {lap_time(session.best.time_s)}{_against(found)}' if session.best else ''
    return f': {plural(len(session.ranked), "lap")}{best}'


def _against(found: Arrived) -> str:
    """Return how the new best stands against the best before."""
    if not (found.before and found.before.time_s and found.session.best and found.session.best.time_s):
        return ''
    return f', {signed(found.session.best.time_s - found.before.time_s)} to the best before'


def _span(seconds: float) -> str:
    return f'{math.ceil(seconds)} s' if seconds < 90 else f'{math.ceil(seconds / 60)} min'


def size(size_bytes: float) -> str:
    return f'{size_bytes / 1e6:.1f} MB' if size_bytes >= 1e5 else f'{math.ceil(size_bytes / 1e3)} kB'
