import re
from dataclasses import replace
from itertools import groupby

import pytest

from racetrace.simulation.apex import ApexFeed, apex_frames, apex_init_at
from racetrace.simulation.frame import Frame
from racetrace.simulation.race import simulate_race
from racetrace.simulation.race_truth import Meeting, SessionTruth
from tests.simulation.apex_reader import Shown
from tests.simulation.tiny_race import tiny_race

COUNTDOWN = re.compile(r'countdown\|(\d+)')


def lines_at(at_ms: int, in_teams: bool = False, sectors: bool = True) -> list[str]:
    frames = apex_frames(tiny_race(in_teams), sectors=sectors, split_every=0)
    return b''.join(frame.data for frame in frames if frame.at_ms == at_ms).decode().splitlines()


@pytest.fixture(scope='module', params=[('sprint', True), ('endurance', False)])
def fed(request: pytest.FixtureRequest) -> tuple[Meeting, bool, list[Frame]]:
    kind, sectors = request.param
    meeting = simulate_race(kind, minutes=25, karts=11, seed=2)
    return meeting, sectors, list(apex_frames(meeting, sectors=sectors))


def test_the_first_frame_is_the_whole_board() -> None:
    lines = lines_at(0)
    assert [line.split('|')[0] for line in lines] == [
        *('init', 'best', 'css', 'css', 'css', 'effects', 'comments', 'title1', 'title2', 'dyn1', 'light'),
        *('wth1', 'wth2', 'wth3', 'track', 'com', 'grid', 'msg'),
    ]
    assert lines[0] == 'init|r|'
    assert lines[7:11] == ['title1||TINY', 'title2||Race', 'dyn1|text|00:03:00', 'light|lr|']
    assert lines[14:16] == ['track||MILL LANE (1000m)', 'com||']
    table = lines[16]
    assert table.startswith(
        'grid||<tbody><tr data-id="r0" class="head" data-pos="0">'
        '<td data-id="c1" data-type="sta" data-pr="1"></td>'
        '<td data-id="c2" data-type="rk" data-pr="1">Rnk</td>'
        '<td data-id="c3" data-type="no" data-pr="1">Kart</td>'
        '<td data-id="c4" data-type="dr" data-pr="1" data-width="26" data-min="16">Driver</td>'
    )
    assert (
        '<tr data-id="r12" data-pos="2"><td data-id="r12c1" class="ss"></td>'
        '<td class="rk"><div><p data-id="r12c2" class=""></p></div></td>'
        '<td class="no"><div data-id="r12c3" class="no2">12</div></td>'
        '<td data-id="r12c4" class="dr">Ana Test</td>'
    ) in table


def test_the_green_flag_starts_the_clock() -> None:
    assert lines_at(5_000) == [
        'light|lg|',
        'com||<p><b>09:30</b><span data-flag="green"></span>Start</p>',
        'dyn1|countdown|180000',
    ]


def test_the_first_crossing_expects_nothing_yet() -> None:
    assert lines_at(10_000) == ['r7c1|sr|', 'r7|*||']
    assert lines_at(30_000) == ['r7c7|tb|20.00', 'r7|*i1|']


def test_a_lap_is_told_cell_by_cell_then_the_passing_then_the_best_of_all() -> None:
    assert lines_at(70_000) == [
        'r7c2||1',
        'r7c6|in|1',
        'r7c9|tb|20.00',
        'r7c10|tb|1:00.000',
        'r7c11|in|Lap 1',
        'r7c13|tb|1:00.000',
        'r12c1|in|',
        'r7|*|60000|20000',
        'msg||Best lap : North - 1:00.000 (60.00 Km/h)',
    ]


def test_who_follows_has_a_gap_which_is_the_difference_of_the_crossings() -> None:
    assert lines_at(131_250) == [
        'r12c1|sr|',
        'r12c6|in|2',
        'r12c9|tb|19.85',
        'r12c10|ti|59.750',
        'r12c11|ib|1.750',
        'r12c12|in|1.750',
        'r12c13|in|59.750',
        'r12|*|59750|19900',
    ]


def test_a_new_lap_empties_its_later_sectors_and_a_better_sector_repaints_the_other() -> None:
    assert lines_at(91_400) == [
        'r7c7|ti|20.00',
        'r12c7|tb|19.90',
        'r12c8||',
        'r12c9||',
        'r12|*i1|20250',
    ]


