"""A race meeting as the Race Monitor relay passes it on: RMonitor, and records of the relay's own."""

from collections.abc import Iterator, Sequence
from typing import Final

from racetrace.simulation import rmonitor_lines as lines
from racetrace.simulation.frame import Frame
from racetrace.simulation.race_truth import Meeting
from racetrace.simulation.rmonitor import RMonitorFeed
from racetrace.simulation.rmonitor_board import RMonitorBoard
from racetrace.simulation.standings import Place

PASSING: Final = '$J,'


class RaceMonitorFeed:
    """The relay at a moment. `init` is what it would send to who joins now."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self._orbits = RMonitorFeed(meeting)

    @property
    def now_ms(self) -> int:
        return self._orbits.now_ms

    def init(self) -> bytes:
        """Return what is known: without laps that are over, which are asked for."""
        known = self._orbits.init().decode('latin-1').splitlines()
        board = self._orbits.board
        head = ['$RMDTL,""', f'$RMCA,{self._epoch_ms(max(0, self.now_ms))}']
        if board is None:
            return _framed([*head, *known])
        crossed = [place for place in board.standings.places.values() if place.crossed]
        green_ms = board.standings.session.green_ms
        last = [lines.passing(place, green_ms) for place in crossed]
        kind = f'$RMS,"{board.standings.session.kind}"'
        return _framed([*head, *known[:-1], *last, kind, *map(self._passed_at, crossed), known[-1]])

    def history(self, number: str) -> bytes:
        """Return the answer to $GET: all laps of a kart in this session."""
        board = self._orbits.board
        place = self._place(board, number) if board else None
        found = [_lap(board, place, done) for done in range(len(place.laps))] if board and place else []
        return _framed(found)

    def advance(self, to_ms: int) -> Iterator[Frame]:
        for at_ms, data in self._orbits.advance(to_ms):
            told = data.decode('latin-1').splitlines()
            board = self._orbits.board
            for line in told[:] if board else []:
                place = self._place(board, line.split('"')[1]) if line.startswith(PASSING) else None
                if board and place:
                    told.append(self._passed_at(place))
                    told += [_lap(board, place, len(place.laps) - 1)] if place.laps else []
            yield Frame(at_ms, _framed(told))

    def _passed_at(self, place: Place) -> str:
        return f'$RMLT,{place.number},{self._epoch_ms(place.crossed[-1])}'

    def _epoch_ms(self, at_ms: int) -> int:
        return round(self.meeting.started_at.timestamp() * 1000) + at_ms

    @staticmethod
    def _place(board: RMonitorBoard | None, number: str) -> Place | None:
        places = board.standings.places.values() if board else ()
        return next((place for place in places if place.number == number), None)


def racemonitor_frames(meeting: Meeting) -> Iterator[Frame]:
    """Yield all frames of a meeting, in order."""
    yield from RaceMonitorFeed(meeting).advance(meeting.ends_ms)


def _lap(board: RMonitorBoard, place: Place, index: int) -> str:
    """Return a lap that is over, with the place and the flag at its end."""
    session = board.standings.session
    lap = place.laps[index]
    flag = next(shown.flag for shown in reversed(session.flags) if shown.at_ms <= lap.end_ms)
    others = board.standings.places.values()
    ahead = sum(lap.end_ms > end for other in others for end in other.crossed[lap.number : lap.number + 1])
    times = lines.clock(lap.time_ms), lines.FLAGS[flag], lines.clock(lap.end_ms - session.green_ms)
    said = ','.join(f'"{part}"' for part in (place.number, lap.number, ahead + 1, *times))
    return f'$RMHL,{said}'


def _framed(told: Sequence[str]) -> bytes:
    return ''.join(f'{line}\n' for line in told).encode()
