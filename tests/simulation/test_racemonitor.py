from racetrace.simulation.racemonitor import RaceMonitorFeed, racemonitor_frames
from tests.simulation.tiny_race import tiny_race

STARTED_MS = 1_767_432_600_000  # 3 January 2026, 09:30 UTC


def lines_at(at_ms: int) -> list[str]:
    frames = racemonitor_frames(tiny_race())
    return b''.join(frame.data for frame in frames if frame.at_ms == at_ms).decode().splitlines()


def feed_at(at_ms: int) -> RaceMonitorFeed:
    feed = RaceMonitorFeed(tiny_race())
    list(feed.advance(at_ms))
    return feed


def test_a_passing_is_followed_by_its_time_of_day_and_by_the_lap() -> None:
    assert lines_at(71_500) == [
        '$J,"12","00:01:01.000","00:01:06.500"',
        '$G,2,"12",1,"00:01:06.500"',
        '$H,2,"12",1,"00:01:01.000"',
        f'$RMLT,12,{STARTED_MS + 71_500}',
        '$RMHL,"12","1","2","00:01:01.000","Green ","00:01:06.500"',
    ]


def test_the_first_crossing_is_no_lap() -> None:
    assert lines_at(10_500)[-1] == f'$RMLT,12,{STARTED_MS + 10_500}'


def test_who_joins_is_told_the_clock_the_order_and_the_last_passings() -> None:
    lines = feed_at(100_000).init().decode().splitlines()
    assert lines[:2] == ['$RMDTL,""', f'$RMCA,{STARTED_MS + 100_000}']
    assert '$J,"7","00:01:00.000","00:01:05.000"' in lines
    assert lines[-4:-1] == [
        '$RMS,"race"',
        f'$RMLT,7,{STARTED_MS + 70_000}',
        f'$RMLT,12,{STARTED_MS + 71_500}',
    ]
    assert lines[-1].startswith('$F,')


def test_the_laps_of_a_kart_can_be_asked_for_with_the_places_they_ended_in() -> None:
    laps = feed_at(191_250).history('12').decode().splitlines()
    assert [line.split(',')[2:5] for line in laps] == [
        ['"1"', '"2"', '"00:01:01.000"'],
        ['"2"', '"2"', '"00:00:59.750"'],
        ['"3"', '"1"', '"00:01:00.000"'],
    ]
    assert laps[-1].split(',')[5] == '"Finish"'
    assert feed_at(100_000).history('99') == b''


def test_between_sessions_there_is_a_heartbeat() -> None:
    assert feed_at(255_000).init().decode().splitlines()[-1].startswith('$F,0,')
