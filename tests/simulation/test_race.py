import json
from itertools import pairwise

import pytest

from racetrace.simulation.circuits import kart_track
from racetrace.simulation.race import simulate_race
from racetrace.simulation.race_json import race_json
from racetrace.simulation.race_truth import Flag, KartRun, Meeting, SessionKind, Venue


@pytest.fixture(scope='module', params=['sprint', 'endurance'])
def meeting(request: pytest.FixtureRequest) -> Meeting:
    return simulate_race(request.param, seed=3)


def runs(meeting: Meeting) -> list[KartRun]:
    return [run for session in meeting.sessions for run in session.runs]


def test_laps_add_up_to_the_time_between_the_first_crossing_and_the_last(meeting: Meeting) -> None:
    for run in runs(meeting):
        assert all(type(at_ms) is int for at_ms in run.crossings_ms)
        assert sum(lap.time_ms for lap in run.laps) == run.crossings_ms[-1] - run.crossings_ms[0]


def test_sectors_add_up_to_the_lap(meeting: Meeting) -> None:
    for lap in (lap for run in runs(meeting) for lap in run.laps):
        assert sum(lap.sectors_ms) == lap.time_ms
        assert min(lap.sectors_ms) > 10_000


def test_a_kart_is_in_one_place_at_a_time(meeting: Meeting) -> None:
    for run in runs(meeting):
        passed = [passing.at_ms for passing in run.passings]
        assert all(before < after for before, after in pairwise(passed))
        lines = [passing.line for passing in run.passings]
        assert lines == [index % 3 for index in range(len(lines))]


def test_nobody_laps_faster_than_a_kart_can(meeting: Meeting) -> None:
    fastest = min(lap.time_ms for run in runs(meeting) for lap in run.laps)
    assert 50_000 < fastest < 60_000


def test_pit_stops_lie_inside_their_lap_which_they_make_long(meeting: Meeting) -> None:
    race = meeting.sessions[-1]
    stops = [(run, stop) for run in race.runs for stop in run.pit_stops]
    assert stops
    for run, stop in stops:
        if stop.lap <= len(run.laps):
            lap = run.laps[stop.lap - 1]
            assert lap.start_ms < stop.in_ms < stop.out_ms < lap.end_ms
            assert lap.time_ms > 80_000


def test_a_stop_on_the_track_lies_in_a_lap_that_it_makes_longer(meeting: Meeting) -> None:
    run = next(run for run in meeting.sessions[-1].runs if run.halts)
    stood_ms = run.halts[0].to_ms - run.halts[0].from_ms
    lap = next(lap for lap in run.laps if lap.start_ms < run.halts[0].from_ms < lap.end_ms)
    assert run.halts[0].to_ms < lap.end_ms
    assert 50_000 < lap.time_ms - stood_ms < 100_000


def test_the_order_of_a_race_is_by_laps_and_then_by_who_was_earlier(meeting: Meeting) -> None:
    race = meeting.sessions[-1]
    order = [race.run(number) for number in race.order]
    assert sorted(race.order) == sorted(entrant.number for entrant in meeting.entrants)
    for ahead, behind in pairwise(order):
        assert (-len(ahead.laps), ahead.crossings_ms[-1]) < (-len(behind.laps), behind.crossings_ms[-1])


def test_the_grid_is_the_order_of_qualifying_which_is_by_best_lap(meeting: Meeting) -> None:
    qualifying, race = meeting.sessions
    assert [run.entrant.number for run in race.runs] == list(qualifying.order)
    bests = [min(lap.time_ms for lap in qualifying.run(number).laps) for number in qualifying.order]
    assert bests == sorted(bests)


def test_nobody_passes_a_line_while_the_flag_is_red_unless_by_way_of_the_pits(meeting: Meeting) -> None:
    race = meeting.sessions[-1]
    shown = {after.flag: (after.at_ms, until.at_ms) for after, until in pairwise(race.flags)}
    begins, ends = shown[Flag.RED]
    for run in race.runs:
        assert not [one for one in run.passings if begins < one.at_ms < ends]


def test_the_winner_brings_out_the_chequered_flag_and_everybody_takes_it_once(meeting: Meeting) -> None:
    race = meeting.sessions[-1]
    assert race.flags[-1].flag is Flag.CHEQUERED
    assert race.finish_ms >= race.green_ms + race.minutes * 60_000
    for run in race.runs:
        late = [at_ms for at_ms in run.crossings_ms if at_ms >= race.finish_ms]
        assert late == ([run.finished_ms] if run.finished_ms else [])


def test_a_race_has_all_that_a_race_may_have(meeting: Meeting) -> None:
    race = meeting.sessions[-1]
    flags = [shown.flag for shown in race.flags]
    assert flags == [Flag.GREEN, Flag.YELLOW, Flag.GREEN, Flag.RED, Flag.GREEN, Flag.CHEQUERED]
    assert {notice.kind for notice in race.notices} == {'warning', 'penalty'}
    assert len([run for run in race.runs if run.retired_ms]) == 1
    assert len([run for run in race.runs if run.halts]) == 1
    assert len({len(run.laps) for run in race.runs if run.finished_ms}) > 1  # somebody was lapped
    assert {entrant.category for entrant in meeting.entrants} == {0, 1}


def test_a_team_changes_drivers_at_its_stops() -> None:
    race = simulate_race('endurance', minutes=40).sessions[-1]
    for run in race.runs:
        assert len(run.entrant.racers) in {2, 3}
        if run.finished_ms:
            assert len({lap.driver for lap in run.laps}) == len(run.pit_stops) + 1


def test_one_kart_alone_may_race() -> None:
    meeting = simulate_race(karts=1, minutes=1, qualifying=False)
    assert [session.kind for session in meeting.sessions] == [SessionKind.RACE]
    assert len(meeting.sessions[0].runs[0].laps) == 1


@pytest.mark.parametrize('karts', [2, 4, 61])
@pytest.mark.parametrize('seed', range(4))
def test_any_field_and_any_seed_make_a_race(karts: int, seed: int) -> None:
    meeting = simulate_race('endurance', karts=karts, minutes=6, seed=seed)
    assert len(set(meeting.sessions[-1].order)) == karts
    assert len({entrant.team for entrant in meeting.entrants}) == karts


def test_the_same_seed_is_the_same_race_and_another_is_another() -> None:
    assert simulate_race(seed=5) == simulate_race(seed=5)
    assert simulate_race(seed=5).sessions[-1].order != simulate_race(seed=6).sessions[-1].order


def test_the_json_says_what_the_truth_does(meeting: Meeting) -> None:
    said = json.loads(race_json(meeting))
    race, kart = meeting.sessions[-1], said['sessions'][-1]['karts'][0]
    run = race.run(kart['number'])
    assert kart['lap_times_ms'] == [lap.time_ms for lap in run.laps]
    assert kart['sectors_ms'][0] == list(run.laps[0].sectors_ms)
    assert said['sessions'][-1]['order'] == list(race.order)
    assert said['length_m'] == meeting.venue.length_m


def test_the_track_is_the_one_on_which_laps_are_simulated() -> None:
    track = kart_track()
    assert (Venue().name, Venue().length_m) == (track.name, track.length_m)
