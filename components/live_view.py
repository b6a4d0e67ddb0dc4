"""The parts of a live page in their places: tower, track and news; on a phone below one another."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.control_news import ControlNews
from components.delay_choice import DelayChoice, within
from components.feed_log import FeedLog
from components.flag_banner import FlagBanner
from components.gap_strip import GapStrip
from components.kept_sessions import FeedFacts, KeptSessions
from components.kit import box
from components.lap_chart import LapChart
from components.live_feed import LiveFeed
from components.live_panes import LivePanes
from components.live_track import LiveTrack
from components.pace_pair import PacePair
from components.pit_board import PitBoard
from components.replay_bar import ReplayBar
from components.timing_exports import TimingExports
from components.tower import Tower


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBoard:
    """What is known of a feed before its board comes over the socket."""

    feed_id: int
    circuit: str
    session: str = ''
    provider: str = ''
    socket: str = ''  # where the board comes from: '' where it is handed in
    places: str = ''  # where the places lap by lap are
    outline_m: Sequence[tuple[float, float]] = ()
    is_paced: bool = False  # the outline's places lie as far apart as a lap drove in equal times
    is_replay: bool = False
    session_id: int | None = None  # of one that was kept
    facts: FeedFacts | None = None


class LiveView:
    def __init__(self, board: LiveBoard, *, pane: str = '', delay: str = '', is_big: bool = False) -> None:
        """`is_big` is for a screen on the wall: no hands reach it."""
        delay_s = 0 if board.is_replay else within(delay)
        with box('livepage livepage--big' if is_big else 'livepage'):
            FlagBanner()
            self.feed = LiveFeed(board.socket, provider=board.provider, delay_s=delay_s)
            with box('live'):
                Tower()
                with box('live__side'):
                    _track(board) if is_big else _panes(board, pane)
                    with box('live__news', role='region', aria_label='News', tabindex='0'):
                        ControlNews()
                        FeedLog()
                    if not (is_big or board.is_replay):
                        DelayChoice()
                    if board.session_id is not None and not is_big:
                        TimingExports(board.session_id)
            if board.is_replay:
                ReplayBar()


def _track(board: LiveBoard) -> LiveTrack:
    return LiveTrack(board.outline_m, is_paced=board.is_paced)


def _panes(board: LiveBoard, pane: str) -> None:
    ways = [('track', 'Track'), ('gaps', 'Gaps'), ('pace', 'Pace'), ('pits', 'Pits')]
    if board.places:
        ways.append(('places', 'Places'))
    if board.facts is not None:
        ways.append(('kept', 'Kept'))
    with LivePanes(ways, chosen=pane):
        _track(board)
        GapStrip()
        PacePair()
        PitBoard()
        if board.places:
            LapChart(board.places)
        if board.facts is not None:
            KeptSessions(board.facts)
