import re
from itertools import groupby

import pytest

from racetrace.simulation.frame import Frame
from racetrace.simulation.race import simulate_race
from racetrace.simulation.race_truth import Meeting
from racetrace.simulation.rmonitor import RMonitorFeed, rmonitor_frames, rmonitor_init_at
from tests.recordings import recording
from tests.simulation.tiny_race import tiny_race

RECEIVED = re.compile(r'^(\d{4}-\S+Z|\d+) (?=\$)')
Records = dict[tuple[str, ...], str]


@pytest.fixture(scope='module')
def meeting() -> Meeting:
    return simulate_race('endurance', karts=9, minutes=20, seed=4)


@pytest.fixture(scope='module')
def frames(meeting: Meeting) -> list[Frame]:
    return list(rmonitor_frames(meeting))


def lines_at(at_ms: int) -> list[str]:
    data = b''.join(frame.data for frame in rmonitor_frames(tiny_race()) if frame.at_ms == at_ms)
    assert data.endswith(b'\r\n')
    return data.decode('latin-1').splitlines()


def keep(known: Records, line: str) -> None:
    """Keep the newest of each record, by what it is about; the heartbeat and passings are of the moment."""
    kind, _, rest = line.partition(',')
    fields = rest.split(',')
    if kind == '$I':
        known.clear()
    elif kind in {'$G', '$H'}:
        known[kind, fields[1]] = line
    elif kind in {'$A', '$COMP', '$C', '$E'}:
        known[kind, fields[0]] = line
    elif kind == '$B':
        known[(kind,)] = line


def test_a_session_begins_with_a_cleared_board() -> None:
    lines = lines_at(0)
    assert lines[:4] == ['$I,"09:30:00","03 Jan 26"'] * 3 + [
        '$F,9999,"00:03:00","09:30:00","00:00:00","      "'
    ]
    assert lines[4:7] == ['$B,1,"Race"', '$E,"TRACKNAME","Mill Lane"', '$E,"TRACKLENGTH","1.000"']
    assert lines[10:14] == [
        '$C,1,"Pro"',
        '$C,2,"Rental"',
        '$A,"7","7",1000007,"Ana","Test","",1',
        '$COMP,"7","7",1,"Ana","Test","","North"',
    ]
    assert lines[16:] == [
        '$G,1,"7",,"00:00:00.000"',
        '$G,2,"12",,"00:00:00.000"',
        '$H,1,"7",0,"00:00:00.000"',
        '$H,2,"12",0,"00:00:00.000"',
    ]


def test_the_first_crossing_is_a_passing_without_a_lap() -> None:
    assert lines_at(10_500) == [
        '$J,"12","00:00:00.000","00:00:05.500"',
        '$G,2,"12",,"00:00:05.500"',
        '$H,2,"12",0,"00:00:00.000"',
    ]


def test_a_passing_is_told_before_its_results() -> None:
    assert lines_at(71_500) == [
        '$J,"12","00:01:01.000","00:01:06.500"',
        '$G,2,"12",1,"00:01:06.500"',
        '$H,2,"12",1,"00:01:01.000"',
    ]


def test_who_loses_a_place_is_told_of_after_who_won_it() -> None:
    assert lines_at(191_250) == [
        '$J,"12","00:01:00.000","00:03:06.250"',
        '$G,1,"12",3,"00:03:06.250"',
        '$H,2,"12",2,"00:00:59.750"',
        '$G,2,"7",2,"00:02:04.500"',
    ]


def test_a_change_of_drivers_is_another_name_for_the_same_number() -> None:
    assert '$A,"7","7",1000007,"Ben","Test","",1' in lines_at(240_000)


def test_the_heart_beats_each_second_with_the_flag() -> None:
    assert lines_at(4_000) == ['$F,9999,"00:03:00","09:30:04","00:00:00","      "']
    assert lines_at(6_000) == ['$F,9999,"00:02:59","09:30:06","00:00:01","Green "']
    assert lines_at(192_000) == ['$F,9999,"00:00:00","09:33:12","00:03:07","Finish"']
    assert lines_at(255_000) == ['$F,0,"00:00:00","09:34:15","00:00:00","      "']


def test_all_is_repeated_every_half_a_minute_and_says_nothing_new(frames: list[Frame]) -> None:
    known: Records = {}
    repeated = 0
    for frame in frames:
        lines = frame.data.decode('latin-1').splitlines()
        beat = next((index for index, line in enumerate(lines) if line.startswith('$F')), len(lines))
        for line in lines[: beat if '$I' not in lines[0] else None]:
            keep(known, line)
        if '$I' not in lines[0] and lines[beat + 1 :]:
            assert frame.at_ms % 30_000 == 0
            repeated += 1
            again: Records = {}
            for line in lines[beat + 1 :]:
                keep(again, line)
            assert again == known
    assert repeated > 30


def test_who_joins_later_knows_what_who_read_along_knows(meeting: Meeting, frames: list[Frame]) -> None:
    feed, along = RMonitorFeed(meeting), dict[tuple[str, ...], str]()
    for index, (at_ms, group) in enumerate(groupby(frames, key=lambda frame: frame.at_ms)):
        for frame in group:
            for line in frame.data.decode('latin-1').splitlines():
                keep(along, line)
        list(feed.advance(at_ms))
        if index % 40 == 0 and feed.board is not None:
            later: Records = {}
            for line in feed.init().decode('latin-1').splitlines():
                keep(later, line)
            assert later == along


def test_the_results_are_those_of_the_truth(meeting: Meeting) -> None:
    for session in meeting.sessions:
        known: Records = {}
        for line in rmonitor_init_at(meeting, session.closes_ms - 1).decode('latin-1').splitlines():
            keep(known, line)
        kind = '$H' if session.kind == 'qualifying' else '$G'
        said = sorted((line.split(',') for key, line in known.items() if key[0] == kind), key=place)
        assert [fields[2].strip('"') for fields in said] == list(session.order)
        for number in session.order:
            laps = session.run(number).laps
            best = min(laps, key=lambda lap: lap.time_ms)
            assert known['$G', f'"{number}"'].split(',')[3] == str(len(laps))
            assert known['$H', f'"{number}"'].split(',')[3] == str(best.number)


def place(fields: list[str]) -> int:
    return int(fields[1])


def test_every_shape_is_one_of_a_real_feed(frames: list[Frame]) -> None:
    names = ['knockhill-2026-04-18.log', 'sebring-2009-alms-session-4.txt', 'leaderboard-recording_1.txt']
    texts = [recording(f'rmonitor/{name}').read_text('latin-1') for name in names]
    real = {shape(RECEIVED.sub('', line)) for text in texts for line in text.splitlines()}
    ours = {shape(line) for frame in frames for line in frame.data.decode('latin-1').splitlines()}
    assert sorted(ours - real) == []


def shape(line: str) -> str:
    """Return a record with 9 for every number, and without names. Nobody recorded a yellow flag."""
    line = line.replace('"Yellow"', '"Finish"')
    known = re.sub(r'"(?!TRACK|Green|Yellow|Red|Finish|      )[^"0-9]*[A-Za-zÀ-ÿ][^"]*"', '"a"', line)
    dated = re.sub(r'"\d\d \w+ \d\d"', '"date"', known)
    return re.sub(r'\d+', '9', dated)
