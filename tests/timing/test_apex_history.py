import pytest

from racetrace.timing.apex_history import MOST_LAPS, Archived, KeptLap, PastDriver, PastStop, archived, past
from racetrace.timing.words import Mark
from tests.recordings import recording

WHO = (
    '<driver  id="7" num="12" name="TEAM &amp; SONS" nat="FRA" color="#1ADB23">'
    '<inf type="class" title="Catégorie" value="PRO"/>'
    '<driver  id="71" num="1" name="ANA" nat="" color="#000000"/>'
    '<driver  id="72" num="2" name="BEN" nat="" color="#000000" current="1"/></driver>'
)


def test_laps_come_in_order_with_their_flags() -> None:
    told = past('D7.L0003#20000|21000|19500|g60500\nD7.L0002#|||b75835\nD7.L0001#|||\n', 'r7')
    assert told.laps == (
        KeptLap(1, None, (None, None, None), Mark.PLAIN, False),
        KeptLap(2, 75_835, (None, None, None), Mark.PLAIN, True),
        KeptLap(3, 60_500, (20_000, 21_000, 19_500), Mark.PERSONAL, False),
    )
    assert past('D7.L4#|||p59000', 'r7').laps[0].mark is Mark.OVERALL


def test_stops_come_in_order_and_the_stint_under_way_has_no_stop_yet() -> None:
    told = past('D7.P02#2|51|4181654|||2000|24|72|1849544\nD7.P01#1|27|10|30|20|10|27|71|10', 'r7')
    assert told.stops == (
        PastStop(1, 27, 10, 30, 20, 10, 27, '71', 10),
        PastStop(2, 51, 4_181_654, None, None, 2000, 24, '72', 1_849_544),
    )


def test_it_says_who_drives_for_whom() -> None:
    told = past(f'D7.INF#{WHO}', 'r7')
    assert (told.number, told.name, told.nation, told.category, told.colour) == (
        '12',
        'TEAM & SONS',
        'FRA',
        'PRO',
        '#1adb23',
    )
    assert told.drivers == (PastDriver('71', '1', 'ANA', False), PastDriver('72', '2', 'BEN', True))


def test_lines_of_others_are_passed_over() -> None:
    assert past('D8.L0001#|||60000\nD70.L0001#|||60000', 'r7').laps == ()


@pytest.mark.parametrize(
    'line',
    [
        '',
        'error',
        'D7.L1',
        'D7.L1#',
        'D7.L1#|||||60000',
        'D7.P1#1|2|3',
        'D7.P1#x|2|3|4|5|6|7|8|9',
        'D7.X1#1',
        'D7.INF#<driver',
        'D7.INF#' + '<' * 100_000,
        'D7.L99999999#|||1',
        '\x00\x01',
        '<html>',
    ],
)
def test_what_is_no_such_line_is_passed_over(line: str) -> None:
    told = past(f'{line}\nD7.L0002#|||60000', 'r7')
    assert [lap.number for lap in told.laps] == [2]
    assert told.stops == ()


def test_a_time_that_is_none_is_unknown() -> None:
    for text in ('0', '-5', '999999999', '1:00', '', 'b'):
        assert past(f'D7.L0002#|||{text}', 'r7').laps[0].ms is None


def test_it_is_bounded() -> None:
    answer = ''.join(f'D7.L{number}#|||60000\n' for number in range(1, MOST_LAPS + 500))
    assert len(past(answer, 'r7').laps) == MOST_LAPS


def test_archived_sessions_are_named() -> None:
    assert archived('16#Session 14\nerror\n17#\x00#Final\n') == [
        Archived(16, 'Session 14'),
        Archived(17, '#Final'),
    ]


@pytest.mark.parametrize(
    ('row', 'name', 'laps', 'stints', 'drivers'),
    [
        (83181, 'SCARMOR', 1081, 36, 9),
        (83182, 'KARTEAM 02', 1126, 33, None),
        (83183, 'U MAYENNE SARTHE', 1103, 34, None),
        (83184, 'LAPLACE', 1084, 38, None),
        (83185, 'BLACK LECLERC OCEANE', 1091, 34, None),
        (83186, 'INTER 28', 1068, 37, None),
    ],
)
def test_teams_of_a_real_race_of_24_hours(
    row: int, name: str, laps: int, stints: int, drivers: int | None
) -> None:
    told = past(recording(f'apex/laps/D{row}.laps').read_text(), f'r{row}')
    assert (told.name, len(told.laps), len(told.stops)) == (name, laps, stints)
    assert drivers in {None, len(told.drivers)}
    assert [lap.number for lap in told.laps] == list(range(1, laps + 1))
    assert sum(lap.is_pit for lap in told.laps) == stints - 1  # the last is under way
    assert [lap.number for lap in told.laps if lap.is_pit] == [stop.lap + 1 for stop in told.stops[:-1]]
    assert sum(stop.stint_laps or 0 for stop in told.stops) == laps
    for stop in told.stops[:-1]:
        assert (stop.out_ms or 0) - (stop.in_ms or 0) == stop.pit_ms
    assert {stop.driver_id for stop in told.stops} <= {one.id for one in told.drivers}
    in_pit = [lap.ms for lap in told.laps if lap.is_pit]
    assert in_pit == [stop.pit_ms for stop in told.stops[:-1]]  # which is no time of a lap
