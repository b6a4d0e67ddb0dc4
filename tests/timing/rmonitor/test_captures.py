"""Real feeds: three circuits, and what is known of them."""

import pytest

from racetrace.timing.board import Board
from racetrace.timing.events import Event, Lapped, Noise, Passed, Reset, Withdrawn
from racetrace.timing.rmonitor import RMonitor
from racetrace.timing.sessions import Sessions
from racetrace.timing.words import Counting, Flag, Kind
from tests.timing.fed import captured, fed, numbers, of_kind, replayed, run_boards

KNOCKHILL = 'rmonitor/knockhill-2026-04-18.log'
SEBRING = 'rmonitor/sebring-2009-alms-session-4.txt'
SKATING = 'rmonitor/leaderboard-recording_1.txt'
SPRINTS = 'rmonitor/leaderboard-recording_500m.txt'
ELIMINATION = 'rmonitor/leaderboard-recording_Elimination_AGI_2018.txt'
ALL = [KNOCKHILL, SEBRING, SKATING, SPRINTS, ELIMINATION]


def told(name: str) -> tuple[Sessions, list[Event]]:
    return fed(RMonitor(), captured(name))


def laps(board: Board) -> int:
    return sum(one.laps_done for one in board.entries.values())


def has_every_lap(board: Board) -> bool:
    return all(
        [lap.number for lap in one.done] == list(range(1, one.laps_done + 1))
        for one in board.entries.values()
    )


def test_knockhill_begins_in_the_middle_of_a_race_and_ends_in_the_next_run() -> None:
    sessions, events = told(KNOCKHILL)
    assert len(of_kind(events, Passed)) == len(of_kind(events, Lapped)) == 171
    race, after = *sessions.ended, sessions.board
    assert ' '.join(numbers(race)) == '9 1 10 55 26 21 333 221 63 91 14 11 78 155 96 23 69'
    assert laps(race) == 171
    assert has_every_lap(race)
    winner = race.ranked()[0]
    assert (winner.name, winner.laps_done, winner.best, winner.best_lap) == ('Ron CUMMING', 14, 53_417, 2)
    assert [flag for _, flag in race.flags] == [Flag.GREEN, Flag.CHEQUERED]
    assert (race.kind, race.track, race.length_m) == (Kind.RACE, 'Knockhill AC', None)
    assert (after.run, after.entries) == ('95', {})


def test_knockhill_every_lap_ends_where_the_next_begins() -> None:
    race = told(KNOCKHILL)[0].ended[0]
    for entry in race.entries.values():
        for before, lap in zip(entry.done, entry.done[1:], strict=False):
            penalty_ms = (lap.total_ms or 0) - (before.total_ms or 0) - (lap.ms or 0)
            assert penalty_ms in ({0, 10_000} if entry.number == '55' else {0})


def test_sebring_is_told_anew_every_half_minute_and_nothing_of_it_counts_twice() -> None:
    sessions, events = told(SEBRING)
    assert len(of_kind(events, Passed)) == 374
    assert len(of_kind(events, Lapped)) == 363  # the others are first crossings
    assert len(of_kind(events, Withdrawn)) == 3
    test, after = *sessions.ended, sessions.board
    assert ' '.join(numbers(test)) == '66 15 9 45 87 44 46 21 28 92 40'
    assert laps(test) == 360
    assert has_every_lap(test)
    entered = {one.key for board in (test, after) for one in board.entries.values()}
    assert ' '.join(sorted(entered)) == (
        '00 13 14 15 17 21 22 24 28 34 40 42 44 45 46 66 7 77 79 8 87 88 9 92'
    )
    assert (len(after.entries), laps(after), after.name) == (15, 0, 'Test Session 4')


def test_sebring_stops_are_those_that_the_pit_lines_saw() -> None:
    test = told(SEBRING)[0].ended[0]
    stops = [stop for one in test.entries.values() for stop in one.stops]
    assert len(stops) == 59  # one line more was told four minutes late, one car stayed in
    assert all(stop.out_ms > stop.in_ms for stop in stops)
    assert test.entries['15'].drivers == ['Adrian Fernandez', 'Michel Jourdain']


def test_skating_is_one_run_of_forty() -> None:
    sessions, events = told(SKATING)
    assert len(of_kind(events, Passed)) == 3_091
    assert sessions.ended == []
    board = sessions.board
    assert (len(board.entries), laps(board)) == (40, 3_051)
    assert has_every_lap(board)
    assert max(one.laps_done for one in board.entries.values()) == 80


def test_sprints_are_five_runs_of_four_and_one_of_them_was_run_twice() -> None:
    sessions, events = told(SPRINTS)
    assert len(of_kind(events, Passed)) == 62
    runs = run_boards(sessions)
    assert [(one.run, len(one.entries), laps(one)) for one in runs] == [
        ('1', 4, 12),
        ('2', 4, 12),
        ('3', 4, 12),
        ('4', 4, 9),
        ('5', 4, 8),
        ('5', 4, 9),
    ]
    assert all(has_every_lap(one) for one in runs)
    assert all(one.kind is Kind.RACE and one.clock.counting is Counting.LAPS for one in runs)


def test_elimination_was_started_anew_after_its_first_lap() -> None:
    sessions, events = told(ELIMINATION)
    assert len(of_kind(events, Passed)) == 1_030
    assert len(of_kind(events, Withdrawn)) == 18
    board = sessions.board
    assert (len(board.entries), sessions.ended, board.kind) == (36, [], Kind.RACE)
    assert max(one.laps_done for one in board.entries.values()) == 50
    late = [one for one in board.entries.values() if one.done and one.done[0].number > 1]
    assert [(one.number, one.done[0].number) for one in late] == [('682', 5), ('657', 7)]  # entered with laps


@pytest.mark.parametrize('name', ALL)
def test_a_replay_is_the_race_to_the_byte(name: str) -> None:
    frames = captured(name)
    first = replayed(RMonitor(), frames)
    assert first == replayed(RMonitor(), frames)
    assert first.count(b'\n') > 500


@pytest.mark.parametrize('name', ALL)
def test_nothing_of_a_real_feed_is_noise(name: str) -> None:
    assert of_kind(told(name)[1], Noise) == []


@pytest.mark.parametrize('name', ALL)
def test_frames_may_be_cut_as_the_network_likes(name: str) -> None:
    frames = captured(name)[:400]
    told_whole = fed(RMonitor(), frames)[1]
    stream = b''.join(frame for _, frame in frames)
    at = [at_ms for at_ms, frame in frames for _ in frame]
    pieces = [(at[min(i + 6, len(at) - 1)], stream[i : i + 7]) for i in range(0, len(stream), 7)]
    told_cut = fed(RMonitor(), pieces)[1]
    for kind in (Reset, Lapped, Passed):
        assert of_kind(told_cut, kind) == of_kind(told_whole, kind)
