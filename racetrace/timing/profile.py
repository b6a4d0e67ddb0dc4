"""How to read a feed that no reader of ours was written for: as data, which a person may correct.

Never source: nothing of it is executed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from racetrace.errors import ProfileRefused
from racetrace.timing.rows import SEPARATORS
from racetrace.timing.words import Field

VERSION: Final = 1
MOST_COLUMNS: Final = 64
LONGEST_NAME: Final = 60
DEEPEST_PATH: Final = 4


class Decimal(StrEnum):
    POINT = '.'
    COMMA = ','


class TimesIn(StrEnum):
    """What a bare number is, where a time is meant."""

    SECONDS = 's'
    MILLISECONDS = 'ms'


class LapsFrom(StrEnum):
    """What says that a lap was completed."""

    COUNT = 'count'  # the count of laps rises
    LAST = 'last'  # there is no count, and the time of the last lap changes
    NOTHING = 'nothing'


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatProfile:
    provider: str
    columns: tuple[tuple[str, Field], ...]  # the provider's column and what it holds, in the order shown
    key: str = ''  # the column that tells rows apart; '': the key in the document, else the number
    rows: tuple[str, ...] = ()  # the way to the rows, in JSON
    separator: str = ''  # of a text table; '': JSON
    decimal: Decimal = Decimal.POINT
    times_in: TimesIn = TimesIn.SECONDS
    laps_from: LapsFrom = LapsFrom.COUNT
    version: int = VERSION

    def to_dict(self) -> dict[str, Any]:
        return {
            'version': self.version,
            'provider': self.provider,
            'columns': [{'column': name, 'field': str(field)} for name, field in self.columns],
            'key': self.key,
            'rows': list(self.rows),
            'separator': self.separator,
            'decimal': str(self.decimal),
            'times_in': str(self.times_in),
            'laps_from': str(self.laps_from),
        }

    @classmethod
    def from_dict(cls, said: object) -> 'FormatProfile':
        """Return the profile that a document describes; what does not fit is refused in a sentence."""
        if not isinstance(said, Mapping):
            raise ProfileRefused('The profile must be an object with the columns of the feed.')
        unknown = sorted(str(name)[:LONGEST_NAME] for name in said if name not in _NAMES)
        if unknown:
            raise ProfileRefused(f'The profile has {unknown[0]!r}, which is not part of one: remove it.')
        if said.get('version', VERSION) != VERSION or isinstance(said.get('version'), bool):
            raise ProfileRefused(f'The profile must be of version {VERSION}, the only one there is.')
        separator = said.get('separator', '')
        if separator not in ('', *SEPARATORS):
            raise ProfileRefused('separator must be a comma, semicolon, bar or tab, or nothing for JSON.')
        return cls(
            provider=_text(said.get('provider', 'generic'), 'provider', least=1),
            columns=_columns(said.get('columns')),
            key=_text(said.get('key', ''), 'key'),
            rows=_path(said.get('rows', [])),
            separator=separator,
            decimal=_one_of(Decimal, said.get('decimal', '.'), 'decimal'),
            times_in=_one_of(TimesIn, said.get('times_in', 's'), 'times_in'),
            laps_from=_one_of(LapsFrom, said.get('laps_from', 'count'), 'laps_from'),
        )


Choice = TypeVar('Choice', bound=StrEnum)

_NAMES: Final = frozenset(FormatProfile.__dataclass_fields__)


def _text(said: object, name: str, *, least: int = 0) -> str:
    if not isinstance(said, str) or not least <= len(said) <= LONGEST_NAME or not said.isprintable():
        raise ProfileRefused(f'{name} must be a text of {least} to {LONGEST_NAME} characters.')
    return said


def _path(said: object) -> tuple[str, ...]:
    if not isinstance(said, list) or len(said) > DEEPEST_PATH:
        raise ProfileRefused(f'rows must be a list of at most {DEEPEST_PATH} names that lead to the rows.')
    return tuple(_text(one, 'A name in rows', least=1) for one in said)


def _columns(said: object) -> tuple[tuple[str, Field], ...]:
    if not isinstance(said, list) or not 1 <= len(said) <= MOST_COLUMNS:
        raise ProfileRefused(f'columns must be a list of 1 to {MOST_COLUMNS} columns.')
    found: dict[str, Field] = {}
    for one in said:
        if not isinstance(one, Mapping) or set(one) != {'column', 'field'}:
            raise ProfileRefused('Each of the columns must have a column and a field, and nothing else.')
        name = _text(one['column'], 'column', least=1)
        field = _one_of(Field, one['field'], f'The field of the column {name!r}')
        if name in found:
            raise ProfileRefused(f'The column {name!r} is there twice: remove one of the two.')
        if field is not Field.OTHER and field in found.values():
            raise ProfileRefused(f'Two columns hold {field}: a field may have only one, besides other.')
        found[name] = field
    return tuple(found.items())


def _one_of(kind: type[Choice], said: object, name: str) -> Choice:
    try:
        return kind(str(said))
    except ValueError as fault:
        raise ProfileRefused(f'{name} must be one of {", ".join(map(repr, map(str, kind)))}.') from fault
