"""Records by hand: what each of them comes to, and what it must not."""

from racetrace.timing.board import MOST_ENTRIES
from racetrace.timing.events import (
    Event,
    Flagged,
    Gap,
    Lapped,
    Listed,
    Noise,
    OnTrack,
    Passed,
    Reset,
    Titled,
    Withdrawn,
)
from racetrace.timing.rmonitor import RMonitor
from racetrace.timing.sessions import Sessions
from racetrace.timing.shown import Shown
from racetrace.timing.words import Counting, Flag, Kind, State
from tests.timing.fed import fed, lines, numbers, of_kind

GRID = """
    $I,"14:00:00","18 Apr 26"
    $I,"14:00:00","18 Apr 26"
    $I,"14:00:00","18 Apr 26"
    $F,9999,"00:00:00","14:00:00","00:00:00","      "
    $B,26,"Race 3"
    $E,"TRACKNAME","Knockhill"
    $E,"TRACKLENGTH","1.271"
    $C,1,"Modsports"
    $A,"9","9",1879556,"Ron","Smith, jr","Nemesis",1
    $COMP,"9","9",1,"Ron","Smith, jr","Nemesis","2200"
    $A,"26","226",NE4,"Mia","Borg","GER",1
    $G,1,"9",,"00:00:00.000"
    $G,2,"26",,"00:00:00.000"
    $H,1,"26",0,"00:00:00.000"
    $H,2,"9",0,"00:00:00.000"
    +1000
    $F,9999,"00:10:00","14:00:01","00:00:01","Green "
"""
LAP = """
    $J,"9","00:00:55.888","00:01:01.854"
    $G,1,"9",1,"00:01:01.854"
    $H,1,"9",1,"00:00:55.888"
"""


def run(*parts: str) -> tuple[Sessions, list[Event]]:
    return fed(RMonitor(), lines('\n'.join(parts)))


def test_what_follows_a_reset_is_told_with_it_once() -> None:
    events = run(GRID)[1]
    assert events[:4] == [
        Reset(Kind.RACE),
        Titled('', 'Race 3', '26'),
        OnTrack('Knockhill', None),
        Listed(('9', '26')),
    ]
    assert len(of_kind(events, Reset)) == 1
    assert of_kind(events, Flagged) == [Flagged(Flag.GREEN)]  # the heartbeat meanwhile is over


def test_who_entered_is_on_the_board() -> None:
    board = run(GRID)[0].board
    ron, mia = board.ranked()
    assert (ron.number, ron.name, ron.vehicle, ron.category) == ('9', 'Ron Smith, jr', 'Nemesis', 'Modsports')
    assert (mia.number, mia.name, mia.nation, mia.transponder) == ('226', 'Mia Borg', 'GER', 'NE4')
    assert ron.other == {'additional': '2200'}
    assert (board.flag, board.clock.counting, board.clock.value_ms) == (Flag.GREEN, Counting.DOWN, 600_000)


def test_a_passing_is_a_lap_with_the_number_of_the_standings() -> None:
    sessions, events = run(GRID, LAP)
    assert of_kind(events, Passed) == [Passed('9', 0, lap_ms=55_888)]
    assert of_kind(events, Lapped) == [Lapped('9', 1, 55_888)]
    ron = sessions.board.entries['9']
    assert (ron.laps, ron.last, ron.best, ron.best_lap, ron.total) == (1, 55_888, 55_888, 1, 61_854)
    assert ron.done[0].total_ms == 61_854
    assert ron.state is State.RUNNING


def test_the_standings_may_come_before_the_passing() -> None:
    passing, standings, best = LAP.strip().splitlines()
    events = run(GRID, standings, passing, best)[1]
    assert [one.number for one in of_kind(events, Lapped) if isinstance(one, Lapped)] == [1]


def test_a_first_crossing_is_no_lap() -> None:
    events = run(GRID, '$J,"9","00:00:00.000","00:00:05.966"\n$G,1,"9",,"00:00:05.966"')[1]
    assert of_kind(events, Passed) == [Passed('9', 0)]
    assert of_kind(events, Lapped) == []