def test_a_sector_as_long_as_the_one_before_is_sent_all_the_same() -> None:
    assert lines_at(90_000) == ['r7c7|tb|20.00', 'r7c8||', 'r7c9||', 'r7|*i1|20000']


def test_a_penalty_is_in_the_log_in_its_column_and_in_the_banner() -> None:
    said = (
        '<p><b>09:31</b><span data-flag="penalty"></span><span class="com_no no2">12</span>Penalty - 5 s</p>'
    )
    assert lines_at(100_000) == [
        f'com||{said}<p><b>09:30</b><span data-flag="green"></span>Start</p>',
        'r12c15|pena1|5 s',
        'msg|msgp|No.12 South & Sons : Penalty - 5 s',
    ]


def test_a_stop_is_counted_timed_by_the_second_and_ends_with_the_next_passing() -> None:
    assert lines_at(180_000) == ['r7c1|si|', 'r7c14|to|00.', 'r7c16|in|1', 'r7|*in|0']
    assert lines_at(181_000) == ['r7c14|to|01.']
    assert lines_at(240_000) == ['r7c1|so|', 'r7c4|dr|Ben Test', 'r7c14|to|1:00.', 'r7|*out|0']
    assert lines_at(249_000) == [
        'r7c1|sf|',
        'r7c6|in|3',
        'r7c9|tn|1:21.00',
        'r7c10|tn|1:59.500',
        'r7c11|ib|57.750',
        'r7c12|in|57.750',
        'r7c14|in|0:00',
        'r7|*||',
    ]


def test_the_flag_falls_with_the_winner_and_places_change_in_the_order_of_the_table() -> None:
    lines = lines_at(191_250)
    assert lines[0] == 'light|lf|'
    assert lines[2:] == [
        'r12c1|sf|',
        'r12c2||1',
        'r12c6|in|3',
        'r12c9|tn|20.00',
        'r12c10|tn|1:00.000',
        'r12c11|in|Lap 3',
        'r12c12|in|',
        'r7c2||2',
        'r7c11|ib|',
        'r7|#|2',
        'r12|*||',
        'r12|#|1',
        'dyn1|text|',
    ]


def test_a_team_and_its_driver_take_turns_in_one_cell() -> None:
    assert lines_at(80_000, in_teams=True) == [
        'r7c4|drteam|Ana Test [0:01]',
        'r12c4|drteam|Ana Test [0:01]',
    ]
    assert lines_at(120_000, in_teams=True) == ['r7c4|dr|North', 'r12c4|dr|South & Sons']


def test_without_sectors_there_are_no_intermediates() -> None:
    frames = apex_frames(tiny_race(), sectors=False)
    text = b''.join(frame.data for frame in frames).decode()
    assert not re.search(r'\*i\d', text)
    assert 'data-type="s1"' not in text
    assert 'r7|*|60000|\n' in text


def test_the_end_clears_the_board() -> None:
    assert lines_at(255_000) == ['init|n|', 'best|hide|', 'effects||Effects', 'comments||Comments', 'track||']


def test_who_reads_along_sees_what_who_joins_later_is_sent(fed: tuple[Meeting, bool, list[Frame]]) -> None:
    meeting, sectors, frames = fed
    feed, along = ApexFeed(meeting, sectors=sectors), Shown()
    for index, (at_ms, group) in enumerate(groupby(frames, key=lambda frame: frame.at_ms)):
        for frame in group:
            along.read(frame.data)
        if index % 40 == 0:
            assert [one.at_ms for one in feed.advance(at_ms)][-1] == at_ms
            later = Shown()
            later.read(feed.init())
            assert (later.cells, later.ranks, later.columns) == (along.cells, along.ranks, along.columns)
            assert later.words.get('light') == along.words.get('light')
            assert later.words.get('com') == along.words.get('com')


def test_the_board_says_in_the_end_what_the_truth_does(fed: tuple[Meeting, bool, list[Frame]]) -> None:
    meeting, sectors, _ = fed
    for session in meeting.sessions:
        shown = Shown()
        shown.read(apex_init_at(meeting, session.closes_ms - 1, sectors=sectors))
        for place, number in enumerate(session.order, 1):
            run = session.run(number)
            assert shown.ranks[f'r{run.row}'] == place
            assert shown.text(run.row, 'no') == number
            assert shown.text(run.row, 'tlp') == str(len(run.laps))
            best = min(lap.time_ms for lap in run.laps)
            assert milliseconds(shown.text(run.row, 'blp')) == best
            assert milliseconds(shown.text(run.row, 'llp')) == run.laps[-1].time_ms


