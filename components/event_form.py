"""The fields of an event, and when it is in words."""

from collections.abc import Sequence
from datetime import date as Day
from typing import Protocol

from components.entry_form import Field, Kind


class RaceEvent(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def starts_on(self) -> Day | None: ...
    @property
    def ends_on(self) -> Day | None: ...
    @property
    def place_id(self) -> int | None: ...
    @property
    def notes(self) -> str: ...


def event_fields(places: Sequence[tuple[int, str]], event: RaceEvent | None = None) -> list[Field]:
    """`places` are the tracks there are, by their ids."""
    starts, ends = (event.starts_on, event.ends_on) if event else (None, None)
    place_id = event.place_id if event else None
    known = [(str(id), name) for id, name in places]
    if place_id and str(place_id) not in dict(known):
        known.append((str(place_id), 'A track that is not published'))
    return [
        Field(name='name', label='Name', value=event.name if event else '', is_needed=True),
        Field(
            name='place_id',
            label='Track',
            value=str(place_id or ''),
            kind=Kind.CHOICE,
            options=(('', 'not said'), *known),
        ),
        Field(name='starts_on', label='From', value=str(starts or ''), kind=Kind.DAY),
        Field(name='ends_on', label='To', value=str(ends or ''), kind=Kind.DAY),
        Field(name='notes', label='Notes', value=event.notes if event else '', kind=Kind.TEXT),
    ]


def said(typed: dict[str, object]) -> dict[str, object]:
    """Return what was typed as the store keeps it."""
    place = typed['place_id']
    return typed | {'place_id': int(place) if isinstance(place, str) and place else None}


def when(event: RaceEvent) -> str:
    """10–11 Oct 2026; '' where nobody said."""
    starts, ends = event.starts_on, event.ends_on
    first = starts or ends
    if first is None:
        return ''
    if starts is None or ends is None or starts == ends:
        return f'{first.day} {first:%b %Y}'
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f'{starts.day}–{ends.day} {ends:%b %Y}'
    return f'{starts.day} {starts:%b %Y} – {ends.day} {ends:%b %Y}'
