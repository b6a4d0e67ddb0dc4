"""Courses as people know them: their shape, where they are, and the best lap on each."""

from collections.abc import Sequence
from dataclasses import dataclass

from components import address
from components.kit import box, icon, text
from components.thumbnail import thumbnail
from components.words import far
from racetrace.telemetry.summary import Driven
from racetrace.words import NONE, lap_time


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackCard:
    place_id: int
    title: str
    where: str  # city and country
    driven: Driven
    best_s: float | None = None
    best_of: str = ''  # who drove it, and how it was measured


def track_list(cards: Sequence[TrackCard]) -> None:
    for card in cards:
        with box('list__row', 'a', href=address.track(card.place_id)).props('data-row'):
            thumbnail(card.driven, 'list__thumb')
            with box('list__words'):
                text(card.title, 'list__name', 'div')
                text(card.where or NONE, 'list__sub')
            text(far(card.driven.length_m) if card.driven.length_m else NONE, 'list__sub num wide')
            text(lap_time(card.best_s), 'list__time num r')
            text(card.best_of, 'list__sub wide')
            icon('chevron', 16, 'muted')
