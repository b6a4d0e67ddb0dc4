"""Which session a feed is telling of: a reset may be the one that runs, told again, or another.

Feeds say it all again when a connection is made anew, when the control room adds a kart, or for no reason at
all: forty times a day at some circuits. The same titles and enough of the same entries are the same session.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from racetrace.timing.board import Board
from racetrace.timing.events import Event, Noise, Reset
from racetrace.timing.words import Flag, Kind

ENOUGH: Final = 0.4  # of the entries of the smaller list


class Sessions:
    """The boards of one feed, one after the other."""

    def __init__(self) -> None:
        self.board = Board(kind=Kind.NONE)
        self.ended: list[Board] = []  # until somebody takes them
        self.frames = 0
        self.noise = 0
        self.is_idle = True  # the feed says that nothing is run
        self._titles = self.board.titles  # as first told since the reset: they may flicker later
        self._kind: Kind | None = None  # as at the reset

    def read(self, events: Sequence[Event], at_ms: int) -> None:
        """Take in what one frame said."""
        self.frames += 1
        if not self.board.started_ms:
            self.board.started_ms = at_ms  # we came in the middle of it
        is_nobody = not self.board.entries
        starts = [i for i, one in enumerate(events) if type(one) is Reset]
        self._extend(events[: starts[0]] if starts else events, at_ms)
        if not any(self._titles):
            self._titles = self.board.titles
        for start, end in pairwise([*starts, len(events)]):
            self._reset(events[start], events[start + 1 : end], at_ms)
        if is_nobody:
            self.board.join()

    def _extend(self, events: Sequence[Event], at_ms: int) -> None:
        board = self.board
        for event in events:
            if type(event) is Noise:
                self.noise += 1
            else:
                board.apply(event, at_ms)

    def _reset(self, reset: Event, events: Sequence[Event], at_ms: int) -> None:
        kind = reset.kind if isinstance(reset, Reset) else None
        self.is_idle = kind is Kind.NONE
        if self.is_idle:
            return
        told = Board(kind=kind or Kind.PRACTICE, started_ms=at_ms)
        for event in events:
            told.apply(event, at_ms)
        if self._is_same(told, kind):
            self._continue(kind)
            self._extend(events, at_ms)
        else:
            self._begin(told, kind)

    def _continue(self, kind: Kind | None) -> None:
        """Take the kind of a session that began without being told."""
        if kind is not None and kind is not self.board.kind:
            self.board.kind, self.board.is_head_changed = kind, True
        self._kind = kind or self._kind

    def _begin(self, board: Board, kind: Kind | None) -> None:
        if self.board.entries:
            self.ended.append(self.board)
        board.join()
        self.board, self._titles, self._kind = board, board.titles, kind

    def _is_same(self, told: Board, kind: Kind | None) -> bool:
        """Compare what both state: neither a title nor a kind that was not said is another."""
        now = self.board
        if kind is not None and self._kind not in {None, kind}:
            return False
        if any(told.titles) and any(self._titles) and told.titles != self._titles:
            return False
        if not _has_run(now) or not told.entries:
            return True
        if not _has_run(told) and told.flag is not Flag.CHEQUERED:
            return False  # it begins again, with nobody's lap
        common = len(now.entries.keys() & told.entries.keys())
        return common >= ENOUGH * min(len(now.entries), len(told.entries))


def _has_run(board: Board) -> bool:
    return any(one.done or one.laps or one.last or one.best for one in board.entries.values())
