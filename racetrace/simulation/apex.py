"""A race meeting as an Apex Timing server sends it: the whole board to who connects, then what changes."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from racetrace.simulation.apex_board import NOTHING, ApexBoard
from racetrace.simulation.apex_ticks import ticks
from racetrace.simulation.frame import Frame
from racetrace.simulation.happenings import Happening, What, happenings
from racetrace.simulation.race_truth import Meeting, SessionTruth

CLOCK_MS: Final = 30_000
KEEP_ALIVE_MS: Final = 60_000
CLOCK: Final = -1  # among the rows that tick

Due = tuple[int, int, Happening | int]  # when; which comes first; what happens, or the row that ticks


class ApexFeed:
    """The server at a moment. `init` is what it would send to who connects now."""

    def __init__(
        self, meeting: Meeting, *, sectors: bool = False, split_every: int = 9, clock_ms: int = CLOCK_MS
    ) -> None:
        """Let every `split_every`th passing come in two frames, as it may for real; 0 for none.

        The clock is told each `clock_ms`.
        """
        self.meeting = meeting
        self.now_ms = -1
        self._sectors, self._split_every = sectors, split_every
        self._board: ApexBoard | None = None
        self._steps = [
            step for session in meeting.sessions for step in _steps(session, meeting.in_teams, clock_ms)
        ]
        self._done = 0  # of the steps
        self._sent_ms = 0
        self._passings = 0

    def init(self) -> bytes:
        return _framed(self._board.init(self.now_ms) if self._board else NOTHING)

    def advance(self, to_ms: int) -> Iterator[Frame]:
        """Yield the frames up to and including a moment, while the server gets there.

        The first of a session is a whole board; after a minute of nothing an empty frame keeps alive.
        """
        while self._done < len(self._steps) and self._steps[self._done][0] <= to_ms:
            at_ms, session, dues = self._steps[self._done]
            yield from self._kept_alive(at_ms)
            self.now_ms = at_ms
            self._done += 1
            for lines in self._step(at_ms, session, dues):
                self._sent_ms = at_ms
                yield Frame(at_ms, _framed(lines))
        if self._done < len(self._steps):
            yield from self._kept_alive(to_ms)
        self.now_ms = max(self.now_ms, to_ms)

    def _kept_alive(self, until_ms: int) -> Iterator[Frame]:
        while self._sent_ms + KEEP_ALIVE_MS < until_ms:
            self._sent_ms += KEEP_ALIVE_MS
            yield Frame(self._sent_ms, b'')

    def _step(self, at_ms: int, session: SessionTruth, dues: Sequence[Due]) -> Iterator[Sequence[str]]:
        if at_ms == session.opens_ms:
            self._board = ApexBoard(self.meeting, session, self._sectors)
            yield self._board.init(at_ms)
        elif at_ms == session.closes_ms:
            self._board = None
            yield NOTHING
        elif self._board is not None:
            happened = [due[2] for due in dues if isinstance(due[2], Happening)]
            ticked = [due[2] for due in dues if isinstance(due[2], int) and due[2] != CLOCK]
            lines = self._board.change(at_ms, happened, ticked)
            if any(due[2] == CLOCK for due in dues):
                lines.append(self._board.clock(at_ms))
            yield from (part for part in self._split(lines, happened) if part)

    def _split(self, lines: list[str], happened: Sequence[Happening]) -> tuple[list[str], list[str]]:
        if not self._split_every or not any(one.what is What.LINE for one in happened):
            return lines, []
        self._passings += 1
        cut = len(lines) if self._passings % self._split_every else min(3, len(lines))
        return lines[:cut], lines[cut:]


def apex_frames(meeting: Meeting, *, sectors: bool = False, split_every: int = 9) -> Iterator[Frame]:
    """Yield all frames of a meeting, in order."""
    yield from ApexFeed(meeting, sectors=sectors, split_every=split_every).advance(meeting.ends_ms)


def apex_init_at(meeting: Meeting, at_ms: int, *, sectors: bool = False) -> bytes:
    """Return the first frame for who joins at a moment."""
    feed = ApexFeed(meeting, sectors=sectors)
    for _ in feed.advance(at_ms):
        pass
    return feed.init()


def _steps(session: SessionTruth, in_teams: bool, clock_ms: int) -> list[tuple[int, SessionTruth, list[Due]]]:
    """Return the moments of a session at which something may have to be sent."""
    opens: Due = (session.opens_ms, 0, CLOCK)
    closes: Due = (session.closes_ms, 2, CLOCK)
    dues = [opens, *((one.at_ms, 0, one) for one in happenings(session))]
    dues += [(at_ms, 1, row) for at_ms, row in ticks(session, in_teams)]
    clocks = range(session.green_ms + clock_ms, session.finish_ms, clock_ms)
    dues += [*((at_ms, 2, CLOCK) for at_ms in clocks), closes]
    dues.sort(key=lambda due: due[:2])
    return [(at_ms, session, list(group)) for at_ms, group in groupby(dues, key=lambda due: due[0])]


def _framed(lines: Sequence[str]) -> bytes:
    return ''.join(f'{line}\n' for line in lines).encode()
