from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from racetrace.store import sessions
from racetrace.store.database import writing
from racetrace.store.lap_search import find, laps_of
from racetrace.store.session_rows import LapRow, SessionRow
from racetrace.telemetry.log import LapKind, MeasuredBy, ZoneSource
from racetrace.telemetry.sought import Sought
from racetrace.telemetry.summary import Summary
from tests.compared import lap
from tests.store.plan import plan
from tests.stored import OWNER, circle, keep, new_line, upload

MANY = 10_000
LAPS_EACH = 20
SUMMARY = Summary(
    name='a.csv',
    format='VBO',
    track='Riverside',
    started_at=datetime(2025, 12, 20, 16, 5),
    zone_source=ZoneSource.LOCAL,
    laps=(lap(0, None, LapKind.OUT), lap(1, 61.0), lap(2, 60.5), lap(3, 59.0, LapKind.CUT)),
)


def found(engine: Engine, typed: str = '', *, beside: int = 0, most: int = 100) -> list[tuple[int, int]]:
    """Return the sessions and numbers of the laps."""
    laps = find(engine, OWNER, Sought.of(typed), beside=beside, without=(), most=most)
    return [(of.session.id, of.number) for of in laps]


def another(engine: Engine, name: str, driver_name: str = '') -> int:
    """Keep one more session of the same laps. Return its id."""
    session_id = keep(engine, replace(SUMMARY, name=name), upload(engine, name.encode(), name))
    sessions.write(engine, OWNER, session_id, {'driver_name': driver_name})
    return session_id


def test_whole_laps_come_from_the_newest_session_on_the_fastest_first(engine: Engine) -> None:
    older, newer = another(engine, 'a.csv'), another(engine, 'b.csv')
    assert found(engine) == [(newer, 2), (newer, 1), (older, 2), (older, 1)]


def test_words_may_be_of_the_session_and_of_the_lap(engine: Engine) -> None:
    ana = another(engine, 'a.csv', 'Ana')
    another(engine, 'b.csv', 'Ben')
    assert found(engine, '1:01 river ana') == [(ana, 1)]
    assert found(engine, 'l2 ANA dec') == [(ana, 2)]
    assert found(engine, 'ana ben') == []


def test_laps_on_the_same_course_come_first_and_those_beside_the_reference_before_them(
    engine: Engine,
) -> None:
    beside = keep(engine, SUMMARY, upload(engine, b'1'), line=new_line(circle()), laps=(1, 2))
    line_id = sessions.source(engine, beside).line_id
    same = keep(engine, SUMMARY, upload(engine, b'2'), line=line_id, laps=(1, 2))
    other = keep(engine, SUMMARY, upload(engine, b'3'))
    laps = find(engine, OWNER, Sought.of('l2'), beside=beside, without=(), most=9)
    assert [(of.session.id, of.session.is_same_course) for of in laps] == [
        (beside, True),
        (same, True),
        (other, False),
    ]


def test_without_a_course_nothing_is_said_to_be_on_it(engine: Engine) -> None:
    one = another(engine, 'a.csv')
    laps = find(engine, OWNER, Sought.of(''), beside=one, without=(), most=9)
    assert not any(of.session.is_same_course for of in laps)


def test_laps_that_are_chosen_already_are_left_out(engine: Engine) -> None:
    session = sessions.session(engine, OWNER, another(engine, 'a.csv'))
    chosen = session.laps[2].id
    laps = find(engine, OWNER, Sought.of(''), beside=session.id, without={chosen}, most=9)
    assert [of.number for of in laps] == [1]


def test_laps_of_somebody_else_and_of_deleted_sessions_are_not_found(engine: Engine) -> None:
    session_id = another(engine, 'a.csv')
    assert find(engine, OWNER + 1, Sought.of(''), beside=0, without=(), most=9) == []
    sessions.put_in_bin(engine, OWNER, session_id)
    assert found(engine) == []


@pytest.fixture
def crowded(engine: Engine) -> Engine:
    """A store of very many laps."""
    at = datetime(2020, 1, 1)
    with writing(engine) as db:
        for i in range(MANY // LAPS_EACH):
            session = SessionRow(owner_id=OWNER, name=f'Day {i}', zone_source='local', started_at=at)
            session.driver_name = f'Driver {i % 7}'
            at += timedelta(days=1)
            db.add(session)
            db.flush()
            db.add_all(
                LapRow(
                    session_id=session.id or 0,
                    number=number,
                    kind=LapKind.FLYING,
                    start_s=100 * number,
                    end_s=100 * number + 90 + number,
                    time_s=90 + number,
                    measured_by=MeasuredBy.GATE,
                    resolution_ms=1.0,
                )
                for number in range(LAPS_EACH)
            )
    return engine


def test_a_page_out_of_very_many_laps_takes_two_queries(crowded: Engine) -> None:
    asked: list[str] = []
    event.listen(crowded, 'before_cursor_execute', lambda *given: asked.append(given[2]))
    assert len(found(crowded, most=41)) == 41
    assert len([statement for statement in asked if statement.startswith('SELECT')]) == 2


def test_a_rare_lap_is_found_among_very_many(crowded: Engine) -> None:
    assert [number for _, number in found(crowded, 'driver 3 "day 1:49')] == []
    assert found(crowded, 'l19 499') == [(500, 19)]


def test_laps_are_read_by_the_index_on_their_session(file_engine: Engine) -> None:
    assert 'SEARCH lap USING INDEX ix_lap_session_id (session_id=?)' in plan(file_engine, laps_of([1, 2, 3]))
