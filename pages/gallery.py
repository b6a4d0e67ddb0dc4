"""/gallery/{part}/{state}: the parts of the screen in every state. For who works on them: off by default."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from nicegui import ui

from components.arriving import Arriving
from components.chart_stack import ChartStack
from components.corner_table import CornerTable
from components.feed_cards import FeedCard, FeedCards, FeedState
from components.frame import frame
from components.kit import box, text
from components.lap_search import LapSearch
from components.lap_table import LapTable
from components.linked import Linked
from components.live_sample import sample_board
from components.live_view import LiveBoard, LiveView
from components.nothing import Nothing
from components.traces import channels, packed
from components.track_map import TrackMap
from components.verdict import Busy, Refusal
from racetrace.live.hub import News, Stage
from racetrace.services.samples import Sample, State, sample
from racetrace.telemetry.arrived import Arrived
from racetrace.telemetry.log import ZoneSource
from racetrace.telemetry.sought import FoundLap, SessionWords
from racetrace.telemetry.summary import Summary
from racetrace.timing.board import Board
from racetrace.timing.shown import Shown
from racetrace.timing.words import Flag

MAX_UPLOAD_BYTES: Final = 50 << 20


def register(log: Path) -> None:
    """`log` is the file whose laps are shown."""

    @ui.page('/gallery')
    def index() -> None:
        with _frame('Gallery'), box('gallery'):
            for part in PARTS:
                with box('section', 'section'):
                    text(part.replace('-', ' ').capitalize(), 'section__title', 'h2')
                    with box('section__line'):
                        for state in State:
                            link = text(state.replace('-', ' '), 'btn btn--line', 'a')
                            link.props['href'] = f'/gallery/{part}/{state}'

    @ui.page('/gallery/{part}/{state}')
    async def show(part: str, state: str) -> None:
        if part not in PARTS or state not in set(State):
            with _frame('Not here'):
                Nothing('There is no such part, or it has no such state.', is_missing=True)
            return
        shown = State(state)
        found = await asyncio.to_thread(sample, log, shown)
        with _frame(f'{part}, {state}'.replace('-', ' ')), box('gallery'):
            PARTS[part](shown, found)


def _frame(title: str) -> AbstractContextManager[object]:
    crumbs = [('Gallery', '/gallery'), (title, '')]
    return frame('', crumbs, max_upload_bytes=MAX_UPLOAD_BYTES, files=_no_files())


async def _no_files() -> AsyncIterator[tuple[News, Arrived | None]]:
    return
    yield


def _compared(draw: Callable[[Sample, int], object]) -> Callable[[State, Sample], None]:
    """Return how a part that shows a comparison looks: what stands in its place belongs to it."""

    def show(state: State, found: Sample) -> None:
        match state:
            case State.EMPTY:
                Refusal('A comparison needs two laps: add another.')
            case State.LOADING:
                Busy('Comparing the laps.')
            case State.ERROR:
                Refusal('These laps are of different tracks: there is no stretch that they share.')
            case _:
                linked = Linked()
                draw(found, len(found.comparison.laps) - 1)
                linked.show(packed(found.comparison, channels(found.comparison)))

    return show


def _chart(found: Sample, focus: int) -> None:
    with box('gallery__chart'):
        ChartStack(found.comparison, channels(found.comparison), focus=focus)


def _map(found: Sample, focus: int) -> None:
    with box('gallery__map'):
        TrackMap(found.comparison, focus=focus, drawn=channels(found.comparison))


def _corners(found: Sample, focus: int) -> None:
    CornerTable(found.comparison, focus=focus)


def _laps(state: State, found: Sample) -> None:
    if state is State.EMPTY:
        Nothing('This session has no laps.', 'Drop a file of your lap logger anywhere on this page.')
    elif state is State.LOADING:
        Busy('Finding the laps.')
    elif state is State.ERROR:
        Refusal('No laps were found in this file: no line is crossed often enough.')
    else:
        session = found.session
        if state is State.ONE_LAP:
            session = _only(session)
        LapTable(session, [lap.id for lap in session.first_choice], lambda _ids: None)


def _only(session: Summary) -> Summary:
    return Summary(name=session.name, format=session.format, laps=session.ranked[:1], passed=session.passed)


def _search(state: State, found: Sample) -> None:
    count = {State.EMPTY: 0, State.ONE_LAP: 1, State.TEN_LAPS: 10}.get(state, 3)
    of = SessionWords(
        id=1,
        title='Riverside',
        driver_name='Ana',
        car_name='',
        started_at=None,
        zone_source=ZoneSource.UNKNOWN,
        is_same_course=state is not State.NO_GPS,
    )
    ranked = found.session.ranked
    laps = [
        FoundLap(id=i + 1, number=i + 1, time_s=ranked[i % len(ranked)].time_s or 0.0, session=of)
        for i in range(count)
    ]

    async def find(_typed: str, _page: int) -> tuple[list[FoundLap], bool]:
        if state is State.LOADING:
            await asyncio.Event().wait()
        return laps, False

    LapSearch(find, lambda _lap: None).reference_s = ranked[0].time_s


def _arriving(state: State, found: Sample) -> None:
    ready = Arrived(session=found.session)
    told = {
        State.LOADING: [
            News(key='a', name='kart.csv', stage=Stage.RECEIVING, size=4_000_000, done=1e6, of=4e6)
        ],
        State.ERROR: [
            News(
                key='a',
                name='cat.jpg',
                stage=Stage.REFUSED,
                size=90_000,
                job_id=1,
                sentence='This is no log.',
            )
        ],
        State.ONE_LAP: [News(key='a', name='kart.csv', stage=Stage.READY, size=4_000_000, job_id=1)],
        State.TEN_LAPS: [
            News(key=str(i), name=f'{i}.csv', stage=Stage.PLACING, size=9_000_000, done=i, of=10, job_id=i)
            for i in range(10)
        ],
    }.get(state, [])
    arriving = Arriving()
    for news in told:
        arriving.tell(news, ready if news.stage is Stage.READY else None)


def _live(state: State, _found: Sample) -> None:
    outline = (
        () if state is State.NO_GPS else ((0, 0), (300, 0), (380, 80), (200, 140), (120, 220), (-80, 110))
    )
    entries = {State.EMPTY: 0, State.ONE_LAP: 1}.get(state)
    with box('gallery__live'):
        view = LiveView(LiveBoard(feed_id=1, circuit='Riverside kart', provider='Apex', outline_m=outline))
    if state is State.LOADING:
        return
    board = (
        Board() if entries == 0 else sample_board(has_sectors=state is State.TEN_LAPS, entries=entries or 12)
    )
    view.feed.show({'type': 'snapshot', **Shown(board).snapshot()})
    is_lost = state is State.ERROR
    view.feed.show({'type': 'feed', 'state': 'lost' if is_lost else 'live', 'age_ms': 75_000 * is_lost})


def _feeds(state: State, _found: Sample) -> None:
    feed = FeedCard(
        feed_id=1,
        circuit='Riverside kart',
        provider='Apex',
        state=FeedState.LOST if state is State.ERROR else FeedState.LIVE,
        session='3 h endurance',
        flag=Flag.GREEN,
        leader='7 Mill Lane Racing',
        age_s=0.4,
    )
    count = {State.EMPTY: 0, State.TEN_LAPS: 10}.get(state, 1)
    FeedCards([feed] * count, how='Once a circuit has a feed, its board stands here.')


def _framed(state: State, _found: Sample) -> None:
    Nothing(f'The frame around a page that is {state.replace("-", " ")}.', 'Bar, rail, keys and units.')


PARTS: Final[Mapping[str, Callable[[State, Sample], None]]] = {
    'telemetry-chart': _compared(_chart),
    'map': _compared(_map),
    'corner-table': _compared(_corners),
    'lap-table': _laps,
    'lap-picker': _search,
    'uploader': _arriving,
    'live-board': _live,
    'live-feeds': _feeds,
    'frame': _framed,
}
