"""The fields of a circuit with a timing feed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from components.entry_form import EntryForm, Field, Kind, OnSave
from racetrace.errors import FeedAddressRefused
from racetrace.timing.words import Provider

PROVIDERS: Final = (
    (Provider.APEX, 'Apex Timing'),
    (Provider.RMONITOR, 'RMonitor (MyLaps Orbits)'),
    (Provider.RACE_MONITOR, 'Race Monitor'),
    (Provider.DEMO, 'A simulated race'),
    (Provider.UNKNOWN, 'Another, by a web socket'),
)
NAMES: Final = {provider.value: words for provider, words in PROVIDERS} | {
    Provider.UNKNOWN.value: 'Unknown format',
    Provider.JSON.value: 'Mapped JSON',
    Provider.TABLE.value: 'Mapped table',
    Provider.OPENF1.value: 'OpenF1',
    Provider.F1.value: 'Formula 1 live timing',
}
SEEN: Final = (('private', 'Only me'), ('public', 'Everybody'))


LONGEST: Final = 500  # letters of an address: it may hold a token


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFeed:
    """What its owner said of it."""

    name: str = ''
    provider: str = Provider.APEX.value
    address: str = ''
    visibility: str = 'private'


class FeedForm(EntryForm):
    """For a new feed, and for one that is changed; a bad address is refused beside its field."""

    def __init__(
        self,
        typed: TypedFeed,
        on_save: OnSave,
        *,
        submit: str,
        on_cancel: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(
            feed_fields(typed),
            on_save,
            submit=submit,
            kind='primary',
            beside={FeedAddressRefused: 'address'},
            has_focus=on_cancel is not None,
            on_cancel=on_cancel,
        )


def feed_fields(typed: TypedFeed) -> list[Field]:
    offered = {one.value: words for one, words in PROVIDERS}
    offered.setdefault(typed.provider, NAMES.get(typed.provider, typed.provider))
    return [
        Field(name='name', label='Circuit', value=typed.name, is_needed=True, hint='Riverside'),
        Field(
            name='provider',
            label='Timing',
            kind=Kind.CHOICE,
            value=typed.provider,
            options=tuple(offered.items()),
        ),
        Field(
            name='address',
            label='Address',
            value=typed.address,
            hint='https://live.apex-timing.com/… or 192.168.1.20:50000',
            longest=LONGEST,
            is_wide=True,
        ),
        Field(name='visibility', label='Seen by', kind=Kind.CHOICE, value=typed.visibility, options=SEEN),
    ]
