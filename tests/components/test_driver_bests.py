from dataclasses import replace

from components.driver_bests import driver_bests
from racetrace.telemetry.summary import Driven, Summary, Written
from tests.compared import lap


def session(driver: str, *times_s: float, place: str = 'Mill Lane') -> Summary:
    laps = tuple(replace(lap(i, time_s), id=int(time_s * 10)) for i, time_s in enumerate(times_s, 1))
    written, driven = Written(driver_name=driver), Driven(place=place)
    return Summary(name='a.csv', format='VBO', laps=laps, written=written, driven=driven)


def test_each_driver_stands_once_for_a_course_with_the_best_lap() -> None:
    found = driver_bests([session('Ana', 61.0, 60.0), session('Ben', 60.5), session('Ana', 62.0)])
    assert [(best.driver, best.time_s, best.lap_id) for best in found] == [
        ('Ana', 60.0, 600),
        ('Ben', 60.5, 605),
    ]


def test_courses_are_apart() -> None:
    found = driver_bests([session('Ana', 60.0), session('Ana', 90.0, place='Abbey')])
    assert [(best.course, best.time_s) for best in found] == [('Abbey', 90.0), ('Mill Lane', 60.0)]


def test_who_has_no_timed_lap_does_not_stand_there() -> None:
    assert driver_bests([session('Ana')]) == []
    assert driver_bests([session('', 60.0)])[0].driver == 'Unnamed'
