"""Addresses inside RaceTrace, read and written: all that matters of a view stands in them."""

from collections.abc import Sequence
from urllib.parse import urlencode

FAR_M = 10_000_000  # no course is longer
LONGEST = 19  # digits of the largest id that a store can hold


def number(word: str) -> int:
    """Return the id that a word of an address is; 0, which nothing has, for what is none."""
    is_number = word.isascii() and word.isdecimal() and len(word) <= LONGEST
    return int(word) if is_number else 0


def words(listed: str) -> list[str]:
    """Return the words of `a,b,,a`, each once."""
    return list(dict.fromkeys(word for word in listed.split(',') if word))


def stretch(zoom: str) -> tuple[float, float] | None:
    """Return the metres of `820-1240`; None for what is no stretch."""
    start_m, end_m = (number(word) for word in [*zoom.split('-'), ''][:2])
    has_two_numbers = zoom == f'{start_m}-{end_m}'
    return (float(start_m), float(end_m)) if has_two_numbers and start_m < end_m < FAR_M else None


def comparison(lap_ids: Sequence[int], reference_id: int) -> str:
    """Return where laps are compared."""
    return f'/compare?laps={",".join(map(str, lap_ids))}&ref={reference_id}'


def sessions(typed: str = '', before_id: int = 0) -> str:
    """Return where the sessions are listed that have what was typed, and are older than another."""
    parts = {'find': typed} if typed else {}
    parts |= {'before': str(before_id)} if before_id else {}
    return f'/?{urlencode(parts)}' if parts else '/'


def session(session_id: int) -> str:
    return f'/sessions/{session_id}'


def track(place_id: int) -> str:
    return f'/tracks/{place_id}'


def lap(lap_id: int) -> str:
    return f'/laps/{lap_id}'


def event(event_id: int) -> str:
    return f'/events/{event_id}'


def team(team_id: int) -> str:
    return f'/teams/{team_id}'


def feed_format(feed_id: int) -> str:
    """Return where it is said how a feed is read."""
    return f'/live/{feed_id}/format'


def live(feed_id: int, session_id: int | None = None) -> str:
    """Return where a feed is followed, or a session of it is played again."""
    return f'/live/{feed_id}' if session_id is None else f'/live/{feed_id}?session={session_id}'
