"""Which track is driven at a circuit: what is known of it, and a form for who may say it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nicegui import ui

from components.entry_form import EntryForm, Field, Kind
from components.kit import text
from racetrace.errors import EntryRefused

NO_TRACK: Final = ('', 'No track: a loop')

Save = Callable[[dict[str, Any]], Awaitable[object]]  # gets course_id, latitude_deg and longitude_deg


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackLink:
    said: str  # how it stands, in a sentence
    tracks: Sequence[tuple[int, str]]  # courses to choose from
    chosen: int | None
    where: tuple[float, float] | None  # latitude and longitude of the circuit
    save: Save


class TrackForm:
    def __init__(self, link: TrackLink) -> None:
        text('Track', 'section__title', 'h2')
        text(link.said, 'section__note', 'p')

        async def save(typed: dict[str, Any]) -> None:
            latitude_deg, longitude_deg = degrees(typed['where']) or (None, None)
            course_id = int(typed['course']) if typed['course'] else None
            await link.save(
                {'course_id': course_id, 'latitude_deg': latitude_deg, 'longitude_deg': longitude_deg}
            )
            ui.navigate.reload()

        EntryForm(_fields(link), save, opener='Choose the track')


def degrees(typed: str) -> tuple[float, float] | None:
    """Return latitude and longitude of `50.6201, 6.1203`; None of nothing. Raises EntryRefused."""
    if not typed.strip():
        return None
    try:
        latitude_deg, longitude_deg = (float(one) for one in typed.split(','))
    except ValueError:
        latitude_deg = longitude_deg = float('nan')
    if not (-90 <= latitude_deg <= 90 and -180 <= longitude_deg <= 180):
        raise EntryRefused('Where it is takes latitude and longitude in degrees, as 50.6201, 6.1203.')
    return latitude_deg, longitude_deg


def _fields(link: TrackLink) -> list[Field]:
    chosen = link.chosen if link.chosen in {one for one, _ in link.tracks} else None
    return [
        Field(
            name='course',
            label='Track',
            kind=Kind.CHOICE,
            value=str(chosen or ''),
            options=(NO_TRACK, *((str(one), words) for one, words in link.tracks)),
        ),
        Field(
            name='where',
            label='Where it is',
            value=', '.join(f'{one:.5f}' for one in link.where) if link.where else '',
            hint='Latitude, longitude: 50.6201, 6.1203',
        ),
    ]
