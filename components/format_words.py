"""What a column of a feed may hold, in words with the unit."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from racetrace.timing.profile import Decimal, LapsFrom, TimesIn
from racetrace.timing.words import TIMES, Field
from racetrace.words import lap_time, plural, signed

UNUSED: Final = ''
WORDS: Final = {
    Field.POSITION: 'Position',
    Field.NUMBER: 'Number',
    Field.NAME: 'Team, or the only driver',
    Field.DRIVER: 'Driver now',
    Field.CATEGORY: 'Class',
    Field.COLOUR: 'Colour of the plate (#rrggbb)',
    Field.NATION: 'Nation',
    Field.VEHICLE: 'Vehicle',
    Field.TRANSPONDER: 'Transponder',
    Field.LAPS: 'Laps (count)',
    Field.LAST: 'Last lap',
    Field.BEST: 'Best lap',
    Field.BEST_LAP: 'Best lap (its number)',
    Field.GAP: 'Gap to the leader',
    Field.INTERVAL: 'Gap to who is ahead',
    Field.SECTOR_1: 'Sector 1',
    Field.SECTOR_2: 'Sector 2',
    Field.SECTOR_3: 'Sector 3',
    Field.TOTAL: 'Time since the start',
    Field.PITS: 'Pit stops (count)',
    Field.ON_TRACK: 'Time on track (as written)',
    Field.STATE: 'State: run, pit, finished',
    Field.PENALTY: 'Penalty (as written)',
    Field.CHANGE: 'Places won or lost (count)',
    Field.OTHER: 'Something else, shown as written',
}
UNITS: Final = {TimesIn.SECONDS: 's or m:ss', TimesIn.MILLISECONDS: 'ms or m:ss'}
SETTINGS: Final = {
    'times_in': (
        'A bare number of a time is in',
        ((TimesIn.SECONDS, 'seconds'), (TimesIn.MILLISECONDS, 'milliseconds')),
    ),
    'decimal': (
        'The sign before tenths is',
        ((Decimal.POINT, 'a point: 61.234'), (Decimal.COMMA, 'a comma: 61,234')),
    ),
    'laps_from': (
        'A lap is done when',
        (
            (LapsFrom.COUNT, 'the count of laps rises'),
            (LapsFrom.LAST, 'the last lap changes'),
            (LapsFrom.NOTHING, 'never: the feed does not tell'),
        ),
    ),
}


def meanings(times_in: str) -> list[tuple[str, str]]:
    """Return all that a column may hold, with its unit; the first is nothing."""
    unit = UNITS[TimesIn(times_in)]
    timed = TIMES | {Field.GAP}
    found = [(one.value, f'{words} ({unit})' if one in timed else words) for one, words in WORDS.items()]
    return [(UNUSED, 'Not used'), *found]


def shown(row: Mapping[str, Any], fields: Sequence[Field]) -> list[tuple[str, str]]:
    """Return what a row of the board says, with a short word each; what is empty is left out."""
    named = [(WORDS[one].partition(' (')[0], _text(one, row.get(one.value))) for one in fields]
    return [(word, said) for word, said in named if said]


def _behind(ms: int) -> str:
    if ms < 60_000:
        return signed(ms / 1000) if ms else ''
    return f'+{lap_time(ms / 1000)}'


def _text(field: Field, value: Any) -> str:
    if value is None:
        return ''
    if field in TIMES:
        return lap_time(value / 1000)
    if field in {Field.GAP, Field.INTERVAL}:
        ms, laps = value
        return plural(laps, 'lap') if laps else _behind(ms)
    return str(value)
