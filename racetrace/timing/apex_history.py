"""What Apex Timing answers when asked for the past: laps and stops of one entry, and who drives for it.

Laps are `D83181.L1081#<s1>|<s2>|<s3>|<flag><ms>`, stops `D83181.P36#<nine fields>`, and who it is stands in
`D83181.INF#<driver id="…"><inf type="class" value="…"/><driver …/></driver>`. Nothing of it is documented.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final, NamedTuple

from racetrace.timing.events import PastLap
from racetrace.timing.values import LONGEST_MS, clean
from racetrace.timing.words import Mark

MOST_LAPS: Final = 10_000
MOST_DRIVERS: Final = 100
LONGEST_WHO: Final = 20_000  # of the line that says who it is

_ASKED: Final = re.compile(r'D(\d{1,9})\.(?:L|P|B|INF)\d{0,5}#')
_LINE: Final = re.compile(r'D(\d{1,9})\.(L|P|B|INF)(\d{0,5})#(.*)')
_TIME: Final = re.compile(r'([a-z]?)(\d{1,9})')
_SESSION: Final = re.compile(r'(\d{1,6})#(.*)')
_MARKS: Final = {'g': Mark.PERSONAL, 'p': Mark.OVERALL}


class KeptLap(NamedTuple):
    number: int
    ms: int | None  # None: the way to the line. Of a lap with a stop it is the time in the pit lane alone
    sectors_ms: tuple[int | None, int | None, int | None]
    mark: Mark
    is_pit: bool


class PastStop(NamedTuple):
    """A stint and the stop that ended it. Times are since the start; of what is under way they are None."""

    number: int
    lap: int
    in_ms: int | None
    out_ms: int | None
    pit_ms: int | None
    stint_ms: int | None
    stint_laps: int | None
    driver_id: str
    driver_total_ms: int | None


class PastDriver(NamedTuple):
    id: str
    number: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of one entry; laps and stops in the order in which they were."""

    key: str  # as on the board: r83181
    number: str = ''
    name: str = ''
    colour: str = ''
    nation: str = ''
    category: str = ''
    drivers: tuple[PastDriver, ...] = ()
    laps: tuple[KeptLap, ...] = ()
    stops: tuple[PastStop, ...] = ()

    def as_laps(self) -> tuple[PastLap, ...]:
        """Return the laps as other providers' are; the time of one with a stop is not that of the lap."""
        return tuple(
            PastLap(one.number, None if one.is_pit else one.ms, one.mark, one.is_pit) for one in self.laps
        )


class Archived(NamedTuple):
    number: int
    title: str


def asked(answer: str) -> str | None:
    """Return the key of the entry that an answer is of; None: it is no such answer."""
    found = _ASKED.match(answer)
    return f'r{found[1]}' if found else None


def past(answer: str, key: str) -> Past:
    """Return what an answer says of one entry; lines of others, and what is no such line, are passed over."""
    laps: dict[int, KeptLap] = {}
    stops: dict[int, PastStop] = {}
    who = _Who()
    for line in answer.splitlines():
        found = _LINE.fullmatch(line)
        if found is None or f'r{found[1]}' != key:
            continue
        number = int(found[3] or 0)
        if found[2] == 'L' and len(laps) < MOST_LAPS and (lap := _lap(number, found[4])) is not None:
            laps[number] = lap
        elif found[2] == 'P' and len(stops) < MOST_LAPS and (stop := _stop(found[4])) is not None:
            stops[stop.number] = stop
        elif found[2] == 'INF' and not who.team:
            who.feed(found[4][:LONGEST_WHO])
    return Past(
        key=key,
        number=who.team.get('num', ''),
        name=who.team.get('name', ''),
        colour=who.team.get('color', '').lower(),
        nation=who.team.get('nat', ''),
        category=who.category,
        drivers=tuple(who.drivers),
        laps=tuple(laps[number] for number in sorted(laps)),
        stops=tuple(stops[number] for number in sorted(stops)),
    )


def archived(answer: str) -> list[Archived]:
    """Return the sessions that are kept: lines of `16#Session 14`."""
    found = (_SESSION.fullmatch(line.strip()) for line in answer.splitlines())
    return [Archived(int(one[1]), clean(one[2])) for one in found if one is not None]


def _lap(number: int, text: str) -> KeptLap | None:
    fields = text.split('|')
    if len(fields) != 4:
        return None
    flag, ms = _time(fields[3])
    sectors = tuple(_time(field)[1] for field in fields[:3])
    return KeptLap(
        number, ms, (sectors[0], sectors[1], sectors[2]), _MARKS.get(flag, Mark.PLAIN), flag == 'b'
    )


def _stop(text: str) -> PastStop | None:
    fields = text.split('|')
    if len(fields) != 9 or (number := _count(fields[0])) is None or (lap := _count(fields[1])) is None:
        return None
    in_ms, out_ms, pit_ms, stint_ms, laps = (_count(field) for field in fields[2:7])
    driver_id = fields[7] if fields[7].isdecimal() else ''
    return PastStop(number, lap, in_ms, out_ms, pit_ms, stint_ms, laps, driver_id, _count(fields[8]))


def _time(text: str) -> tuple[str, int | None]:
    """Return the flag before a time, and the time."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return '', None
    ms = int(found[2])
    return found[1], ms if 0 < ms < LONGEST_MS else None


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


class _Who(HTMLParser):
    """The first driver is the entry; those within it drive for it."""

    def __init__(self) -> None:
        super().__init__()
        self.team: Mapping[str, str] = {}
        self.category = ''
        self.drivers: list[PastDriver] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: clean(value or '') for name, value in attrs}
        if tag == 'inf' and said.get('type') == 'class':
            self.category = said.get('value', '')
        elif tag == 'driver' and not self.team:
            self.team = said
        elif tag == 'driver' and len(self.drivers) < MOST_DRIVERS:
            one = PastDriver(
                said.get('id', ''), said.get('num', ''), said.get('name', ''), said.get('current') == '1'
            )
            self.drivers.append(one)
