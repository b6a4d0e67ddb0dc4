"""The fields of a circuit with a timing feed."""

from typing import Final

from components.entry_form import Field, Kind
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


def feed_fields(*, name: str = '', address: str = '', visibility: str = 'private') -> list[Field]:
    return [
        Field(name='name', label='Circuit', value=name, is_needed=True, hint='Riverside'),
        Field(
            name='provider',
            label='Timing',
            kind=Kind.CHOICE,
            value=Provider.APEX,
            options=tuple((one.value, words) for one, words in PROVIDERS),
        ),
        Field(
            name='address',
            label='Address',
            value=address,
            hint='https://live.apex-timing.com/… or 192.168.1.20:50000',
        ),
        Field(name='visibility', label='Seen by', kind=Kind.CHOICE, value=visibility, options=SEEN),
    ]