def test_a_first_crossing_that_the_standings_count_is_a_lap_without_a_time() -> None:
    events = run(GRID, '$J,"9","00:00:00.000","00:00:10.768"\n$G,1,"9",1,"00:00:10.768"')[1]
    assert of_kind(events, Lapped) == [Lapped('9', 1, None)]


def test_a_lap_that_the_standings_do_not_follow_is_told_at_the_next_heartbeat() -> None:
    heartbeat = '$F,9999,"00:09:00","14:01:01","00:01:01","Green "'
    events = run(GRID, LAP.strip().splitlines()[0], '+500', heartbeat)[1]
    assert of_kind(events, Lapped) == [Lapped('9', 1, 55_888)]
    assert of_kind(run(GRID, LAP, '+500', heartbeat)[1], Lapped) == [Lapped('9', 1, 55_888)]


def test_a_lap_whose_passing_is_lost_is_the_difference_of_the_totals() -> None:
    events = run(GRID, LAP, '$G,1,"9",2,"00:01:55.271"')[1]
    assert of_kind(events, Lapped)[1] == Lapped('9', 2, 53_417)


def test_a_first_lap_whose_passing_is_lost_has_no_time() -> None:
    started = '$J,"9","00:00:00.000","00:00:05.966"\n$G,1,"9",,"00:00:05.966"'
    events = run(GRID, started, '$G,1,"9",1,"00:01:01.854"')[1]
    assert of_kind(events, Lapped) == [Lapped('9', 1, None)]


def test_before_the_first_lap_an_hour_less_a_millisecond_is_no_total() -> None:
    assert run(GRID, '$G,1,"9",,"00:59:59.999"')[0].board.entries['9'].total is None
    assert run(GRID, LAP, '$G,1,"9",2,"00:59:59.999"')[0].board.entries['9'].total == 3_599_999


def test_a_refresh_says_nothing_new() -> None:
    once = run(GRID, LAP)[1]
    again = '\n'.join(line for line in GRID.splitlines() if '$I' not in line and '$F' not in line)
    late = '+30000\n$G,1,"9",1,"00:01:01.854"\n$H,1,"9",1,"00:00:55.888"'
    standings = [line for line in again.splitlines() if '"9",,' not in line and '"9",0' not in line]
    assert len(run(GRID, LAP, '\n'.join(standings), late)[1]) == len(once)


def test_laps_that_are_taken_back_may_come_again() -> None:
    second = '$J,"9","00:00:53.417","00:01:55.271"\n$G,1,"9",2,"00:01:55.271"'
    back = '$G,1,"9",1,"00:01:01.854"'
    assert [one.number for one in run(GRID, LAP, second, back)[0].board.entries['9'].done] == [1]
    sessions = run(GRID, LAP, second, back, '$G,1,"9",2,"00:01:55.271"')[0]
    assert [(one.number, one.ms) for one in sessions.board.entries['9'].done] == [(1, 55_888), (2, 53_417)]


def test_a_penalty_in_the_total_leaves_the_laps_alone() -> None:
    penalty = '$G,1,"9",1,"00:01:11.854"\n$J,"9","00:00:53.417","00:01:55.271"\n$G,1,"9",2,"00:02:05.271"'
    ron = run(GRID, LAP, penalty)[0].board.entries['9']
    assert [one.ms for one in ron.done] == [55_888, 53_417]
    assert ron.total == 125_271


def test_another_run_id_is_another_session_and_leaves_the_order_of_the_one_before() -> None:
    finish = '$F,9999,"00:00:00","14:20:00","00:20:00","Finish"'
    over = '$B,95,"Race 3"\n$F,0,"00:00:00","14:21:00","00:00:00","      "\n+1000\n$F,0,"0","0","0","      "'
    sessions, _ = run(GRID, LAP, finish, over)
    assert (numbers(sessions.ended[0]), sessions.ended[0].flag) == (['9', '226'], Flag.CHEQUERED)
    assert (sessions.board.run, sessions.board.entries, sessions.board.flag) == ('95', {}, Flag.NONE)


