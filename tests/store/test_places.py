from dataclasses import replace

import pytest
from sqlalchemy import Engine

from racetrace.errors import ChangeRefused, NotFound
from racetrace.store import courses, events, merges, places, sessions
from racetrace.store.blobs import stored
from tests.garage import driven
from tests.store.test_sessions import READ
from tests.stored import OWNER, circle, keep, new_line, upload


@pytest.fixture
def two(engine: Engine) -> tuple[int, int]:
    """Two places, each with a course on which a session was driven."""
    first = driven(engine, 60.0)
    far = new_line(circle(300, latitude_deg=51.0))
    second = keep(engine, replace(READ, track='Nordring'), upload(engine, b'2'), line=far, laps=(1,))
    return first, second


def place_of(engine: Engine, session_id: int) -> str:
    driven_on = sessions.session(engine, OWNER, session_id).driven
    assert driven_on is not None
    return driven_on.place


def test_the_directory_is_in_the_order_of_names_and_in_pages(engine: Engine, two: tuple[int, int]) -> None:
    assert len(two) == 2
    assert [place.name for place in places.directory(engine, OWNER, 1)] == ['Nordring']
    assert [place.name for place in places.directory(engine, OWNER, 1, 1)] == ['Riverside']


def test_merged_places_are_one_with_the_courses_and_sessions_of_both(
    engine: Engine, two: tuple[int, int]
) -> None:
    merges.merge(engine, 1, 2)
    (place,) = places.directory(engine, OWNER, 9)
    assert (place.name, [course.id for course in place.courses]) == ('Nordring', [1, 2])
    assert [place_of(engine, session_id) for session_id in two] == ['Nordring', 'Nordring']
    assert places.place(engine, 1).id == 2, 'its address leads on'
    merges.undo(engine, 1)
    assert [place_of(engine, session_id) for session_id in two] == ['Riverside', 'Nordring']


def test_a_place_that_was_merged_further_still_comes_back(engine: Engine, two: tuple[int, int]) -> None:
    third = places.add(engine, OWNER, {'name': 'Third', 'latitude_deg': 1.0, 'longitude_deg': 1.0})
    event = events.add(engine, OWNER, {'name': 'Day', 'place_id': 1})
    merges.merge(engine, 1, 2)
    merges.merge(engine, 2, third)
    assert events.event(engine, OWNER, event)[0].place_id == third
    merges.undo(engine, 1)
    assert [place_of(engine, session_id) for session_id in two] == ['Riverside', 'Third']
    assert events.event(engine, OWNER, event)[0].place_id == 1


def test_a_place_is_not_merged_into_itself_nor_parted_twice(engine: Engine, two: tuple[int, int]) -> None:
    assert len(two) == 2
    with pytest.raises(ChangeRefused, match='same place'):
        merges.merge(engine, 1, 1)
    with pytest.raises(NotFound):
        merges.undo(engine, 1)
    merges.merge(engine, 1, 2)
    with pytest.raises(ChangeRefused, match='same place'):
        merges.merge(engine, 1, 2)


def test_a_course_by_hand_is_found_by_who_drives_near_it(engine: Engine) -> None:
    place_id = places.add(engine, OWNER, {'name': 'Here', 'latitude_deg': 50.0, 'longitude_deg': 8.0})
    new = new_line(circle())
    courses.add_course(engine, OWNER, place_id, new, stored(engine, new.line), 'full')
    (known,) = courses.near(engine, OWNER, 50.0, 8.0)
    assert (known.name, known.course_id) == ('Here', 1)
    (course,) = places.place(engine, place_id).courses
    assert (course.name, course.is_default, course.length_m) == ('full', True, 1000.0)


def test_one_course_of_a_place_is_meant_where_none_is_named(engine: Engine, two: tuple[int, int]) -> None:
    assert len(two) == 2
    merges.merge(engine, 1, 2)
    places.write_course(engine, 1, {'is_default': True, 'name': 'short'})
    (place,) = places.directory(engine, OWNER, 9)
    assert [(course.name, course.is_default) for course in place.courses] == [('short', True), ('', False)]
