from datetime import timedelta

import pytest
from sqlalchemy import Engine

from racetrace.errors import NotFound
from racetrace.store import belongings, cars, corrections, courses, places, progress, sessions, standings
from racetrace.store.database import writing
from racetrace.store.leaderboard import Wanted, categories, held, marked, of_each_course
from racetrace.store.leaderboard import standings as board
from racetrace.store.session_rows import LapRow
from tests.garage import DAY, driven, user
from tests.store.plan import plan
from tests.stored import OWNER, along

COURSE = Wanted(course_id=1)


def shown(engine: Engine, wanted: Wanted = COURSE) -> list[tuple[str, float]]:
    return [(one.driver_name, one.time_s) for one in board(engine, wanted, 100)]


def test_each_driver_stands_there_once_with_his_best(engine: Engine) -> None:
    driven(engine, 61.0, 60.5, driver='Ana')
    driven(engine, 60.2, 62.0, driver='Ana', at=DAY + timedelta(days=1))
    driven(engine, 60.3, driver='Ben')
    assert shown(engine) == [('Ana', 60.2), ('Ben', 60.3)]


def test_only_what_is_public_counts_and_only_while_it_is(engine: Engine) -> None:
    best = driven(engine, 60.0, driver='Ana')
    driven(engine, 61.0, driver='Ben')
    driven(engine, 59.0, driver='Cleo', visibility='private')
    belongings.put(engine, OWNER, best, {'visibility': 'link'})
    assert shown(engine) == [('Ben', 61.0)]
    belongings.put(engine, OWNER, best, {'visibility': 'public'})
    sessions.put_in_bin(engine, OWNER, best)
    assert shown(engine) == [('Ben', 61.0)]
    sessions.take_out_of_bin(engine, OWNER, best)
    assert shown(engine) == [('Ana', 60.0), ('Ben', 61.0)]


def test_an_excluded_lap_makes_room_for_the_next(engine: Engine) -> None:
    session_id = driven(engine, 60.0, 60.7)
    first = sessions.session(engine, OWNER, session_id).laps[0]
    corrections.exclude(engine, first.id, 'It was cut.')
    assert shown(engine) == [('Ana', 60.7)]
    corrections.exclude(engine, first.id, '')
    assert shown(engine) == [('Ana', 60.0)]


def test_a_lap_that_was_not_seen_to_follow_the_course_is_held_back(engine: Engine) -> None:
    driven(engine, 61.0, driver='Ben')
    driven(engine, 60.0, matched=False)
    assert shown(engine) == [('Ben', 61.0)]
    (one,) = held(engine, 9)
    assert (one.time_s, one.held) == (60.0, standings.UNSEEN)


def test_a_lap_that_is_placed_later_counts_from_then_on(engine: Engine) -> None:
    session_id = driven(engine, 60.0, matched=False)
    lap = sessions.session(engine, OWNER, session_id).laps[0]
    progress.add_later(engine, courses.current_line(engine, 1) or 0, [(lap, along(lap.number))])
    assert shown(engine) == [('Ana', 60.0)]
    assert held(engine, 9) == []


def test_a_lap_that_is_too_fast_waits_for_an_admin_and_the_next_one_stands(engine: Engine) -> None:
    driven(engine, 61.0, driver='Ben')
    session_id = driven(engine, 54.8, 60.0)
    assert shown(engine) == [('Ana', 60.0), ('Ben', 61.0)]
    (one,) = held(engine, 9)
    assert (one.time_s, one.held) == (54.8, standings.TOO_FAST)
    standings.free(engine, one.id)
    assert shown(engine) == [('Ana', 54.8), ('Ben', 61.0)]
    sessions.write(engine, OWNER, session_id, {'notes': 'Dry.'})
    assert shown(engine) == [('Ana', 54.8), ('Ben', 61.0)], 'it is freed for good'
    with pytest.raises(NotFound):
        standings.free(engine, 999)


def test_a_tenth_faster_is_believed(engine: Engine) -> None:
    driven(engine, 60.0, driver='Ben')
    driven(engine, 54.0)
    assert shown(engine) == [('Ana', 54.0), ('Ben', 60.0)]