def test_a_run_that_is_started_anew_is_another_session_only_if_somebody_drove() -> None:
    assert [numbers(one) for one in run(GRID, '+5000', GRID)[0].ended] == []
    assert [numbers(one) for one in run(GRID, LAP, '+5000', GRID)[0].ended] == [['9', '226']]


def test_a_run_of_the_same_name_is_not_told_before_somebody_is_in_it() -> None:
    announced = '$I,"14:00:00","18 Apr 26"\n$B,26,"Race 3"\n+1000\n$F,9999,"0:0","0","0","      "'
    entered = '+4000\n$A,"9","9",1879556,"Ron","Smith","",1\n+1000\n$F,9999,"0:0","0","0","      "'
    assert run(GRID, LAP, announced)[0].ended == []
    sessions, _ = run(GRID, LAP, announced, entered)
    assert [len(one.entries['9'].done) for one in (*sessions.ended, sessions.board)] == [1, 0]


def test_a_run_of_another_name_is_told_at_once() -> None:
    announced = '$I,"14:00:00","18 Apr 26"\n$B,27,"Race 4"\n+1000\n$F,9999,"0:0","0","0","      "'
    assert run(GRID, LAP, announced)[0].board.name == 'Race 4'


def test_between_a_reset_and_the_next_run_nothing_is_run() -> None:
    sessions, events = run(GRID, LAP, '$I,"14:00:00","18 Apr 26"', '+900', '$F,0,"0","0","0","      "')
    assert sessions.is_idle
    assert events[-1] == Reset(Kind.NONE)
    assert numbers(sessions.board) == ['9', '226']


def test_connecting_anew_in_the_middle_is_the_same_session() -> None:
    told = lines(GRID + LAP)
    sessions, _ = fed(RMonitor(), told)
    standing = lines(
        """
        $H,1,"9",1,"00:00:55.888"
        $G,1,"9",1,"00:01:01.854"
        $G,2,"26",,"00:00:00.000"
        $B,26,"Race 3"
        $A,"9","9",1879556,"Ron","Smith, jr","Nemesis",1
        +1000
        $F,9999,"00:08:00","14:02:01","00:02:01","Green "
        $J,"9","00:00:53.417","00:01:55.271"
        $G,1,"9",2,"00:01:55.271"
        """,
        at_ms=9_000,
    )
    reader = RMonitor()
    for at_ms, frame in standing:
        sessions.read(reader.read(frame, at_ms), at_ms)
    assert sessions.ended == []
    assert [(one.number, one.ms) for one in sessions.board.entries['9'].done] == [(1, 55_888), (2, 53_417)]


STANDING = """
    $H,1,"9",1,"00:00:55.888"
    $H,2,"26",0,"00:00:00.000"
    $G,1,"9",1,"00:01:01.854"
    $G,2,"26",,"00:00:00.000"
    $B,26,"Race 3"
    $F,9999,"00:08:00","14:02:01","00:02:01","Green "
    $A,"9","9",1879556,"Ron","Smith, jr","Nemesis",1
"""
NEXT = STANDING.replace('26,"Race 3"', '27,"Race 4"').replace('9",1,', '9",,').replace('Green ', '      ')
HEARTBEAT = '+1000\n$F,9999,"00:07:00","14:03:01","00:03:01","Green "'


def test_the_same_reader_goes_on_over_a_new_connection() -> None:
    second = '$J,"9","00:00:53.417","00:01:55.271"\n$G,1,"9",2,"00:01:55.271"'
    sessions, events = run(GRID, LAP, '+9000', STANDING, HEARTBEAT, second)
    assert sessions.ended == []
    assert [(one.number, one.ms) for one in sessions.board.entries['9'].done] == [(1, 55_888), (2, 53_417)]
    assert of_kind(events, Reset) == [Reset(Kind.RACE)] * 2


