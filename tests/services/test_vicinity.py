from concurrent.futures import Future, ThreadPoolExecutor

from racetrace.services.vicinity import Vicinity
from racetrace.telemetry.findings import Nearby

HERE = Nearby(latitude_deg=50.0, longitude_deg=8.0)
FAR = Nearby(latitude_deg=51.0, longitude_deg=8.0)


def test_the_second_at_a_new_place_waits_for_what_the_first_makes_of_it() -> None:
    vicinity, known = Vicinity(), list[str]()
    assert vicinity.known_at(1, HERE, known.copy) == []
    with ThreadPoolExecutor() as threads:
        second: Future[list[str]] = threads.submit(vicinity.known_at, 2, HERE, known.copy)
        assert vicinity.known_at(3, FAR, known.copy) == [], 'another place waits for nobody'
        assert not second.done()
        known.append('course')
        vicinity.leave(1)
        assert second.result(5) == ['course']


def test_nobody_waits_where_the_course_is_known() -> None:
    vicinity = Vicinity()
    assert [vicinity.known_at(job, HERE, lambda: ['course']) for job in (1, 2)] == [['course']] * 2


def test_who_asks_again_does_not_wait_for_himself() -> None:
    vicinity = Vicinity()
    for _ in range(2):
        assert vicinity.known_at(1, HERE, list[str]) == []
    vicinity.leave(1)
    vicinity.leave(1)
