"""A few fields in the pane where they matter. Whatever a browser sends of them is read here."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from nicegui import events, ui

from racetrace.errors import EntryRefused, RaceTraceError

LONGEST: Final = 200
LONGEST_TEXT: Final = 10_000
FIRST_YEAR, LAST_YEAR = 1900, 2199

OnSave = Callable[[dict[str, Any]], Awaitable[object]]


class Kind(StrEnum):
    LINE = 'line'
    TEXT = 'text'  # several lines
    NUMBER = 'number'
    DAY = 'day'
    SECRET = 'secret'
    CHOICE = 'choice'


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    label: str
    value: str = ''
    kind: Kind = Kind.LINE
    options: tuple[tuple[str, str], ...] = ()  # of a choice: values and words
    known: tuple[str, ...] = ()  # words to take from, where others will do too
    is_needed: bool = False
    hint: str = ''
    least: float = 0  # of a number
    most: float = 1_000_000
    is_whole: bool = False
    completes: str = ''  # what the browser may fill in, by its own name for it
    only: tuple[str, str] | None = None  # shown where another field has this value
    longest: int = 0  # letters; 0: as its kind says
    is_wide: bool = False  # over the whole form

    def read(self, typed: object) -> Any:
        """Return what the words mean; None for a number or a day left out. Raises EntryRefused."""
        words = typed.replace('\0', '').strip()[: self.most_letters] if isinstance(typed, str) else ''
        if self.is_needed and not words:
            raise EntryRefused(f'Fill in: {self.label.lower()}.')
        match self.kind:
            case Kind.NUMBER:
                return self._number(words)
            case Kind.DAY:
                return self._day(words)
            case Kind.CHOICE if words not in dict(self.options):
                raise EntryRefused(f'Choose one: {self.label.lower()}.')
        return words

    @property
    def most_letters(self) -> int:
        return self.longest or (LONGEST_TEXT if self.kind is Kind.TEXT else LONGEST)

    def _number(self, words: str) -> float | int | None:
        if not words:
            return None
        try:
            number = float(words.replace(',', '.'))
        except ValueError:
            number = float('nan')
        is_one = self.least <= number <= self.most and (number == int(number) or not self.is_whole)
        if not is_one:
            kind = 'a whole number' if self.is_whole else 'a number'
            raise EntryRefused(f'{self.label} is {kind} from {self.least:g} to {self.most:g}.')
        return int(number) if self.is_whole else number

    def _day(self, words: str) -> date | None:
        if not words:
            return None
        try:
            day = date.fromisoformat(words)
        except ValueError:
            day = date.min
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise EntryRefused(f'{self.label} is a day such as 2026-06-13.')
        return day


class EntryForm(ui.element, component='entry_form.js'):
    """`on_save` gets what was typed, by the names of the fields; what it refuses stands below them.

    What is refused by one of the errors of `beside` stands at the field that is named there. Without `opener`
    the fields are there from the start, with `has_focus` in the first of them. `kind` is that of its button.
    """

    def __init__(
        self,
        fields: Sequence[Field],
        on_save: OnSave,
        *,
        opener: str = '',
        submit: str = 'Save',
        kind: str = 'line',
        beside: Mapping[type[RaceTraceError], str] = MappingProxyType({}),
        has_focus: bool = False,
        on_cancel: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.classes('entry')
        self.props['fields'] = [_drawn(field) for field in fields]
        self.props['opener'] = opener
        self.props['submit'] = submit
        self.props['kind'] = kind
        self.props['focused'] = has_focus
        self.props['cancels'] = on_cancel is not None

        async def save(event: events.GenericEventArguments) -> None:
            try:
                await on_save(read(fields, event.args))
            except RaceTraceError as error:
                if not self.is_deleted:
                    self.run_method('refuse', str(error), beside.get(type(error), ''))
                return
            if not self.is_deleted:
                self.run_method('done')

        self.on('save', save)
        if on_cancel is not None:
            self.on('cancel', on_cancel)


def read(fields: Sequence[Field], sent: object) -> dict[str, Any]:
    """Return what a browser sent of the fields, and nothing else. Raises EntryRefused."""
    typed: Mapping[str, object] = sent if isinstance(sent, dict) else {}
    return {field.name: field.read(typed.get(field.name)) for field in fields}


def _drawn(field: Field) -> dict[str, Any]:
    return {
        'name': field.name,
        'label': field.label,
        'value': field.value,
        'kind': field.kind.value,
        'options': [list(option) for option in field.options],
        'known': list(field.known),
        'hint': field.hint,
        'longest': field.most_letters,
        'wide': field.is_wide or field.kind is Kind.TEXT,
        'completes': field.completes,
        'only': list(field.only) if field.only else None,
    }
