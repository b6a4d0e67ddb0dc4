"""Times and gaps as feeds write them. What is not one is None: a feed's bytes are hostile."""

import re
from functools import lru_cache
from typing import Final

from racetrace.timing.events import Gap

LONGEST_MS: Final = 100 * 3_600_000  # more is no time of a race
LONGEST_TEXT: Final = 24

_TIME: Final = re.compile(r'(?:(\d{1,3}):)?(?:(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,6}))?')
_LAPS: Final = re.compile(r'([+-]?)\s*(\d{1,4})\s*([A-Za-zÀ-ÿ]+)\.?')
_LEADER: Final = re.compile(r'[A-Za-zÀ-ÿ]+\.?\s*(\d{1,5})')


@lru_cache(maxsize=4096)
def milliseconds(text: str) -> int | None:
    """Return the ms of `1:06.234`, `59.864`, `01:01:12.5` or `00:01:06.234`; a comma is a point."""
    found = _TIME.fullmatch(text.strip()) if len(text) <= LONGEST_TEXT else None
    if found is None:
        return None
    first, second, seconds, fraction = found.groups()
    hours, minutes = (first, second) if second is not None else ('0', first or '0')
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    value = whole * 1000 + (int(fraction[:3].ljust(3, '0')) if fraction else 0)
    return value if value < LONGEST_MS else None


@lru_cache(maxsize=4096)
def lap_time(text: str) -> int | None:
    """Return the ms of a lap or sector; an empty clock and the protocol's 'no time' are none."""
    value = milliseconds(text)
    return None if not value or value == 3_599_999 else value


@lru_cache(maxsize=4096)
def gap(text: str) -> Gap | None:
    """Return how far behind: `0.317`, `1:02.345`, `3 Vueltas`; the leader's `Vuelta 108` is none."""
    text = text.strip()
    if not text or len(text) > LONGEST_TEXT:
        return None
    if (ms := milliseconds(text.removeprefix('+').strip())) is not None:
        return Gap(ms=ms)
    if (laps := _LAPS.fullmatch(text)) is not None and laps[1] != '-':
        return Gap(laps=int(laps[2]))
    return Gap() if _LEADER.fullmatch(text) else None


@lru_cache(maxsize=4096)
def count(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def clean(text: str, longest: int = 200) -> str:
    """Return text without control characters, which no database takes, and no longer than is sensible."""
    text = text[:longest]
    return text if text.isprintable() else ''.join(one for one in text if one.isprintable())
