from collections.abc import Callable

import pytest

from racetrace.errors import NotFound, NotPermitted, SignInNeeded
from racetrace.services import cars, events, leaderboard, places, sessions, share, teams
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL, NOBODY, Viewer
from racetrace.store.leaderboard import Wanted
from racetrace.store.migrate import migrate
from racetrace.telemetry.course import Course
from racetrace.telemetry.geojson import course_to_geojson
from tests.garage import driven, user
from tests.stored import circle

OWNER = Viewer(user_id=1)  # as LOCAL, but no admin


@pytest.fixture
def house(fresh: Instance) -> Instance:
    """An instance on which somebody drove."""
    migrate(fresh.data)
    driven(fresh.engine, 60.0, 61.0)
    return fresh


def test_a_track_is_its_owners_to_change_until_it_is_published(house: Instance) -> None:
    assert places.write(house, OWNER, 1, {'country': 'DE'}).country == 'DE'
    with pytest.raises(NotPermitted, match='Only an admin'):
        places.publish(house, OWNER, 1, is_published=True)
    places.publish(house, LOCAL, 1, is_published=True)
    with pytest.raises(NotPermitted, match='Only an admin'):
        places.write(house, OWNER, 1, {'name': 'Mine'})
    assert places.write(house, LOCAL, 1, {'name': 'Riverside Ring'}).name == 'Riverside Ring'


def test_a_protected_track_is_changed_by_admins_only(house: Instance) -> None:
    places.publish(house, LOCAL, 1, is_protected=True)
    with pytest.raises(NotPermitted):
        places.write(house, OWNER, 1, {'name': 'Mine'})


def test_a_stranger_changes_no_track_and_does_not_learn_that_it_is_there(house: Instance) -> None:
    stranger = Viewer(user_id=user(house.engine, 'stranger'))
    document = course_to_geojson(Course(line=circle()))
    calls: list[Callable[[], object]] = [
        lambda: places.write(house, stranger, 1, {'name': 'x'}),
        lambda: places.merge(house, stranger, 1, 1),
        lambda: places.unmerge(house, stranger, 1),
        lambda: places.write_course(house, stranger, 1, {'name': 'x'}),
        lambda: places.add_course(house, stranger, 1, document),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            call()
    places.publish(house, LOCAL, 1, is_published=True)
    for call in calls:
        with pytest.raises(NotPermitted):
            call()


def test_who_is_not_signed_in_sees_what_is_public_and_keeps_nothing(house: Instance) -> None:
    places.publish(house, LOCAL, 1, is_published=True)
    private = driven(house.engine, 59.0, visibility='private')
    assert [place.name for place in places.directory(house, NOBODY)[0]] == ['Riverside']
    assert [one.time_s for one in leaderboard.best_laps(house, NOBODY, Wanted(course_id=1))] == [60.0]
    assert sessions.session(house, NOBODY, 1).id == 1
    with pytest.raises(NotFound):
        sessions.session(house, NOBODY, private)
    with pytest.raises(NotFound, match='no such session'):
        sessions.file(house, NOBODY, private)
    calls: list[Callable[[], object]] = [
        lambda: cars.add(house, NOBODY, {'make': 'x'}),
        lambda: events.add(house, NOBODY, {'name': 'x'}),
        lambda: teams.add(house, NOBODY, 'x'),
        lambda: places.add(house, NOBODY, {'name': 'x', 'latitude_deg': 0.0, 'longitude_deg': 0.0}),
        lambda: leaderboard.held_back(house, NOBODY),
        lambda: leaderboard.free(house, NOBODY, 1),
        lambda: places.publish(house, NOBODY, 1, is_published=False),
        lambda: sessions.file(house, NOBODY, 1),
        lambda: share.make(house, NOBODY, 1),
        lambda: sessions.newest(house, NOBODY),
    ]
    for call in calls:
        with pytest.raises(SignInNeeded, match='Sign in first'):
            call()
    with pytest.raises(NotFound):
        share.make(house, NOBODY, private)


def test_a_course_goes_out_and_comes_in_again(house: Instance) -> None:
    document = places.geojson(house, OWNER, 1)
    place = places.add(house, OWNER, {'name': 'Copy', 'latitude_deg': 50.0, 'longitude_deg': 8.0})
    (course,) = places.add_course(house, OWNER, place.id, document, 'full').courses
    way = places.way_deg(house, OWNER, course.id)
    assert (course.name, course.is_closed, len(way)) == ('full', True, places.WAY_PLACES)
    assert all(abs(latitude - 50) < 0.01 and abs(longitude - 8) < 0.01 for latitude, longitude in way)
    with pytest.raises(NotFound):
        places.geojson(house, NOBODY, 1)


def test_sessions_are_put_into_an_event(house: Instance) -> None:
    event = events.add(house, OWNER, {'name': 'Day'})
    events.put_in(house, OWNER, event.id, [1])
    assert events.event(house, OWNER, event.id) == (event, [1])
    with pytest.raises(NotFound):
        events.put_in(house, OWNER, event.id, [99])
