"""Feeds for tests: frames into sessions, and what was told on the way."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from racetrace.timing.board import Board
from racetrace.timing.events import Event, written
from racetrace.timing.recording import Frame, frames
from racetrace.timing.sessions import Sessions
from tests.recordings import recording


class Reader(Protocol):
    def read(self, frame: bytes, at_ms: int) -> list[Event]: ...


def fed(reader: Reader, told: Iterable[Frame]) -> tuple[Sessions, list[Event]]:
    """Return the sessions that frames come to, and all their events."""
    sessions, events = Sessions(), []
    for at_ms, frame in told:
        found = reader.read(frame, at_ms)
        sessions.read(found, at_ms)
        events += found
    return sessions, events


def replayed(reader: Reader, told: Iterable[Frame]) -> bytes:
    return b''.join(written(at_ms, reader.read(frame, at_ms)) for at_ms, frame in told)


def lines(text: str, at_ms: int = 1_000, step_ms: int = 1) -> list[Frame]:
    """Return a frame for each line of a text, so many ms apart; a line `+500` lets time pass."""
    told = []
    for line in text.strip().splitlines():
        if line.strip().startswith('+'):
            at_ms += int(line.strip()[1:])
        else:
            told.append((at_ms, line.strip().encode() + b'\r\n'))
            at_ms += step_ms
    return told


def captured(name: str) -> list[Frame]:
    path: Path = recording(name)
    return list(frames(path.read_bytes(), path.name))


def run_boards(sessions: Sessions) -> list[Board]:
    """Return the boards on which somebody completed a lap."""
    boards = [*sessions.ended, sessions.board]
    return [one for one in boards if any(entry.done for entry in one.entries.values())]


def numbers(board: Board) -> list[str]:
    return [one.number for one in board.ranked()]


def of_kind(events: Sequence[Event], kind: type[Event]) -> list[Event]:
    return [one for one in events if type(one) is kind]