def test_after_a_new_connection_the_board_waits_for_no_more_than_the_heartbeat() -> None:
    *records, heartbeat, who = STANDING.strip().splitlines()
    ended = '\n'.join([*records, who, heartbeat]).replace('"9",1,"00:01', '"9",7,"00:01')
    sessions, _ = run(GRID, LAP, '+9000', ended)
    assert sessions.board.entries['9'].laps == 7
    assert run(ended)[0].board.entries['9'].laps == 7


def test_a_heartbeat_amid_the_greeting_does_not_cut_it_short() -> None:
    *records, heartbeat, who = STANDING.strip().splitlines()
    standings, name = records[:4], records[4]
    sessions = run(GRID, LAP)[0]
    reader = RMonitor()
    greeting = '\n'.join([name, who, heartbeat, *standings])
    for at_ms, frame in lines(f'{greeting}\n{HEARTBEAT}', at_ms=20_000):
        sessions.read(reader.read(frame, at_ms), at_ms)
    assert (sessions.ended, numbers(sessions.board)) == ([], ['9', '226'])


def test_the_name_of_a_run_that_had_none_may_come_after_a_silence() -> None:
    unnamed = '\n'.join(f'$G,{place},"{place}",{place},"00:01:0{place}.000"' for place in range(1, 5))
    sessions, events = run(unnamed, HEARTBEAT, '+4000\n$B,32,"Session"\n$G,1,"1",1,"00:01:01.000"', HEARTBEAT)
    assert (len(of_kind(events, Reset)), len(of_kind(events, Listed))) == (1, 1)
    assert (sessions.board.name, sessions.board.run) == ('Session', '32')


def test_a_new_connection_into_the_next_run_leaves_the_order_of_the_one_before() -> None:
    finish = '$F,9999,"00:00:00","14:20:00","00:20:00","Finish"'
    sessions, events = run(GRID, LAP, finish, '+9000', NEXT, HEARTBEAT.replace('Green ', '      '))
    race, after = *sessions.ended, sessions.board
    assert (numbers(race), race.flag, race.entries['9'].laps) == (['9', '226'], Flag.CHEQUERED, 1)
    assert (after.run, after.entries['9'].laps) == ('27', 0)
    assert of_kind(events, Withdrawn) == []


def test_one_place_after_a_silence_is_no_new_connection() -> None:
    sessions, events = run(GRID, LAP, '+9000', '$G,1,"26",,"00:00:00.000"', HEARTBEAT)
    assert len(of_kind(events, Reset)) == 1
    assert numbers(sessions.board) == ['9', '226']
    assert sessions.board.entries['26'].position == 1


def test_who_connects_in_the_middle_knows_the_standings_and_counts_on_from_there() -> None:
    standing = '$B,26,"Race 3"\n$G,1,"9",5,"00:05:00.000"\n+1000\n$F,9999,"00:05:00","0","00:05:00","Green "'
    passing = '$J,"9","00:00:53.417","00:05:53.417"\n$G,1,"9",6,"00:05:53.417"'
    sessions, events = run(standing, passing)
    assert of_kind(events, Lapped) == [Lapped('9', 6, 53_417)]
    assert sessions.board.entries['9'].laps == 6


def test_a_run_without_a_name_keeps_its_laps_when_the_name_comes() -> None:
    first = '$J,"9","00:00:00.000","00:00:10.000"\n$G,1,"9",,"00:00:10.000"\n$H,1,"9",0,"00:59:59.999"'
    second = '$J,"9","00:00:53.417","00:01:03.417"\n$G,1,"9",1,"00:01:03.417"'
    sessions, events = run(first, second, '+3000\n$B,32,"Race 1"', HEARTBEAT)
    assert of_kind(events, Reset) == [Reset(None), Reset(Kind.RACE)]
    assert sessions.ended == []
    assert (sessions.board.name, sessions.board.kind) == ('Race 1', Kind.RACE)
    assert [one.ms for one in sessions.board.entries['9'].done] == [53_417]


