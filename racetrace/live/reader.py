"""Frames into boards: the same for a feed, for what was recorded of it, and for a replay."""

import asyncio
from collections.abc import Iterable
from itertools import islice
from typing import Final

from racetrace.timing.providers import Parser
from racetrace.timing.recording import Frame
from racetrace.timing.sessions import Sessions
from racetrace.timing.words import Flag

CHUNK: Final = 50  # frames that are read in one go: some ms


class Reader:
    """The parser of one feed, and the sessions that it tells of."""

    def __init__(self, parser: Parser) -> None:
        self.parser = parser
        self.sessions = Sessions()
        self.frames = 0
        self.failures = 0
        self.failure = ''  # the last one, for who mends it
        self._unchanged = 0  # of the boards before this one

    @property
    def noise(self) -> int:
        return self.sessions.noise

    @property
    def unchanged(self) -> int:
        return self._unchanged + self.sessions.board.unchanged

    @property
    def is_running(self) -> bool:
        """Return whether there should be news all the time."""
        board = self.sessions.board
        return bool(board.entries) and not self.sessions.is_idle and board.flag is not Flag.CHEQUERED

    def read(self, raw: bytes, at_ms: int) -> bool:
        """Take in a frame; return whether we could. One that is hostile is noise, and no failure of ours."""
        self.frames += 1
        board = self.sessions.board
        # The one place that carries on after any error: the bytes come from outside, whatever they make our
        # code do must not end the race on every screen. The frame is recorded, so that the fault can be found
        # and the board made again. There is nothing to await here, so nothing of cancelling is swallowed.
        try:
            self.sessions.read(self.parser.read(raw, at_ms), at_ms)
        except Exception as error:
            self.failures += 1
            self.failure = f'{type(error).__name__}: {error}'[:300]
            return False
        finally:
            if self.sessions.board is not board:
                self._unchanged += board.unchanged
        return True

    async def read_all(self, frames: Iterable[Frame]) -> None:
        """Take in what was recorded, without holding up the loop."""
        left = iter(frames)
        while chunk := await asyncio.to_thread(lambda: list(islice(left, CHUNK))):
            for at_ms, raw in chunk:
                self.read(raw, at_ms)
