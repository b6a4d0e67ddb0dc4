"""The board as documents: the whole once, then only the cells that changed, numbered in order."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from racetrace.timing.board import Board
from racetrace.timing.entry import Entry, LapDone
from racetrace.timing.events import Gap
from racetrace.timing.gaps import behind
from racetrace.timing.stint import stint

RECENT: Final = 10  # laps of each entry that a board shows
COMPUTED: Final = {'gap', 'interval', 'laps', 'pits', 'other', 'drivers'}
HIDDEN: Final = {
    'done',
    'stops',
    'touched_pit',
    'has_stopped',
    'pit_in_ms',
    'transponder',
    'total_mark',
    'withdrawn_to',
    'left_pit',
    'unseen_to',
}
PLAIN: Final = [one.name for one in fields(Entry) if one.name not in COMPUTED | HIDDEN]

Row = dict[str, Any]


class Shown:
    """What was last shown of a board, so that the next showing says only what is new."""

    def __init__(self, board: Board, seq: int = 0) -> None:
        self.board, self.seq = board, seq
        self._rows: dict[str, Row] = {}
        self._head: Row = {}
        self._order: list[str] = []
        self.delta()

    def snapshot(self) -> Row:
        """Return all that was shown last."""
        return {
            'seq': self.seq,
            'head': self._head,
            'order': self._order,
            'rows': [self._rows[key] for key in self._order],
        }

    def delta(self) -> Row | None:
        """Return what is new since last asked: `{"seq", "head"?, "order"?, "rows"?}`; None: nothing."""
        board = self.board
        said: Row = {}
        if board.is_head_changed and (news := _news(self._head, head(board))):
            self._head, said['head'] = self._head | news, news
        ranked = board.ranked() if board.changed else []
        if changed := self._changed(ranked):
            said['rows'] = changed
        order = [one.key for one in ranked]
        if board.changed and order != self._order:
            self._order = said['order'] = order
            self._rows = {key: self._rows[key] for key in order}
        board.changed, board.is_head_changed = set(), False
        if not said:
            return None
        self.seq += 1
        return {'seq': self.seq, **said}

    def _changed(self, ranked: list[Entry]) -> list[Row]:
        news = []
        for now in rows(self.board, ranked):
            if cells := _news(self._rows.get(now['key'], {}), now):
                self._rows[now['key']] = now
                news.append({'key': now['key'], **cells})
        return news


def rows(board: Board, ranked: list[Entry] | None = None) -> Iterator[Row]:
    """Yield the cells of each entry, in their order."""
    ranked = board.ranked() if ranked is None else ranked
    for ahead, entry in zip([None, *ranked], ranked, strict=False):
        yield row(entry, ranked[0], ahead, is_race=board.kind.is_race)


def row(entry: Entry, leader: Entry, ahead: Entry | None, *, is_race: bool) -> Row:
    """Return an entry's cells: times in ms, gaps as [ms, laps]; what the feed does not state is computed."""
    cells: Row = {name: getattr(entry, name) for name in PLAIN}
    gap, interval = entry.gap, entry.interval
    if gap is None and entry is not leader:
        gap = behind(entry, leader, is_race=is_race)
    if interval is None and ahead is not None:
        interval = behind(entry, ahead, is_race=is_race)
    cells['gap'] = _pair(gap)
    cells['interval'] = _pair(interval)
    cells['laps'] = entry.laps_done
    cells['pits'] = entry.stops_made
    cells['other'] = dict(entry.other)
    now = stint(entry)
    cells['stint_laps'], cells['is_stint_least'] = now or (None, False)
    cells['out_ms'] = entry.stops[-1].out_ms if entry.stops else None
    cells['drivers'] = list(entry.drivers)
    cells['recent'] = [_lap(one) for one in entry.done[-RECENT:]]
    return cells


def head(board: Board) -> Row:
    """Return what is shown of a session besides its entries."""
    return {
        'event': board.event,
        'name': board.name,
        'kind': board.kind,
        'track': board.track,
        'length_m': board.length_m,
        'clock': {**board.clock._asdict(), 'at_ms': board.clock_at_ms},
        'flag': board.flag,
        'flags': [list(one) for one in board.flags],
        'messages': [one._asdict() for one in board.messages],
        'banner': board.banner,
        'columns': [one._asdict() for one in board.columns],
        'started_ms': board.started_ms,
    }


def _lap(one: LapDone) -> list[Any]:
    return [one.number, one.ms, one.mark, one.is_pit, one.is_recalled]


def _pair(gap: Gap | None) -> list[int] | None:
    return None if gap is None else [gap.ms, gap.laps]


def _news(old: Row, new: Row) -> Row:
    return {name: value for name, value in new.items() if name not in old or old[name] != value}