def test_practice_is_ranked_by_best_lap_and_a_race_by_laps() -> None:
    assert numbers(run(GRID)[0].board) == ['9', '226']
    assert numbers(run(GRID.replace('Race 3', 'Free Practice'))[0].board) == ['226', '9']


def test_race_monitor_says_what_kind_it_is_and_recalls_the_laps_of_who_joins_late() -> None:
    joined = """
        $RMS,"race"
        $B,26,"Club 100"
        $A,"9","9",1,"Ron","Smith","",1
        $G,1,"9",2,"00:01:55.271"
        $RMHL,"9",2,1,"00:00:53.417","Green","00:01:55.271"
        $RMHL,"9",1,1,"00:00:55.888","Green","00:01:01.854"
        $RMLT,"9",1776518816122
        $RMCA,1776518816122
        +1000
        $F,9999,"00:08:00","14:02:01","00:02:01","Green "
    """
    sessions, events = run(joined)
    assert sessions.board.kind is Kind.RACE
    assert [(one.number, one.ms, one.total_ms) for one in sessions.board.entries['9'].done] == [
        (1, 55_888, 61_854),
        (2, 53_417, 115_271),
    ]
    assert of_kind(events, Noise) == []


def test_the_pit_is_where_the_lines_say_and_a_long_lap_is_no_stop() -> None:
    long = '$J,"9","00:07:53.417","00:09:55.271"\n$G,1,"9",2,"00:09:55.271"'
    assert run(GRID, LAP, long)[0].board.entries['9'].stops == []
    stop = (
        '$L,"9","P3","PIP","01/27/2009","08:47:44.569"\n$L,"9","P1","SFP","01/27/2009","08:47:59.000"\n+30000\n'
        '$L,"9","P2","POP","01/27/2009","08:48:30.000"'
    )
    ron = run(GRID, LAP, stop)[0].board.entries['9']
    assert (len(ron.stops), ron.pit_ins, ron.state) == (1, 1, State.OUT_LAP)
    late = '$L,"9","P3","PIP","01/27/2009","08:44:00.000"'
    assert run(GRID, LAP, stop, late)[0].board.entries['9'].state is State.OUT_LAP


def test_who_comes_out_of_the_pit_after_a_new_connection_is_out() -> None:
    inside = '$L,"9","P3","PIP","01/27/2009","08:47:44.569"'
    sessions, _ = run(GRID, LAP, inside)
    out = '$B,26,"Race 3"\n$G,1,"9",1,"00:01:01.854"\n+1000\n$F,9999,"00:08:00","0","00:02:00","Green "\n'
    reader = RMonitor()
    for at_ms, frame in lines(out + '$L,"9","P2","POP","01/27/2009","08:48:30.000"', at_ms=40_000):
        sessions.read(reader.read(frame, at_ms), at_ms)
    assert sessions.board.entries['9'].state is State.OUT_LAP


def test_who_stands_in_the_pit_stands_there_when_all_is_told_anew() -> None:
    inside = '$L,"9","P3","PIP","01/27/2009","08:47:44.569"\n+30000\n$B,26,"Qualifying"'
    ron = run(GRID.replace('Race 3', 'Knockhill'), LAP, inside)[0].board.entries['9']
    assert (ron.stops, ron.state) == ([], State.PIT)


def test_a_crew_is_the_name_and_who_is_told_after_it_drives() -> None:
    crew = '$A,"9","9",1,"Fernandez / Diaz /","Jourdain","Acura",1\n$A,"9","9",1,"","Luis Diaz","Acura",1'
    ron = run(GRID, crew)[0].board.entries['9']
    assert (ron.name, ron.driver, ron.drivers) == ('Fernandez / Diaz / Jourdain', 'Luis Diaz', ['Luis Diaz'])