def test_who_came_first_is_held_back_when_the_next_shows_him_to_be_too_fast(engine: Engine) -> None:
    driven(engine, 30.0, 60.0)
    assert shown(engine) == [('Ana', 30.0)], 'there is nobody to tell'
    driven(engine, 61.0, driver='Ben')
    assert shown(engine) == [('Ana', 60.0), ('Ben', 61.0)]


def test_another_car_is_another_row_and_a_category_shows_its_own(engine: Engine) -> None:
    kart = cars.add(engine, OWNER, {'make': 'Tony', 'model': 'Kart', 'category': 'KZ2'})
    driven(engine, 60.0)
    driven(engine, 61.0, car_id=kart)
    assert [(one.car_name, one.time_s) for one in board(engine, COURSE, 9)] == [
        ('', 60.0),
        ('Tony Kart', 61.0),
    ]
    assert shown(engine, Wanted(course_id=1, category='kz2')) == [('Ana', 61.0)]
    cars.write(engine, OWNER, kart, {'category': 'KZ1'})
    assert shown(engine, Wanted(course_id=1, category='kz2')) == []


def test_a_period_has_its_own_best_laps(engine: Engine) -> None:
    driven(engine, 60.0)
    driven(engine, 60.5, at=DAY + timedelta(days=10))
    later = Wanted(course_id=1, since=DAY + timedelta(days=1))
    assert shown(engine, later) == [('Ana', 60.5)]
    assert shown(engine, Wanted(course_id=1, until=DAY)) == []


def test_a_way_of_measuring_has_its_own_too(engine: Engine) -> None:
    driven(engine, 60.0)
    slower = driven(engine, 60.5, at=DAY + timedelta(days=1))
    with writing(engine) as db:
        row = db.get_one(LapRow, sessions.session(engine, OWNER, slower).laps[0].id)
        row.measured_by = 'gate'
        standings.refresh(db, slower)
    assert shown(engine, Wanted(course_id=1, measured_by='gate')) == [('Ana', 60.5)]
    assert [one.measured_by for one in board(engine, COURSE, 9)] == ['logger']


def test_two_accounts_with_drivers_of_one_name_are_two_drivers(engine: Engine) -> None:
    driven(engine, 60.0)
    driven(engine, 60.5, owner_id=user(engine, 'other'))
    assert shown(engine) == [('Ana', 60.0), ('Ana', 60.5)]


def test_the_best_of_each_course_stands_in_the_directory(engine: Engine) -> None:
    driven(engine, 60.0, 59.8)
    driven(engine, 60.5, driver='Ben')
    (place,) = places.directory(engine, OWNER, 9)
    best = place.courses[0].best
    assert best is not None
    assert (best.driver_name, best.time_s) == ('Ana', 59.8)
    assert [one.time_s for one in of_each_course(engine, OWNER, 9)] == [59.8]
    assert of_each_course(engine, 0, 9) == [], 'its place is not published'


def test_pages_follow_each_other(engine: Engine) -> None:
    for number in range(5):
        driven(engine, 60.0 + number / 10, driver=f'D{number}')
    pages = [[one.driver_name for one in board(engine, COURSE, 2, skipped)] for skipped in (0, 2, 4)]
    assert pages == [['D0', 'D1'], ['D2', 'D3'], ['D4']]


def test_a_page_is_read_along_the_index(file_engine: Engine) -> None:
    steps = plan(file_engine, marked(COURSE).limit(50))
    assert 'SEARCH standing USING INDEX standing_of_course (course_id=? AND is_best=?)' in steps
    assert not any('TEMP B-TREE' in step for step in steps), 'nothing is sorted'


def test_the_classes_of_a_board_are_those_of_its_cars(engine: Engine) -> None:
    for make, category in (('Mazda', 'Roadster Cup'), ('CRG', 'Kart OK'), ('Sodi', '')):
        driven(
            engine, 60.0, driver=make, car_id=cars.add(engine, OWNER, {'make': make, 'category': category})
        )
    assert categories(engine, 1) == ['kart ok', 'roadster cup']
    assert categories(engine, 2) == []
