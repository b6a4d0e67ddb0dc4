"""What a feed sends and tells, into the store: written by threads, one after the other."""

import time
from collections.abc import Iterator
from contextlib import suppress
from threading import Lock

from sqlalchemy import Engine

from racetrace.errors import RaceTraceError
from racetrace.live.recorder import Batch, Happening, Logged
from racetrace.services.feed_room import FeedRoom
from racetrace.store import feed_log, frames, timing_anew, timing_sessions
from racetrace.store.database import writing
from racetrace.store.feed_log import LogLine
from racetrace.store.timing_sessions import Keeping, Told
from racetrace.timing.board import Board
from racetrace.timing.recording import Frame


class FeedRecording:
    """Of one circuit. What is known of each of its boards goes by the time at which the session began."""

    def __init__(self, engine: Engine, circuit_id: int, room: FeedRoom) -> None:
        self._engine, self._circuit_id, self._room = engine, circuit_id, room
        self.refusal = ''  # why frames are not kept
        self._keepings: dict[int, Keeping] = {}
        self._ended: list[Board] = []  # and not yet kept
        self._lock = Lock()

    def append(self, batch: Batch) -> None:
        """Keep the frames, while there is room, and the log, at once.

        What ended can be told again, and is, until it is kept.
        """
        refusal = self._room.refusal()
        received = [] if refusal else [(one.at_ms, one.raw) for one in batch.frames if one.raw]
        with writing(self._engine) as db:
            if refusal != self.refusal:
                feed_log.put(db, self._circuit_id, _of_room(refusal))
            frames.put(db, self._circuit_id, received)
            for logged in batch.log:
                feed_log.put(db, self._circuit_id, _line(logged))
        self.refusal = refusal
        self._ended += batch.ended
        with suppress(RaceTraceError):  # of a store that is full or away: the next batch tries again
            while self._ended:
                board = self._ended[0]
                self.keep(timing_sessions.told(board, self.keeping(board)), is_ended=True)
                self._ended.pop(0)

    def keeping(self, board: Board) -> Keeping:
        """Return what is stored of a board."""
        with self._lock:
            if board.started_ms not in self._keepings:
                found = timing_sessions.resumed(self._engine, self._circuit_id, board.started_ms)
                self._keepings[board.started_ms] = found
            return self._keepings[board.started_ms]

    def keep(self, told: Told, *, is_ended: bool = False) -> None:
        with self._lock:
            keeping = self._keepings.setdefault(told.started_ms, Keeping())
            if told.entries:  # nobody's session is none
                timing_sessions.keep(self._engine, self._circuit_id, told, keeping, is_ended=is_ended)
            if is_ended:
                self._forget(told.started_ms)

    def begin_anew(self, started_ms: int, again_ms: int) -> None:
        """Take out what a session told that is told again; one that began at another time has ended."""
        with self._lock:
            if started_ms == again_ms:
                timing_anew.empty(self._engine, self._circuit_id, started_ms)
            else:
                timing_sessions.end_all(self._engine, self._circuit_id)
            self._keepings.pop(started_ms, None)

    def tidy(self, forgotten_before_ms: int) -> None:
        """Make large blocks of small ones, and delete those that are too old."""
        frames.gather(self._engine, self._circuit_id)
        frames.forget(self._engine, self._circuit_id, forgotten_before_ms)

    def _forget(self, started_ms: int) -> None:
        for older in [one for one in self._keepings if one < started_ms]:
            del self._keepings[older]


def recorded(engine: Engine, circuit_id: int, since_ms: int) -> Iterator[Frame]:
    """Return the frames of the session that runs: of one that was heard of since, else of that time."""
    started_ms = timing_sessions.running(engine, circuit_id, since_ms)
    return frames.between(engine, circuit_id, since_ms if started_ms is None else started_ms)


def _of_room(refusal: str) -> LogLine:
    at_ms = time.time_ns() // 1_000_000
    if refusal:
        return LogLine(at_ms=at_ms, kind=Happening.ERROR, message=refusal)
    return LogLine(at_ms=at_ms, kind='kept', message='There is room again: what this feed sends is kept.')


def _line(logged: Logged) -> LogLine:
    message = f'{logged.message} ({logged.details})' if logged.details else logged.message
    return LogLine(at_ms=logged.at_ns // 1_000_000, kind=logged.happening, message=message)
