from datetime import datetime

from components.lap_search import groups
from racetrace.telemetry.log import ZoneSource
from racetrace.telemetry.sought import FoundLap, SessionWords


def session(session_id: int, *, is_same_course: bool = True) -> SessionWords:
    return SessionWords(
        id=session_id,
        title='Riverside',
        driver_name='Ana',
        car_name='',
        started_at=datetime(2025, 12, 20, 16, 5),
        zone_source=ZoneSource.LOCAL,
        is_same_course=is_same_course,
    )


def lap(number: int, time_s: float, of: SessionWords) -> FoundLap:
    return FoundLap(id=10 + number, number=number, time_s=time_s, session=of)


def test_laps_are_shown_by_their_sessions_with_their_gap_to_the_reference() -> None:
    ours, theirs = session(2), session(1)
    first, second = groups([lap(1, 59.5, ours), lap(2, 61, ours), lap(1, 60, theirs)], 60.0)
    assert (first['title'], first['who']) == ('Riverside', 'Ana, 20 Dec 2025, 16:05')
    assert [(of['name'], of['time'], of['gap'], of['tone']) for of in first['laps']] == [
        ('L1', '0:59.500', '−0.500', 'gain'),
        ('L2', '1:01.000', '+1.000', 'lose'),
    ]
    assert [of['gap'] for of in second['laps']] == ['±0.000']


def test_on_another_course_a_gap_would_mean_nothing() -> None:
    (group,) = groups([lap(1, 59.5, session(2, is_same_course=False))], 60.0)
    assert group['other']
    assert [of['gap'] for of in group['laps']] == ['']
