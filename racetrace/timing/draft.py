"""A profile that a person is drawing up: it may be wrong until it is saved."""

from collections.abc import Iterable
from typing import Any, Final

from racetrace.timing.mapping import clashes
from racetrace.timing.profile import Decimal, FormatProfile, LapsFrom, TimesIn
from racetrace.timing.words import Field

UNUSED: Final = ''
CHOICES: Final = {
    'times_in': frozenset(map(str, TimesIn)),
    'decimal': frozenset(map(str, Decimal)),
    'laps_from': frozenset(map(str, LapsFrom)),
}


class Draft:
    def __init__(self, profile: FormatProfile) -> None:
        self._said = profile.to_dict()
        self._fields = {name: str(field) for name, field in profile.columns}

    def find(self, names: Iterable[str]) -> None:
        """Take in the columns of the feed; what is new is not used until somebody says what it holds."""
        self._fields |= {name: UNUSED for name in names if name not in self._fields}

    @property
    def fields(self) -> dict[str, str]:
        """Return what each column is said to hold; '' is nothing."""
        return dict(self._fields)

    @property
    def used(self) -> list[Field]:
        return [Field(one) for one in self._fields.values() if one != UNUSED]

    @property
    def clashes(self) -> dict[str, str]:
        return clashes((name, one) for name, one in self._fields.items() if one != UNUSED)

    def choose(self, column: str, field: str) -> None:
        """What is no column or field, which no browser of ours sends, changes nothing."""
        if column in self._fields and field in {UNUSED, *Field}:
            self._fields[column] = field

    def set(self, name: str, value: str) -> None:
        options = CHOICES.get(name, {UNUSED, *self._fields} if name == 'key' else frozenset())
        if value in options:
            self._said[name] = value

    def to_dict(self) -> dict[str, Any]:
        """Return it as a profile is written, whether it is one or not."""
        columns = [{'column': name, 'field': one} for name, one in self._fields.items() if one != UNUSED]
        return {**self._said, 'columns': columns}
