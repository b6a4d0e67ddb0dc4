from dataclasses import dataclass
from datetime import date

import pytest

from components.event_form import event_fields, said, when


@dataclass(frozen=True, kw_only=True)
class Event:
    name: str = 'Test day'
    starts_on: date | None = None
    ends_on: date | None = None
    place_id: int | None = None
    notes: str = ''


@pytest.mark.parametrize(
    ('starts', 'ends', 'is_said'),
    [
        (None, None, ''),
        (date(2026, 10, 10), None, '10 Oct 2026'),
        (None, date(2026, 10, 10), '10 Oct 2026'),
        (date(2026, 10, 10), date(2026, 10, 10), '10 Oct 2026'),
        (date(2026, 10, 10), date(2026, 10, 11), '10–11 Oct 2026'),
        (date(2026, 10, 31), date(2026, 11, 1), '31 Oct 2026 – 1 Nov 2026'),
    ],
)
def test_an_event_is_on_a_day_or_on_some(starts: date | None, ends: date | None, is_said: str) -> None:
    assert when(Event(starts_on=starts, ends_on=ends)) == is_said


def test_a_track_that_others_do_not_see_stays_chosen() -> None:
    track = event_fields([(1, 'Mill Lane')], Event(place_id=7))[1]
    assert track.value == '7'
    assert track.value in dict(track.options)


def test_a_track_is_kept_by_its_number() -> None:
    assert said({'place_id': '3'}) == {'place_id': 3}
    assert said({'place_id': ''}) == {'place_id': None}