def test_every_crossing_of_the_truth_is_in_the_frames(fed: tuple[Meeting, bool, list[Frame]]) -> None:
    meeting, _, frames = fed
    passed = [
        (frame.at_ms, int(row))
        for frame in frames
        for row in re.findall(r'r(\d+)\|\*\|', frame.data.decode())
    ]
    truth = [
        (at_ms, run.row) for session in meeting.sessions for run in session.runs for at_ms in run.crossings_ms
    ]
    assert sorted(passed) == sorted(truth)


def test_every_gap_at_a_crossing_is_the_difference_of_crossings_or_the_laps_between(
    fed: tuple[Meeting, bool, list[Frame]],
) -> None:
    meeting, sectors, _ = fed
    race, shown, told = meeting.sessions[-1], Shown(), set()
    for frame in apex_frames(meeting, sectors=sectors, split_every=0):
        shown.read(frame.data)
        passed = re.findall(r'r(\d+)\|\*\|', frame.data.decode()) if frame.at_ms > race.opens_ms else []
        for row in map(int, passed):
            said = gap(race, row, frame.at_ms)
            told.add(re.sub(r'[\d.:]+', '9', said))
            assert shown.text(row, 'gap') == said
    assert told >= {'', 'Lap 9', '9', '9 Lap'}


def test_a_place_won_or_lost_is_shown_for_forty_seconds_at_most(
    fed: tuple[Meeting, bool, list[Frame]],
) -> None:
    shown, since, longest = Shown(), dict[str, int](), 0
    for frame in fed[2]:
        shown.read(frame.data)
        moved = {name for name in shown.cells if name.endswith('c1') and shown.cells[name][0] in {'su', 'sd'}}
        since = {name: since.get(name, frame.at_ms) for name in moved}
        passed = re.findall(r'(r\d+)\|\*\|', frame.data.decode())
        since |= {f'{row}c1': frame.at_ms for row in passed if f'{row}c1' in moved}
        longest = max([longest, *(frame.at_ms - began for began in since.values())])
    assert 30_000 < longest < 40_000


def gap(race: SessionTruth, row: int, at_ms: int) -> str:
    crossed = {run.row: [one for one in run.crossings_ms if one <= at_ms] for run in race.runs}
    leader = max((times for times in crossed.values() if times), key=lambda times: (len(times), -times[-1]))
    own = crossed[row]
    if len(own) < 2:
        return ''
    laps = len(leader) - len(own)
    if leader is own:
        return f'Lap {len(own) - 1}'
    return f'{laps} Lap{"s" * (laps > 1)}' if laps else written(own[-1] - leader[-1])


def written(ms: int) -> str:
    minutes, rest = divmod(ms, 60_000)
    return f'{minutes}:{rest / 1000:06.3f}' if minutes else f'{rest / 1000:.3f}'


def test_the_clock_comes_every_half_a_minute_and_counts_down_to_the_end() -> None:
    frames = list(apex_frames(tiny_race()))
    clocks = [(frame.at_ms, COUNTDOWN.search(frame.data.decode())) for frame in frames]
    assert [(at_ms, at_ms + int(found[1])) for at_ms, found in clocks if found] == [
        (at_ms, 185_000) for at_ms in range(5_000, 190_000, 30_000)
    ]
    assert 'dyn1|countdown|84500' in apex_init_at(tiny_race(), 100_500).decode()


def test_the_same_race_is_the_same_bytes() -> None:
    once, again = (list(apex_frames(simulate_race(minutes=6, seed=9))) for _ in range(2))
    assert once == again


def test_some_passings_come_in_two_frames() -> None:
    whole, split = (list(apex_frames(tiny_race(), split_every=every)) for every in (0, 2))
    assert len(split) > len(whole)
    assert b''.join(frame.data for frame in split) == b''.join(frame.data for frame in whole)


def test_a_minute_of_nothing_is_an_empty_frame() -> None:
    race = tiny_race()
    long = replace(race, sessions=(replace(race.sessions[0], closes_ms=400_000),), in_teams=False)
    feed = ApexFeed(long)
    assert [frame.at_ms for frame in feed.advance(320_000)][-1] == 309_000
    assert list(feed.advance(380_000)) == [Frame(369_000, b'')]
    assert next(feed.advance(400_000)).data.startswith(b'init|n|')


def milliseconds(text: str) -> int:
    minutes, _, seconds = text.rpartition(':')
    return int(minutes or 0) * 60_000 + round(float(seconds) * 1000)
