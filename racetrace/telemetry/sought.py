"""Laps that are looked for by words, in any order: of a track, a driver, a car, a date, and of the lap."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from racetrace.telemetry.log import ZoneSource
from racetrace.words import lap_time

MOST_WORDS: Final = 8
MOST_CHARACTERS: Final = 200
LAP_WORD: Final = re.compile(r'l\d+|[\d:.]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionWords:
    """A session as far as its laps are told apart by it."""

    id: int
    title: str
    driver_name: str
    car_name: str
    started_at: datetime | None
    zone_source: ZoneSource
    is_same_course: bool  # as that of the reference


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLap:
    id: int
    number: int
    time_s: float
    session: SessionWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    words: tuple[str, ...]  # folded

    @classmethod
    def of(cls, typed: str) -> Self:
        return cls(words=tuple(folded(typed[:MOST_CHARACTERS]).split()[:MOST_WORDS]))

    def left_by(self, parts: Sequence[str], at: datetime | None) -> Self:
        """Return what a session, by all that is written of it, leaves for its laps to answer."""
        text = folded('\n'.join([*parts, _dates(at)]))
        return type(self)(words=tuple(word for word in self.words if word not in text))

    @property
    def may_be_of_laps(self) -> bool:
        """Return whether all of it could be a number or a time."""
        return all(LAP_WORD.fullmatch(word) for word in self.words)

    def is_of(self, number: int, time_s: float) -> bool:
        """Return whether every word is the number of a lap, as `L5`, or a part of its time, as `1:32.1`."""
        said = lap_time(time_s)
        return all(word == f'l{number}' or word in said for word in self.words)


def folded(text: str) -> str:
    """Return a text without case and accents: who looks for "nurburg" means "Nürburg"."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize('NFKD', text.casefold())
    return ''.join(letter for letter in apart if not unicodedata.combining(letter))


def _dates(at: datetime | None) -> str:
    return '' if at is None else f'{at.day} {at:%B %Y %Y-%m-%d}'