def test_another_name_during_the_race_is_who_drives_now_and_a_corrected_one_is_the_name() -> None:
    corrected = '$A,"9","9",1879556,"Ron","Smyth","Nemesis",1'
    assert run(GRID, LAP, corrected)[0].board.entries['9'].name == 'Ron Smyth'
    ron = run(GRID, LAP, '$A,"9","9",1879556,"Ada","Diaz","Nemesis",1')[0].board.entries['9']
    assert (ron.name, ron.driver, ron.drivers) == ('Ron Smith, jr', 'Ada Diaz', ['Ron Smith, jr', 'Ada Diaz'])


def test_gaps_follow_from_the_totals() -> None:
    second = '$J,"26","00:00:57.923","00:01:04.618"\n$G,2,"26",1,"00:01:04.618"'
    rows = {one['key']: one for one in Shown(run(GRID, LAP, second)[0].board).snapshot()['rows']}
    assert rows['26']['gap'] == list(Gap(ms=64_618 - 61_854))


def test_a_record_may_be_torn_anywhere_between_two_frames() -> None:
    told = lines(GRID + LAP)
    whole = b''.join(frame for _, frame in told[:-4])
    later = b''.join(frame for _, frame in told[-4:])
    expected = fed(RMonitor(), [(1_000, whole), (2_000, later)])[1]
    for cut in range(1, len(later)):
        pieces = [(1_000, whole), (2_000, later[:cut]), (2_000, later[cut:])]
        assert fed(RMonitor(), pieces)[1] == expected


def test_frames_that_are_whole_need_no_line_end() -> None:
    told = [(at_ms, frame.rstrip()) for at_ms, frame in lines(GRID + LAP)]
    assert fed(RMonitor(are_lines_whole=True), told)[1] == run(GRID, LAP)[1]
    later = (99_000, b'$F,9999,"00:00:00","0","00:00:00","Green "\n')
    sessions, events = fed(RMonitor(), [*told, later])
    assert of_kind(events, Noise) == []
    assert [(one.number, one.ms) for one in sessions.board.entries['9'].done] == [(1, 55_888)]


def test_umlauts_come_in_either_writing() -> None:
    for raw in ('Jürgen'.encode(), 'Jürgen'.encode('latin-1')):
        frame = b'$A,"9","9",1,"' + raw + b'","Wei\xdf","",1\n'
        sessions, _ = fed(RMonitor(), [*lines(GRID), (3_000, frame)])
        assert sessions.board.entries['9'].name.startswith('J')
    assert sessions.board.entries['9'].name == 'Jürgen Weiß'


def test_what_is_no_record_is_noise_and_the_rest_of_its_frame_counts() -> None:
    strange = b'GET / HTTP/1.1\r\n$X,1\r\n$A,"9"\r\n$F,9999,"00:00:00","","00:00:00","Green "\r\n'
    _, events = fed(RMonitor(), [*lines(GRID.replace('Green ', '      ')), (9_000, strange)])
    noise = of_kind(events, Noise)
    assert [one.why for one in noise if isinstance(one, Noise)] == ["b'GET / HTTP/1.1\\r'"]
    assert events[-1] == Flagged(Flag.GREEN) or Flagged(Flag.GREEN) in events[-3:]


def test_a_line_without_an_end_is_noise_and_takes_no_memory() -> None:
    reader = RMonitor()
    events = [one for _ in range(100) for one in reader.read(b'x' * 1_000, 1_000)]
    assert events
    assert {type(one) for one in events} == {Noise}
    assert sum(one.size for one in events if isinstance(one, Noise)) > 90_000
    assert reader.read(b'\n$B,1,"Race"\n', 1_000) == []
    assert Titled('', 'Race', '1') in reader.read(b'$F,1,"0","0","0","Green "\n', 9_000)


def test_there_is_an_end_to_who_can_enter() -> None:
    entered = ''.join(f'$A,"{i}","{i}",1,"","","",1\n' for i in range(1_500))
    sessions, _ = fed(
        RMonitor(), [(1_000, b'$B,1,"Race"\n' + entered.encode()), (9_000, b'$F,1,"0","0","0",""\n')]
    )
    assert len(sessions.board.entries) == MOST_ENTRIES
