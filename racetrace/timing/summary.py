"""What a feed told, in short: each of its sessions with the order at the end."""

from itertools import groupby
from typing import Any

from racetrace.timing.board import Board
from racetrace.timing.entry import Entry
from racetrace.timing.sessions import Sessions
from racetrace.timing.words import Flag


def summary(sessions: Sessions) -> dict[str, Any]:
    """Return `{"sessions", "frames", "noise"}`; a session that nobody entered is left out."""
    boards = [*sessions.ended, sessions.board]
    return {
        'sessions': [_session(board) for board in boards if board.entries],
        'frames': sessions.frames,
        'noise': sessions.noise,
    }


def _session(board: Board) -> dict[str, Any]:
    return {
        'name': board.name,
        'event': board.event,
        'kind': board.kind,
        'track': board.track,
        'length_m': board.length_m,
        'started_ms': board.started_ms,
        'entries': [_entry(one) for one in board.ranked()],
        'flags': shown_flags(board),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        'number': entry.number,
        'name': entry.name or entry.driver,
        'position': entry.position,
        'laps': entry.laps_done,
        'last_ms': entry.last,
        'best_ms': entry.best,
        'pit_count': entry.pit_ins
        or entry.stops_made,  # passings into the pit lane, where they are announced
        'stops': entry.stops_made,
        'timed_laps': len(entry.done),
    }


def shown_flags(board: Board) -> list[str]:
    """Return the flags in order. Red before the start is how a feed rests, and no flag was shown."""
    shown = [flag for _, flag in board.flags if flag is not Flag.NONE]
    flags = [flag.value for flag, _ in groupby(shown)]
    return flags[1:] if flags[:1] == [Flag.RED] else flags
