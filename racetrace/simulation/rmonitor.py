"""A race meeting as an Orbits server sends it over RMonitor: a heartbeat each second, and each passing."""

from collections.abc import Iterator, Sequence
from typing import Final

from racetrace.simulation import rmonitor_lines
from racetrace.simulation.frame import Frame
from racetrace.simulation.happenings import Happening, happenings
from racetrace.simulation.race_truth import Meeting
from racetrace.simulation.rmonitor_board import RMonitorBoard

SECOND_MS: Final = 1_000
REFRESH_MS: Final = 30_000


class RMonitorFeed:
    """The server at a moment. `init` is what it would send to who connects now."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.now_ms = -1
        self.board: RMonitorBoard | None = None
        self._steps = _steps(meeting)
        self._done = 0  # of the steps
        self._session = meeting.sessions[0]

    def init(self) -> bytes:
        at_ms = max(0, self.now_ms)
        return _framed(self.board.greeting(at_ms) if self.board else [self._idle(at_ms)])

    def advance(self, to_ms: int) -> Iterator[Frame]:
        """Yield the frames up to and including a moment, while the server gets there."""
        while self._done < len(self._steps) and self._steps[self._done][0] <= to_ms:
            at_ms, happened = self._steps[self._done]
            self.now_ms = at_ms
            self._done += 1
            lines = self._step(at_ms, happened)
            if lines:
                yield Frame(at_ms, _framed(lines))
        self.now_ms = max(self.now_ms, to_ms)

    def _step(self, at_ms: int, happened: Sequence[Happening]) -> list[str]:
        opens = next((one for one in self.meeting.sessions if one.opens_ms == at_ms), None)
        if opens is not None:
            self._session, self.board = opens, RMonitorBoard(self.meeting, opens)
            return self.board.opening(at_ms)
        if at_ms == self._session.closes_ms:
            self.board = None
        if self.board is None:
            return [self._idle(at_ms)] if at_ms % SECOND_MS == 0 else []
        lines = self.board.change(happened)
        if at_ms % SECOND_MS == 0:
            lines.append(self.board.heartbeat(at_ms))
        if at_ms % REFRESH_MS == 0:
            lines += self.board.refresh()
        return lines

    def _idle(self, at_ms: int) -> str:
        now = self.meeting.time_of_day(at_ms)
        return rmonitor_lines.heartbeat(0, 0, now, 0, rmonitor_lines.NO_FLAG)


def rmonitor_frames(meeting: Meeting) -> Iterator[Frame]:
    """Yield all frames of a meeting, in order."""
    yield from RMonitorFeed(meeting).advance(meeting.ends_ms)


def rmonitor_init_at(meeting: Meeting, at_ms: int) -> bytes:
    """Return what who connects at a moment is sent first."""
    feed = RMonitorFeed(meeting)
    for _ in feed.advance(at_ms):
        pass
    return feed.init()


def _steps(meeting: Meeting) -> list[tuple[int, list[Happening]]]:
    """Return the moments at which something may be said: each second, and each happening."""
    moments: dict[int, list[Happening]] = {at_ms: [] for at_ms in range(0, meeting.ends_ms + 1, SECOND_MS)}
    for session in meeting.sessions:
        for at_ms in (session.opens_ms, session.closes_ms):
            moments.setdefault(at_ms, [])
        for one in happenings(session):
            moments.setdefault(one.at_ms, []).append(one)
    return sorted(moments.items(), key=lambda moment: moment[0])


def _framed(lines: Sequence[str]) -> bytes:
    return ''.join(f'{line}\r\n' for line in lines).encode('latin-1')
